import { describe, expect, it } from 'vitest';
import { ndArray } from '../src/batch.ts';
import { countRows, selectRows, sliceArray, sliceRows } from '../src/rows.ts';

const matrix = ndArray(Float32Array.of(0, 1, 10, 11, 20, 21), [3, 2]);
const targets = ndArray(Uint8Array.of(0, 1, 2));

describe('ndArray', () => {
  it('makes a vector of plain data and checks a given shape', () => {
    expect(targets.shape).toEqual([3]);
    expect(() => ndArray(new Float32Array(6), [4, 2])).toThrow('shape [4,2] needs 8 values, got 6');
    expect(() => ndArray(new Float32Array(6), [-3, -2])).toThrow(RangeError);
  });
});

describe('countRows', () => {
  it('names the part that disagrees', () => {
    expect(countRows({ inputs: ['a', 'b', 'c'], targets })).toBe(3);
    expect(() => countRows({ inputs: ['a'], targets })).toThrow('inputs has 1 rows and targets has 3');
    expect(() => countRows({ inputs: [matrix, ndArray(new Int32Array(2))], targets })).toThrow(
      'inputs[1] has 2 rows',
    );
    expect(() => countRows({ inputs: matrix, targets, sampleWeights: ndArray(new Float32Array(4)) })).toThrow(
      'sampleWeights has 4 rows',
    );
  });
});

describe('selectRows', () => {
  it('takes rows of an array, in the order asked for, as copies', () => {
    const picked = selectRows({ inputs: matrix, targets }, [2, 0]);
    expect(picked.inputs).toEqual(ndArray(Float32Array.of(20, 21, 0, 1), [2, 2]));
    expect(picked.targets.data).toEqual(Uint8Array.of(2, 0));
    expect(picked.inputs.data.buffer).not.toBe(matrix.data.buffer);
  });

  it('takes rows of lists, of several inputs and of weights alike', () => {
    expect(selectRows({ inputs: ['a', 'b', 'c'], targets }, [1, 1]).inputs).toEqual(['b', 'b']);
    const weights = ndArray(Float32Array.of(1, 2, 3));
    const picked = selectRows({ inputs: [matrix, targets], targets, sampleWeights: weights }, [1]);
    expect(picked.inputs.map(({ data }) => [...data])).toEqual([[10, 11], [1]]);
    expect(picked.sampleWeights?.data).toEqual(Float32Array.of(2));
  });

  it('refuses an index that is no row', () => {
    expect(() => selectRows({ inputs: matrix, targets }, [0, 3])).toThrow(
      'index 3 at 1 is not one of the 3 rows',
    );
  });
});

describe('sliceArray', () => {
  it('is a view on rows of numbers, and takes rows of strings', () => {
    const part = sliceArray(matrix, 1, 3);
    expect(part).toEqual({ data: Float32Array.of(10, 11, 20, 21), shape: [2, 2] });
    expect(part.data.buffer).toBe(matrix.data.buffer);
    const words = { data: ['a', 'b', 'c', 'd'], shape: [2, 2] };
    expect(sliceArray(words, 1, 2)).toEqual({ data: ['c', 'd'], shape: [1, 2] });
    expect(sliceArray(targets, 1, 1)).toEqual({ data: new Uint8Array(0), shape: [0] });
  });
});

describe('sliceRows', () => {
  it('gives views on the same data', () => {
    const part = sliceRows({ inputs: matrix, targets }, 1);
    expect(part.inputs.data).toEqual(Float32Array.of(10, 11, 20, 21));
    expect(part.inputs.shape).toEqual([2, 2]);
    expect(part.inputs.data.buffer).toBe(matrix.data.buffer);
    expect(sliceRows({ inputs: ['a', 'b', 'c'], targets }, 0, 2).inputs).toEqual(['a', 'b']);
  });

  it('refuses a range outside the rows', () => {
    expect(() => sliceRows({ inputs: matrix, targets }, 0, 4)).toThrow('0 ≤ start ≤ end ≤ 3');
    expect(() => sliceRows({ inputs: matrix, targets }, 2, 1)).toThrow(RangeError);
  });
});

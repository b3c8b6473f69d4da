import { describe, expect, it } from 'vitest';
import { ndArray } from '../src/batch.ts';
import { shuffleRows, validationSplit } from '../src/shuffle.ts';

const rows = (count: number) => ({
  inputs: Array.from({ length: count }, (_, i) => `text ${i}`),
  targets: ndArray(Int32Array.from({ length: count }, (_, i) => i)),
});

describe('shuffleRows', () => {
  it('is a permutation that keeps every input with its target', () => {
    const { inputs, targets } = shuffleRows(rows(100), 7);
    expect(inputs).toEqual([...targets.data].map((i) => `text ${i}`));
    expect([...targets.data].toSorted((a, b) => a - b)).toEqual([...rows(100).targets.data]);
  });

  it('depends on the seed alone', () => {
    expect(shuffleRows(rows(50), 1)).toEqual(shuffleRows(rows(50), 1));
    expect(shuffleRows(rows(50), 1)).not.toEqual(shuffleRows(rows(50), 2));
    expect(shuffleRows(rows(50), 1)).not.toEqual(rows(50));
  });

  it('refuses what is not a seed, by its own name', () => {
    const shuffle = (seed: unknown) => () => shuffleRows(rows(2), seed as number);
    expect(shuffle({ seed: 1 })).toThrow('shuffleRows: seed must be an integer from 0 on, got {');
    expect(shuffle(-1)).toThrow('shuffleRows: seed must be an integer from 0 on, got -1.');
    expect(shuffle(1.5)).toThrow('shuffleRows: seed must be an integer from 0 on, got 1.5.');
  });
});

describe('validationSplit', () => {
  it('shuffles and cuts off the last part', () => {
    const { train, validation } = validationSplit(rows(10), { fraction: 0.2, seed: 3 });
    const shuffled = shuffleRows(rows(10), 3);
    expect(train.inputs).toEqual(shuffled.inputs.slice(0, 8));
    expect(validation.inputs).toEqual(shuffled.inputs.slice(8));
    expect(validation.targets.shape).toEqual([2]);
    expect(validationSplit(rows(10), { fraction: 0.2 }).train.inputs).toEqual(
      shuffleRows(rows(10), 0).inputs.slice(0, 8),
    );
  });

  it('rounds as Keras does: the training part down', () => {
    expect(validationSplit(rows(11), { fraction: 0.2, seed: 1 }).train.inputs).toHaveLength(8);
    expect(validationSplit(rows(25_000), { fraction: 0.2, seed: 1 }).train.inputs).toHaveLength(20_000);
  });

  it('refuses an empty part', () => {
    for (const fraction of [0, 1, -0.1, Number.NaN, 0.99]) {
      expect(() => validationSplit(rows(10), { fraction, seed: 1 })).toThrow(RangeError);
    }
  });
});

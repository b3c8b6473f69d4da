import { describe, expect, it } from 'vitest';
import { type Batch, batchesByLength, type NdArray, ndArray } from '../src/index.ts';

/** Sequences `[n, …, n]` of length `n`, whose targets are their lengths. */
const LENGTHS = Array.from({ length: 300 }, (_, i) => 1 + ((i * 7) % 30));
const targets = ndArray(Int32Array.from(LENGTHS));

function padded(side: 'pre' | 'post', steps = 40): NdArray {
  const data = new Int32Array(LENGTHS.length * steps);
  for (const [row, length] of LENGTHS.entries()) {
    const start = row * steps + (side === 'pre' ? steps - length : 0);
    data.fill(length, start, start + length);
  }
  return ndArray(data, [LENGTHS.length, steps]);
}

const valuesOf = (source: Iterable<Batch<NdArray>>) => Array.from(source, ({ targets }) => [...targets.data]);
const flat = (source: Iterable<Batch<NdArray>>) => valuesOf(source).flat();

describe('batchesByLength', () => {
  for (const side of ['pre', 'post'] as const) {
    it(`cuts off the steps that are padding in every row of a batch (padding '${side}')`, () => {
      for (const batch of batchesByLength({ inputs: padded(side), targets }, { batchSize: 8 })) {
        const lengths = [...batch.targets.data];
        const longest = Math.max(...lengths);
        expect(batch.inputs.shape).toEqual([lengths.length, longest]);
        for (const [row, length] of lengths.entries()) {
          const steps = [...batch.inputs.data.subarray(row * longest, (row + 1) * longest)];
          const content = Array<number>(length).fill(length);
          const padding = Array<number>(longest - length).fill(0);
          expect(steps).toEqual(side === 'pre' ? [...padding, ...content] : [...content, ...padding]);
        }
      }
    });
  }

  it('gives every row once an epoch, in batches of similar length that come in random order', () => {
    const source = batchesByLength({ inputs: padded('pre'), targets }, { batchSize: 8, seed: 3 });
    const groups = valuesOf(source);
    expect(groups).toHaveLength(source.length);
    expect(source.samples).toBe(300);
    expect(groups.flat().sort((a, b) => a - b)).toEqual([...LENGTHS].sort((a, b) => a - b));
    // 38 batches of one pool, sorted: neighbours differ by at most a length or two.
    for (const group of groups) expect(Math.max(...group) - Math.min(...group)).toBeLessThanOrEqual(2);
    const longest = groups.map((group) => Math.max(...group));
    expect(longest).not.toEqual([...longest].sort((a, b) => a - b));
    expect(groups.filter((group) => group.length < 8)).toHaveLength(1);
  });

  it('mixes rows of different lengths between the pools of 50 batches', () => {
    // Each length has ten rows: pairs of all rows, sorted at once, would all be of one length.
    const pairs = valuesOf(batchesByLength({ inputs: padded('pre'), targets }, { batchSize: 2, seed: 3 }));
    expect(pairs.some(([a, b]) => a !== b)).toBe(true);
  });

  it('has an order that depends on the seed and the epoch only', () => {
    const examples = { inputs: padded('pre'), targets };
    const source = batchesByLength(examples, { batchSize: 8, seed: 1 });
    const [zero, one] = [flat(source), flat(source)];
    expect(one).not.toEqual(zero);
    expect(flat(source.epoch(1))).toEqual(one);
    expect(flat(batchesByLength(examples, { batchSize: 8, seed: 1, epoch: 1 }))).toEqual(one);
    expect(flat(batchesByLength(examples, { batchSize: 8, seed: 2 }))).not.toEqual(zero);
  });

  it('cuts targets and weights of steps with the inputs', () => {
    const inputs = padded('post');
    const steps = { inputs, targets: inputs, sampleWeights: inputs };
    for (const batch of batchesByLength(steps, { batchSize: 8, targetsPerStep: true })) {
      expect(batch.targets).toEqual(batch.inputs);
      expect(batch.sampleWeights).toEqual(batch.inputs);
    }
    expect(() => batchesByLength({ inputs, targets }, { targetsPerStep: true })).toThrow(
      'batchesByLength: targets per step must have the shape [N, 40, …], got [300].',
    );
  });

  it('knows padding of vectors, and of another value', () => {
    const data = Float32Array.of(-1, -1, 0, -1, 3, 4, /**/ -1, -1, -1, -1, 5, 6);
    const inputs = ndArray(data, [2, 3, 2]);
    const source = batchesByLength({ inputs, targets: ndArray(Uint8Array.of(0, 1)) }, { value: -1 });
    const [batch] = [...source];
    expect(batch!.inputs.shape).toEqual([2, 2, 2]);
    expect([...batch!.inputs.data].sort()).toEqual([-1, -1, -1, 0, 3, 4, 5, 6]);
    expect(source.inputShape).toEqual([null, 2]);
  });

  it('leaves one step of rows that are nothing but padding', () => {
    const inputs = ndArray(new Int32Array(12), [3, 4]);
    const [batch] = [...batchesByLength({ inputs, targets: ndArray(new Uint8Array(3)) })];
    expect(batch!.inputs.shape).toEqual([3, 1]);
  });

  it('makes arrays of lists of sequences by a transform', () => {
    const rows = LENGTHS.map((length) => Array<number>(length).fill(length));
    const transform = (list: readonly (readonly number[])[]) => {
      const steps = Math.max(...list.map(({ length }) => length));
      const data = list.flatMap((row) => [...row, ...Array<number>(steps - row.length).fill(0)]);
      return ndArray(Int32Array.from(data), [list.length, steps]);
    };
    const source = batchesByLength({ inputs: rows, targets }, { batchSize: 8, seed: 3, transform });
    const same = batchesByLength({ inputs: padded('post'), targets }, { batchSize: 8, seed: 3 });
    expect([...source]).toEqual([...same]);
  });

  it('refuses what it cannot sort or cut', () => {
    const make = (inputs: unknown, options = {}) =>
      batchesByLength({ inputs: inputs as NdArray, targets }, options);
    expect(() => make(LENGTHS)).toThrow('batchesByLength: inputs is a list of rows. Give `transform`');
    expect(() => make(LENGTHS, { value: 1 })).toThrow('value is for padded arrays');
    expect(() => make(padded('pre'), { transform: () => padded('pre') })).toThrow(
      'transform is for a list of rows',
    );
    expect(() => make(ndArray(new Int32Array(300)))).toThrow('inputs must be sequences [N, T, …]');
    expect(() => make(padded('pre'), { batchSize: 0 })).toThrow('batchSize must be a positive integer');
    expect(() => make(padded('pre'), { shuffle: true })).toThrow('has no setting "shuffle"');
    expect(() => make([padded('pre'), padded('pre')])).toThrow('2 input arrays');
  });
});

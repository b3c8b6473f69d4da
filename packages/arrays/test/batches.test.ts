import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Batch, type NdArray, ndArray } from '../src/batch.ts';
import { batches } from '../src/batches.ts';
import { map, take } from '../src/combine.ts';

const numbers = (count: number) => ({
  inputs: ndArray(Int32Array.from({ length: count }, (_, i) => i)),
  targets: ndArray(Float32Array.from({ length: count }, (_, i) => i / 2)),
});
const idsOf = (source: Iterable<Batch>): number[] =>
  [...source].flatMap(({ inputs }) => [...(inputs as NdArray).data]);

describe('batches', () => {
  it('cuts rows in order; the last batch may be smaller', () => {
    const source = batches(numbers(7), { batchSize: 3 });
    expect(source.length).toBe(3);
    expect([...source].map(({ targets }) => [...targets.data])).toEqual([[0, 0.5, 1], [1.5, 2, 2.5], [3]]);
  });

  it('has batches of 32 by default', () => {
    expect([...batches(numbers(40))].map(({ targets }) => targets.shape[0])).toEqual([32, 8]);
  });

  it('covers every row once an epoch, inputs beside their targets, regardless of the sizes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 250 }),
        fc.nat(),
        (count, batchSize, seed) => {
          const source = batches(numbers(count), { batchSize, shuffle: true, seed });
          const seen: number[] = [];
          for (const { inputs, targets } of source) {
            const ids = [...(inputs as NdArray).data];
            expect([...targets.data]).toEqual(ids.map((id) => id / 2));
            seen.push(...ids);
          }
          expect(seen.toSorted((a, b) => a - b)).toEqual([...numbers(count).inputs.data]);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('shuffles again each epoch, the same for the same seed and epoch', () => {
    const source = batches(numbers(50), { shuffle: true, seed: 4 });
    const first = idsOf(source);
    const second = idsOf(source);
    expect(second).not.toEqual(first);
    expect(idsOf(source.epoch(0))).toEqual(first);
    const resumed = batches(numbers(50), { shuffle: true, seed: 4, epoch: 1 });
    expect(idsOf(resumed)).toEqual(second);
    expect(idsOf(batches(numbers(50), { shuffle: true, seed: 5 }))).not.toEqual(first);
    expect(idsOf(batches(numbers(50), { shuffle: true }))).toEqual(
      idsOf(batches(numbers(50), { shuffle: true, seed: 0 })),
    );
  });

  it('makes the inputs of a list batch by batch', () => {
    const sizes: number[] = [];
    const source = batches(
      { inputs: ['aa', 'b', 'cccc'], targets: ndArray(Uint8Array.of(0, 1, 0)) },
      {
        batchSize: 2,
        transform: (texts) => {
          sizes.push(texts.length);
          return ndArray(Float32Array.from(texts, (text) => text.length));
        },
      },
    );
    expect(sizes).toEqual([]); // nothing is made before it is asked for
    expect(idsOf(source)).toEqual([2, 1, 4]);
    expect(sizes).toEqual([2, 1]);
  });

  it('cuts several inputs and weights together', () => {
    const { inputs, targets } = numbers(3);
    const [batch] = batches({ inputs: [inputs, targets], targets, sampleWeights: targets }, { batchSize: 2 });
    expect((batch!.inputs as NdArray[]).map(({ data }) => [...data])).toEqual([
      [0, 1],
      [0, 0.5],
    ]);
    expect(batch!.sampleWeights?.data).toEqual(Float32Array.of(0, 0.5));
  });

  it('refuses what cannot be cut', () => {
    expect(() => batches(numbers(0))).toThrow('no samples');
    expect(() => batches(numbers(3), { batchSize: 0 })).toThrow(
      'batches: batchSize must be a positive integer, got 0',
    );
    const list = { inputs: ['a'], targets: ndArray(Uint8Array.of(1)) };
    // @ts-expect-error a list needs a transform
    expect(() => batches(list)).toThrow('Give `transform`');
    const wrong = batches(list, { transform: () => ndArray(new Float32Array(4), [2, 2]) });
    expect(() => [...wrong]).toThrow('shape [2,2] from 1 rows');
  });
});

describe('map and take', () => {
  it('keep the numbers of epochs', () => {
    const shuffled = () => batches(numbers(9), { batchSize: 2, shuffle: true, seed: 1 });
    const source = take(
      map(shuffled(), ({ targets }) => [...targets.data]),
      3,
    ) as Iterable<number[]> & {
      readonly length: number;
      epoch(number: number): Iterable<number[]>;
    };
    const third = [...shuffled().epoch(2)].slice(0, 3).map(({ targets }) => [...targets.data]);
    expect(source).toHaveLength(3);
    expect([...source.epoch(2)]).toEqual(third);
    for (let epoch = 0; epoch < 2; epoch++) expect([...source]).not.toEqual(third);
    expect([...source]).toEqual(third);
  });

  it('change and cut a source without using it up', () => {
    const source = take(
      map(batches(numbers(9), { batchSize: 2 }), ({ targets }) => targets.data[0]),
      3,
    );
    expect([...source]).toEqual([0, 1, 2]);
    expect([...source]).toEqual([0, 1, 2]);
    expect([...take(source, 0)]).toEqual([]);
    expect(() => take(source, -1)).toThrow('count must be an integer from 0 on, got -1');
  });

  it('work on asynchronous sources and ask for no more than they need', async () => {
    let made = 0;
    const source: AsyncIterable<number> = {
      async *[Symbol.asyncIterator]() {
        for (;;) yield ++made;
      },
    };
    const seen: number[] = [];
    for await (const item of take(
      map(source, (n) => n * 10),
      2,
    ))
      seen.push(item);
    expect(seen).toEqual([10, 20]);
    expect(made).toBe(2);
    for await (const item of take(source, 0)) expect.fail(`got ${item}`);
  });
});

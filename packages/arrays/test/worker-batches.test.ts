import { MessageChannel, Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { type Batch, batches, type NdArray, ndArray, serveBatches, workerBatches } from '../src/index.ts';

/** A source on the other side of a channel. */
function served(source: Iterable<Batch> | AsyncIterable<Batch>) {
  const { port1, port2 } = new MessageChannel();
  serveBatches(port2, source);
  return { source: workerBatches(port1), close: () => port1.close() };
}

const examples = {
  inputs: ndArray(
    Float32Array.from({ length: 12 }, (_, i) => i),
    [6, 2],
  ),
  targets: ndArray(Int32Array.of(0, 1, 2, 3, 4, 5)),
};

async function all(source: AsyncIterable<Batch>): Promise<Batch[]> {
  const list: Batch[] = [];
  for await (const batch of source) list.push(batch);
  return list;
}

/** Batches that say when they are made. */
function watched(count: number, failAt = count) {
  const events: string[] = [];
  const source = {
    *[Symbol.iterator]() {
      try {
        for (let i = 0; i < count; i++) {
          events.push(`make ${i}`);
          if (i === failAt) throw new RangeError('the file is broken');
          yield { inputs: examples.inputs, targets: ndArray(Int32Array.of(i)) };
        }
      } finally {
        events.push('closed');
      }
    },
  };
  return { events, source };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('workerBatches', () => {
  it('gives the batches of the other side, epoch by epoch', async () => {
    const here = () => batches(examples, { batchSize: 4, shuffle: true, seed: 1 });
    const { source, close } = served(here());
    const expected = here();
    expect(await all(source)).toEqual([...expected]);
    expect(await all(source)).toEqual([...expected]);
    close();
  });

  it('sends the rows of a batch and not the array that they are a part of', async () => {
    const data = examples.inputs.data.subarray(2, 4);
    const { source, close } = served([{ inputs: [ndArray(data, [1, 2])], targets: examples.targets }]);
    const [batch] = await all(source);
    const [array] = batch!.inputs as readonly NdArray[];
    expect([...array!.data]).toEqual([2, 3]);
    expect(array!.data.buffer.byteLength).toBe(8);
    close();
  });

  it('has a few batches made ahead, and no more', async () => {
    const { events, source } = watched(10);
    const other = served(source);
    const iterator = other.source[Symbol.asyncIterator]();
    await settled();
    expect(events).toEqual(['make 0', 'make 1']);
    await iterator.next();
    await settled();
    expect(events).toEqual(['make 0', 'make 1', 'make 2']);
    await iterator.return!();
    await settled();
    expect(events.at(-1)).toBe('closed');
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    other.close();
  });

  it('throws the error of the other side when its batch is needed', async () => {
    const { source, close } = served(watched(5, 2).source);
    const taken: number[] = [];
    const read = async () => {
      for await (const { targets } of source) taken.push(targets.data[0]!);
    };
    await expect(read()).rejects.toThrow(new RangeError('the file is broken'));
    expect(taken).toEqual([0, 1]);
    close();
  });

  it('throws when the worker dies', async () => {
    const worker = new Worker('setTimeout(() => { throw new Error("out of luck"); }, 10)', { eval: true });
    await expect(all(workerBatches(worker))).rejects.toThrow('the worker that makes the batches has failed');
    await worker.terminate();
  });
});

import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { type BackupStore, backup } from '@seqloom/train';
import { expect, test } from 'vitest';
import { endsOn, expectClose, onRanks, runOf } from './review-models.ts';

startBackend(wasmBackend());

/** A store that remembers, and lets only one rank in. */
class OneRankStore implements BackupStore {
  readonly #entries: Map<string, Uint8Array> = new Map();

  for(rank: number): BackupStore {
    const guarded =
      <Given extends unknown[], Result>(work: (...given: Given) => Promise<Result>) =>
      async (...given: Given): Promise<Result> => {
        if (rank !== 0) throw new Error(`rank ${rank} is in the store`);
        return work(...given);
      };
    return {
      read: guarded((name) => this.read(name)),
      write: guarded((name, bytes) => this.write(name, bytes)),
      remove: guarded((name) => this.remove(name)),
    };
  }

  async read(name: string): Promise<Uint8Array | undefined> {
    return this.#entries.get(name)?.slice();
  }

  async write(name: string, bytes: Uint8Array): Promise<void> {
    this.#entries.set(name, bytes.slice());
  }

  async remove(name: string): Promise<void> {
    this.#entries.delete(name);
  }

  get size(): number {
    return this.#entries.size;
  }
}

/** A run of so many ranks that is broken off in its second epoch, with a backup after every step. */
async function brokenOff(size: number): Promise<OneRankStore> {
  const store = new OneRankStore();
  const ends = await endsOn(size, (communicator) => {
    let steps = 0;
    const crash = {
      onBatchEnd() {
        if (++steps === 8) throw new Error('crash');
      },
    };
    const keeping = backup({ store: store.for(communicator.rank), everyMs: 0 });
    return runOf({ communicator, callbacks: [keeping, crash] });
  });
  expect(ends.every((end) => end.endsWith('crash'))).toBe(true);
  expect(store.size).toBe(2);
  return store;
}

const resumed = (store: OneRankStore, size: number) =>
  onRanks(size, (communicator) =>
    runOf({ communicator, callbacks: [backup({ store: store.for(communicator.rank) })] }),
  );

test('a run that is broken off within an epoch goes on with as many ranks, to the same bits', async () => {
  const [whole] = await onRanks(2, (communicator) => runOf({ communicator }));
  const store = await brokenOff(2);
  const ends = await resumed(store, 2);
  for (const { logs, weights } of ends) {
    expect(logs).toEqual(whole!.logs);
    expect(weights).toEqual(whole!.weights);
  }
  expect(store.size).toBe(0);
});

test.each([
  [2, 3],
  [3, 1],
  [1, 2],
])('a run of %d ranks goes on with %d, over the same batches', async (before, after) => {
  const whole = await runOf();
  const [end] = await resumed(await brokenOff(before), after);
  expectClose(end!, whole);
});

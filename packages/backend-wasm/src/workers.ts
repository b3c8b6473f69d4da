import { spawnWorker } from '#spawn';

/** A worker of either platform. */
export interface SpawnedWorker {
  post(setup: unknown): void;
  onReply(ready: () => void, failed: (reason: Error) => void): void;
  /** Whether it still runs, asked by a thread that blocks, so that no event reaches it. Undefined: nobody can tell. */
  isAlive(): boolean | undefined;
  terminate(): Promise<void>;
}

/** How long a worker may take to come up. */
const START_TIMEOUT_MS = 60_000;
/** Workers started at a time: when one does not come up, the rest are not tried. */
const WAVE = 16;

/**
 * Starts one worker per set-up message and waits until all are ready.
 *
 * @throws Error when one does not come up within a minute; the others have been stopped then
 */
export async function startWorkers(setups: readonly unknown[]): Promise<SpawnedWorker[]> {
  const workers: SpawnedWorker[] = [];
  const start = async (setup: unknown): Promise<void> => {
    const worker = spawnWorker();
    workers.push(worker);
    const ready = replyOf(worker);
    worker.post(setup);
    await ready;
  };
  try {
    for (let i = 0; i < setups.length; i += WAVE) await Promise.all(setups.slice(i, i + WAVE).map(start));
  } catch (error) {
    await Promise.all(workers.map((worker) => worker.terminate()));
    throw error;
  }
  return workers;
}

function replyOf(worker: SpawnedWorker): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`wasm: a worker did not start within ${START_TIMEOUT_MS} ms`)),
      START_TIMEOUT_MS,
    );
    worker.onReply(
      () => {
        clearTimeout(timer);
        resolve();
      },
      (reason) => {
        clearTimeout(timer);
        reject(new Error(`wasm: a worker did not start: ${reason.message}`, { cause: reason }));
      },
    );
  });
}

import { nodePlatform } from './spawn-node.ts';
import { pagePlatform } from './spawn-page.ts';

/** What differs between platforms. */
export interface WorkerPlatform {
  /** Default number of threads: one per core. */
  defaultThreads(): number;
  /** Why the calling thread may not wait for others, or undefined if it may. */
  whyNoThreads(): string | undefined;
  /**
   * Starts a worker that does not keep a process alive.
   *
   * @param script where `pool-worker.js` is; by default from the text that the code carries
   */
  spawn(script?: string | URL): SpawnedWorker;
}

/** The platform that this code runs on. */
export function workerPlatform(): WorkerPlatform {
  return nodePlatform() ?? pagePlatform;
}

/** A worker of either platform. */
export interface SpawnedWorker {
  post(setup: unknown): void;
  onReply(ready: () => void, failed: (reason: Error) => void): void;
  /** Whether it still runs, asked by a thread that blocks, so that no event reaches it. Undefined where the platform does not say. */
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
export async function startWorkers(
  setups: readonly unknown[],
  script?: string | URL,
): Promise<SpawnedWorker[]> {
  const platform = workerPlatform();
  const workers: SpawnedWorker[] = [];
  const start = async (setup: unknown): Promise<void> => {
    const worker = platform.spawn(script);
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

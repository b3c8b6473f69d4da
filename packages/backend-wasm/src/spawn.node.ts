import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { SpawnedWorker } from './pool.ts';

/** Threads to use when nobody says otherwise: one per core. */
export function defaultThreads(): number {
  return availableParallelism();
}

/** Why this thread may not wait for others, or undefined if it may. */
export function whyNoThreads(): string | undefined {
  return undefined;
}

/** Starts a worker that does not keep the process alive. */
export function spawnWorker(): SpawnedWorker {
  const worker = new Worker(new URL('../worker/pool-worker.js', import.meta.url), {
    stdin: false,
    execArgv: [],
  });
  worker.unref();
  return {
    post: (setup) => worker.postMessage(setup),
    onReply(ready, failed) {
      worker.once('message', ready);
      worker.once('error', failed);
      worker.once('exit', () => failed(new Error('it exited')));
    },
    terminate: async () => void (await worker.terminate()),
  };
}

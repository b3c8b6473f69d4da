import type { SpawnedWorker } from './workers.ts';

/** Threads to use when nobody says otherwise: one per core. */
export function defaultThreads(): number {
  return navigator.hardwareConcurrency || 1;
}

/** Why this thread may not wait for others, or undefined if it may. */
export function whyNoThreads(): string | undefined {
  // Browsers refuse Atomics.wait where a window would freeze.
  return typeof window === 'undefined'
    ? undefined
    : 'a page may not wait for workers: run in a worker for threads';
}

/** Starts a worker. */
export function spawnWorker(): SpawnedWorker {
  const worker = new Worker(new URL('../worker/pool-worker.js', import.meta.url), { type: 'module' });
  return {
    post: (setup) => worker.postMessage(setup),
    onReply(ready, failed) {
      worker.onmessage = ready;
      worker.onerror = (event) => failed(new Error(event.message));
    },
    // Pages hear of a worker's end by an event alone, if at all.
    isAlive: () => undefined,
    terminate: async () => worker.terminate(),
  };
}

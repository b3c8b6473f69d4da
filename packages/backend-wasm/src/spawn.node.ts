import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { SpawnedWorker } from './workers.ts';

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
  // The one thing that Node says of a worker at once, without an event: the figures of one that has ended are −1 or 0.
  const runs = () => {
    const { idle, active } = worker.performance.eventLoopUtilization();
    return idle >= 0 && active > 0;
  };
  let seenAlive = false;
  return {
    post: (setup) => worker.postMessage(setup),
    onReply(ready, failed) {
      worker.once('message', () => {
        seenAlive = runs();
        ready();
      });
      worker.once('error', failed);
      worker.once('exit', () => failed(new Error('it exited')));
    },
    isAlive() {
      if (runs()) seenAlive = true;
      else if (seenAlive) return false;
      return seenAlive || undefined;
    },
    terminate: async () => void (await worker.terminate()),
  };
}

import { POOL_WORKER } from './embedded/pool-worker.ts';
import type { WorkerPlatform } from './workers.ts';

/** Workers of a page, started from a page or a worker. */
export const pagePlatform: WorkerPlatform = {
  defaultThreads: () => navigator.hardwareConcurrency || 1,
  whyNoThreads() {
    if (typeof Worker === 'undefined') return 'this platform has no workers';
    // Browsers refuse Atomics.wait where a window would freeze.
    return typeof window === 'undefined'
      ? undefined
      : 'a page may not wait for workers: run in a worker for threads';
  },
  spawn(script) {
    const worker = script === undefined ? spawnEmbedded() : new Worker(script);
    return {
      post: (setup) => worker.postMessage(setup),
      onReply(ready, failed) {
        worker.onmessage = ready;
        worker.onerror = ({ message }) => failed(new Error(message || BLOCKED));
      },
      // Pages hear of a worker's end by an event alone, if at all.
      isAlive: () => undefined,
      terminate: async () => worker.terminate(),
    };
  },
};

const BLOCKED =
  "its script was not loaded; where the page's security policy allows no blob: workers, serve pool-worker.js and give its " +
  'URL as files.worker';

/** From the text of the script: no bundler has to find a file, and no server to send it. */
function spawnEmbedded(): Worker {
  const address = URL.createObjectURL(new Blob([POOL_WORKER], { type: 'text/javascript' }));
  try {
    return new Worker(address);
  } finally {
    URL.revokeObjectURL(address);
  }
}

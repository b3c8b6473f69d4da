import type * as os from 'node:os';
import type * as threads from 'node:worker_threads';
import { POOL_WORKER } from './embedded/pool-worker.ts';
import type { WorkerPlatform } from './workers.ts';

/**
 * Workers of Node, and of Bun and Deno, which offer the same modules; undefined elsewhere. The modules are asked for at run
 * time and not imported, so that one build of this package serves every platform, with a bundler and without.
 */
export function nodePlatform(): WorkerPlatform | undefined {
  const builtin = (globalThis as { process?: NodeJS.Process }).process?.getBuiltinModule;
  const { Worker } = (builtin?.('node:worker_threads') ?? {}) as Partial<typeof threads>;
  const { availableParallelism } = (builtin?.('node:os') ?? {}) as Partial<typeof os>;
  if (!Worker || !availableParallelism) return undefined;
  return {
    defaultThreads: availableParallelism,
    whyNoThreads: () => undefined,
    spawn: (script) => spawn(Worker, script),
  };
}

/** Starts a worker that does not keep the process alive. */
function spawn(Worker: typeof threads.Worker, script: string | URL | undefined) {
  const options = { stdin: false, execArgv: [] };
  const worker =
    script === undefined ? new Worker(POOL_WORKER, { ...options, eval: true }) : new Worker(script, options);
  worker.unref();
  const runs = () => canTell(worker) && isRunning(worker);
  let seenAlive = false;
  return {
    post: (setup: unknown) => worker.postMessage(setup),
    onReply(ready: () => void, failed: (reason: Error) => void) {
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

/** Deno may lack the figures, and so does Bun, which prints a warning with a stack when they are asked for. */
function canTell(worker: threads.Worker): boolean {
  return !('bun' in process.versions) && typeof worker.performance?.eventLoopUtilization === 'function';
}

/** Node's figures of a worker are there without an event; those of a worker that has ended are −1 or 0. */
function isRunning(worker: threads.Worker): boolean {
  const { idle, active } = worker.performance.eventLoopUtilization();
  return idle >= 0 && active > 0;
}

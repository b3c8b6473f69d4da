import {
  allocateStack,
  type Executor,
  fewestShared,
  type Heap,
  instantiateKernels,
  type KernelModule,
  kernelNames,
  STACK_BYTES,
} from '@seqloom/kernels';
import { type SpawnedWorker, startWorkers, workerPlatform } from './workers.ts';

/** An executor that shares the pieces of a kernel among threads. */
export interface Pool extends Executor {
  /** Threads at work, the calling one included. */
  readonly threads: number;
  /** Why no kernel can run any more, once a worker has failed. */
  readonly failure: string | undefined;
  /** Stops the workers and gives their memory back. */
  dispose(): Promise<void>;
}

/**
 * The control block: 32-bit words in the shared memory, all accessed atomically.
 *
 * A job is (kernel, args, chunks); `ticket` holds its number in the upper 16 bits and the next unclaimed piece in the
 * lower ones. Everybody claims pieces by compare-and-exchange on the ticket: it succeeds only if no other piece was
 * claimed and no other job started since the job's words were read. The calling thread claims pieces too, so a job is
 * finished even when no worker wakes up in time; it returns when `done` has counted all pieces. A worker that wakes up
 * late finds no piece left and goes back to sleep, so no thread waits for it.
 *
 * Every worker has a word of its own besides, `claim`: the ticket of the piece that it is at or about to claim. It tells
 * a worker that took a piece along when it ended from one that ended idle, which is not missed.
 */
const WORDS = { ticket: 0, wake: 1, kernel: 2, args: 3, chunks: 4, done: 5, failed: 6 } as const;
/** A cache line or two; the words of the workers follow, each on a line of its own. */
const CONTROL_WORDS = 32;
const CLAIM_WORDS = 16;
/** No ticket is this one. */
const NO_CLAIM = -1;

/** Most pieces of a job that a ticket can count. */
const MAX_CHUNKS = 0xffff;
/** Loads before a thread goes to sleep: some 20 µs, less than waking it up takes. */
const SPINS = 4000;
/** How often the calling thread looks whether workers with a piece still run: while it waits, and after long pieces. */
const CHECK_MS = 250;
/**
 * Where the platform does not say whether a worker still runs (pages): it is given up when no piece has been done for this long,
 * or for this many times the calling thread's slowest piece. Generous, for an error without need costs a training:
 * machines are busy, and where a mask skips steps, pieces of one size take unequal times.
 */
const PATIENCE_MS = 10_000;
const PATIENCE_FACTOR = 20;
/** How long workers that have been told to stop may take. */
const STOP_MS = 1000;

/** The most that `selectBackend` lets anybody ask for. */
const MAX_THREADS = 256;

/**
 * Starts `threads − 1` workers on a shared memory and waits until they are ready.
 *
 * @param script where `pool-worker.js` is, if not in the code
 * @throws Error when a worker does not come up within a minute
 */
export async function startPool(
  heap: Heap,
  kernelModule: KernelModule,
  threads: number,
  script?: string | URL,
): Promise<Pool> {
  const { module } = kernelModule;
  const kernels = kernelNames(module);
  const numbers = new Map(kernels.map((name, i) => [name, i]));
  const controlWords = CONTROL_WORDS + CLAIM_WORDS * threads;
  const control = heap.malloc(4 * controlWords) >>> 0;
  const state = new Int32Array(heap.memory.buffer, control, controlWords).fill(0);
  const ownStack = allocateStack(heap);
  const { run: runPiece } = instantiateKernels(module, heap.memory, ownStack);
  const claims: number[] = [];
  const stacks: number[] = [];
  let workers: SpawnedWorker[] = [];
  const dispose = async () => {
    await Promise.all(workers.map((worker) => worker.terminate()));
    for (const pointer of [control, ownStack, ...stacks]) heap.free(pointer);
  };

  try {
    const setups: unknown[] = [];
    for (let i = 1; i < threads; i++) {
      const claim = CONTROL_WORDS + CLAIM_WORDS * (i - 1);
      state[claim] = NO_CLAIM;
      claims.push(claim);
      const stack = allocateStack(heap);
      stacks.push(stack);
      const stackTop = ((stack + STACK_BYTES) & ~15) | 0;
      const layout = { control, controlWords, words: { ...WORDS, claim }, spins: SPINS, noClaim: NO_CLAIM };
      setups.push({ module, memory: heap.memory, stackTop, kernels, ...layout });
    }
    workers = await startWorkers(setups, script);
  } catch (error) {
    await dispose();
    throw error;
  }

  let job = 0;
  let broken: string | undefined;
  return {
    threads,
    get failure() {
      return broken;
    },
    dispose,
    run(kernel, args, chunks) {
      if (broken) throw new Error(broken);
      if (chunks < fewestShared(kernel) || chunks > MAX_CHUNKS) {
        for (let chunk = 0; chunk < chunks; chunk++) runPiece(kernel, args, chunk);
        return;
      }
      job = (job + 1) & 0xffff;
      const first = job << 16;
      // No piece can be claimed between these: the last job's ticket stands at its end until the new one is stored.
      Atomics.store(state, WORDS.done, 0);
      Atomics.store(state, WORDS.kernel, numbers.get(kernel)!);
      Atomics.store(state, WORDS.args, args);
      Atomics.store(state, WORDS.ticket, first | MAX_CHUNKS);
      Atomics.store(state, WORDS.chunks, chunks);
      Atomics.store(state, WORDS.ticket, first);
      Atomics.add(state, WORDS.wake, 1);
      Atomics.notify(state, WORDS.wake, chunks - 1);

      let slowest = 0;
      let finished = 0;
      for (;;) {
        const ticket = Atomics.load(state, WORDS.ticket);
        const chunk = ticket & 0xffff;
        if (chunk >= chunks) break;
        if (Atomics.compareExchange(state, WORDS.ticket, ticket, ticket + 1) !== ticket) continue;
        const from = performance.now();
        try {
          runPiece(kernel, args, chunk);
        } catch (error) {
          broken = `wasm: kernel ${kernel} failed. Select the backend again with replace: true.`;
          // The caller will free what the pieces work on: no piece may start now, and those that run must end.
          const claimed = Atomics.exchange(state, WORDS.ticket, first | MAX_CHUNKS) & MAX_CHUNKS;
          Atomics.add(state, WORDS.done, finished + 1);
          awaitPieces(kernel, claimed, slowest);
          throw error;
        }
        const ms = performance.now() - from;
        slowest = Math.max(slowest, ms);
        finished++;
        if (ms > CHECK_MS) checkWorkers(kernel, 0, slowest);
      }
      Atomics.add(state, WORDS.done, finished);
      awaitPieces(kernel, chunks, slowest);
      if (Atomics.load(state, WORDS.failed) !== 0) {
        broken = `wasm: kernel ${kernel} failed on a worker thread. Select the backend again with replace: true.`;
        throw new Error(broken);
      }
    },
  };

  /** Waits until all pieces of the present job are done, or will never be. */
  function awaitPieces(kernel: string, chunks: number, slowestMs: number): void {
    let seen = Atomics.load(state, WORDS.done);
    for (let spin = 0; seen < chunks && spin < SPINS; spin++) seen = Atomics.load(state, WORDS.done);
    let since = performance.now();
    while (seen < chunks) {
      if (Atomics.wait(state, WORDS.done, seen, CHECK_MS) === 'timed-out')
        checkWorkers(kernel, performance.now() - since, slowestMs);
      else since = performance.now();
      seen = Atomics.load(state, WORDS.done);
    }
  }

  /** @throws Error when a worker will not finish a piece of the present job, of which none was done for `quietMs` */
  function checkWorkers(kernel: string, quietMs: number, slowestMs: number): void {
    for (const [i, worker] of workers.entries()) {
      const claim = Atomics.load(state, claims[i]!);
      if (claim === NO_CLAIM || claim >>> 16 !== job) continue;
      const alive = worker.isAlive();
      const patience = Math.max(PATIENCE_MS, PATIENCE_FACTOR * slowestMs);
      if (alive || (alive === undefined && quietMs <= patience)) continue;
      const what = alive === false ? 'ended' : `not answered for ${Math.round(quietMs)} ms`;
      broken =
        `wasm: a worker thread has ${what} in the middle of kernel ${kernel}. Select the backend again, with threads: 1 ` +
        'to do without workers.';
      stopAll();
      throw new Error(broken);
    }
  }

  /** Stops the other workers as well: the caller will free what they may still be writing to. */
  function stopAll(): void {
    Atomics.store(state, WORDS.ticket, (job << 16) | MAX_CHUNKS);
    for (const worker of workers) void worker.terminate();
    const end = performance.now() + STOP_MS;
    while (performance.now() < end && workers.some((worker) => worker.isAlive() !== false))
      Atomics.wait(state, WORDS.wake, Atomics.load(state, WORDS.wake), 1);
  }
}

/** The number of threads to run with, and why it is fewer than asked for. */
export function chooseThreads(
  wanted: number | undefined,
  shared: boolean,
): { threads: number; note?: string } {
  const platform = workerPlatform();
  const why = shared
    ? platform.whyNoThreads()
    : 'memory cannot be shared here (a page must be cross-origin isolated)';
  if (why) return { threads: 1, note: `one thread: ${why}` };
  return { threads: wanted ?? Math.min(platform.defaultThreads(), MAX_THREADS) };
}

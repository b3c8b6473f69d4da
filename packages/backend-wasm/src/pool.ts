import {
  allocateStack,
  type Executor,
  type Heap,
  instantiateKernels,
  type KernelModule,
  kernelNames,
  STACK_BYTES,
} from '@seqloom/kernels';
import { defaultThreads, spawnWorker, whyNoThreads } from '#spawn';

/** A worker of either platform. */
export interface SpawnedWorker {
  post(setup: unknown): void;
  onReply(ready: () => void, failed: (reason: Error) => void): void;
  terminate(): Promise<void>;
}

/** An executor that shares the pieces of a kernel among threads. */
export interface Pool extends Executor {
  /** Threads at work, the calling one included. */
  readonly threads: number;
  /** Stops the workers and gives their memory back. */
  dispose(): Promise<void>;
}

/**
 * The control block: 32-bit words in the shared memory, all accessed atomically.
 *
 * A job is (kernel, args, chunks); `ticket` holds its number in the upper 16 bits and the next unclaimed piece in the
 * lower ones. Everybody claims pieces by compare-and-exchange on the ticket: it succeeds only if no other piece was
 * claimed and no other job begun since the job's words were read. The calling thread claims pieces too, so a job is
 * finished even when no worker wakes up in time; it returns when `done` has counted all pieces. A worker that wakes up
 * late finds no piece left and goes back to sleep, so nobody waits for it.
 */
const WORDS = { ticket: 0, wake: 1, kernel: 2, args: 3, chunks: 4, done: 5, failed: 6 } as const;
/** A cache line or two. */
const CONTROL_WORDS = 32;

/** Most pieces of a job that a ticket can count. */
const MAX_CHUNKS = 0xffff;
/** Loads before a thread goes to sleep: some 20 µs, less than waking it up takes. */
const SPINS = 4000;
/** How long a worker may take to come up. */
const START_TIMEOUT_MS = 60_000;
/** How long a claimed piece may take if the calling thread's own took no time at all. */
const STALL_TIMEOUT_MS = 3000;
/** How much longer than the calling thread's slowest piece another one may take. */
const STALL_FACTOR = 20;

/** Below this many pieces a memory-bound kernel is over before a worker has woken up. */
const MIN_CHUNKS = 8;
/** Kernels whose every piece is worth a wake-up. */
const HEAVY = /^(gemm|sequence|conv)/;

/**
 * Starts `threads − 1` workers on a shared memory and waits until they are ready.
 *
 * @throws Error when a worker does not come up within a minute
 */
export async function startPool(heap: Heap, kernelModule: KernelModule, threads: number): Promise<Pool> {
  const { module } = kernelModule;
  const kernels = kernelNames(module);
  const numbers = new Map(kernels.map((name, i) => [name, i]));
  const control = heap.malloc(4 * CONTROL_WORDS) >>> 0;
  const state = new Int32Array(heap.memory.buffer, control, CONTROL_WORDS).fill(0);
  const ownStack = allocateStack(heap);
  const { run: runPiece } = instantiateKernels(module, heap.memory, ownStack);
  const stacks: number[] = [];
  const workers: SpawnedWorker[] = [];
  const dispose = async () => {
    await Promise.all(workers.map((worker) => worker.terminate()));
    for (const pointer of [control, ownStack, ...stacks]) heap.free(pointer);
  };

  try {
    const ready: Promise<void>[] = [];
    for (let i = 1; i < threads; i++) {
      const stack = allocateStack(heap);
      stacks.push(stack);
      const worker = spawnWorker();
      workers.push(worker);
      ready.push(started(worker));
      const stackTop = ((stack + STACK_BYTES) & ~15) | 0;
      const layout = { control, controlWords: CONTROL_WORDS, words: WORDS, spins: SPINS };
      worker.post({ module, memory: heap.memory, stackTop, kernels, ...layout });
    }
    await Promise.all(ready);
  } catch (error) {
    await dispose();
    throw error;
  }

  let job = 0;
  let broken: string | undefined;
  return {
    threads,
    dispose,
    run(kernel, args, chunks) {
      if (broken) throw new Error(broken);
      if (chunks < (HEAVY.test(kernel) ? 2 : MIN_CHUNKS) || chunks > MAX_CHUNKS) {
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
          broken = `wasm: kernel ${kernel} failed. Select the backend anew.`;
          // The caller will free what the pieces work on: none may be begun now, and those under way must end.
          const claimed = Atomics.exchange(state, WORDS.ticket, first | MAX_CHUNKS) & MAX_CHUNKS;
          Atomics.add(state, WORDS.done, finished + 1);
          awaitPieces(claimed, Math.max(STALL_TIMEOUT_MS, STALL_FACTOR * slowest));
          throw error;
        }
        slowest = Math.max(slowest, performance.now() - from);
        finished++;
      }
      Atomics.add(state, WORDS.done, finished);
      awaitPieces(chunks, Math.max(STALL_TIMEOUT_MS, STALL_FACTOR * slowest));
      if (Atomics.load(state, WORDS.failed) !== 0) {
        broken = `wasm: kernel ${kernel} failed on a worker thread. Select the backend anew.`;
        throw new Error(broken);
      }
    },
  };

  /** Waits until all pieces are done; gives up when none has been for `timeoutMs`. */
  function awaitPieces(chunks: number, timeoutMs: number): void {
    let seen = Atomics.load(state, WORDS.done);
    for (let spin = 0; seen < chunks && spin < SPINS; spin++) seen = Atomics.load(state, WORDS.done);
    while (seen < chunks) {
      if (Atomics.wait(state, WORDS.done, seen, timeoutMs) === 'timed-out') {
        broken =
          `wasm: a worker thread has stopped answering (${seen} of ${chunks} pieces done, nothing for ` +
          `${Math.round(timeoutMs)} ms). Select the backend anew, with threads: 1 to do without workers.`;
        throw new Error(broken);
      }
      seen = Atomics.load(state, WORDS.done);
    }
  }
}

/** The number of threads to run with, and why it is fewer than asked for. */
export function chooseThreads(
  wanted: number | undefined,
  shared: boolean,
): { threads: number; note?: string } {
  const why = shared ? whyNoThreads() : 'memory cannot be shared here (a page must be cross-origin isolated)';
  if (why) return { threads: 1, note: `one thread: ${why}` };
  return { threads: wanted ?? defaultThreads() };
}

function started(worker: SpawnedWorker): Promise<void> {
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

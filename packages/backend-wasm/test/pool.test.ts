import type { Worker, WorkerOptions } from 'node:worker_threads';
import { compileKernels, createHeap, type Heap, type KernelModule, loadKernels } from '@seqloom/kernels';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type Pool, startPool } from '../src/pool.ts';

const workers: Worker[] = [];
/** Takes the place of a worker's script. */
let impostor: string | undefined;
/** Whether workers are as in a page, where nobody can tell whether they live. */
let unknowable = false;
const builtin = process.getBuiltinModule;
class RecordedWorker extends builtin('node:worker_threads').Worker {
  constructor(script: string | URL, options: WorkerOptions) {
    if (impostor)
      super(new URL(`data:text/javascript,${encodeURIComponent(impostor)}`), { ...options, eval: false });
    else super(script, options);
    const figures = { idle: 0, active: 0, utilization: 0 };
    if (unknowable)
      Object.defineProperty(this, 'performance', { value: { eventLoopUtilization: () => figures } });
    workers.push(this);
  }
}
beforeEach(() => {
  vi.spyOn(process, 'getBuiltinModule').mockImplementation(((name: string) =>
    name === 'node:worker_threads'
      ? { ...builtin(name), Worker: RecordedWorker }
      : builtin(name)) as typeof builtin);
});

let kernelModule: KernelModule;
beforeAll(async () => {
  kernelModule = await compileKernels({ shared: true });
});

let pool: Pool | undefined;
afterEach(async () => {
  await pool?.dispose();
  pool = undefined;
  vi.restoreAllMocks();
  workers.length = 0;
  impostor = undefined;
  unknowable = false;
});

const M = 384;

/** C = A·B of 384³, about 4 ms of work in several pieces, through the pool; the bits of C. */
async function multiply(threads: number, rounds = 1): Promise<Uint32Array> {
  const heap = createHeap({ shared: true });
  pool = await startPool(heap, kernelModule, threads);
  const kernels = await loadKernels({ heap, module: kernelModule, executor: pool });
  const [a, b, c] = [heap.malloc(4 * M * M), heap.malloc(4 * M * M), heap.malloc(4 * M * M)] as [
    number,
    number,
    number,
  ];
  for (const [k, pointer] of [a, b].entries()) {
    const view = new Float32Array(heap.memory.buffer, pointer, M * M);
    for (let i = 0; i < view.length; i++) view[i] = Math.sin(i * (k + 1));
  }
  for (let round = 0; round < rounds; round++) kernels.gemm({ a, b, c, m: M, n: M, k: M });
  const bits = new Uint32Array(heap.memory.buffer, c, M * M).slice();
  await pool.dispose();
  pool = undefined;
  return bits;
}

// 64 workers take a while to come up on two busy cores.
test('gives the same bits for 1, 2, 4 and 64 threads, job after job', { timeout: 120_000 }, async () => {
  const alone = await multiply(1);
  for (const threads of [2, 4, 64]) expect(await multiply(threads, 5)).toEqual(alone);
});

/** A pool of two, and a product of ones on it, of which it gives the first number. */
async function startProduct(): Promise<() => number> {
  const heap = createHeap({ shared: true });
  pool = await startPool(heap, kernelModule, 2);
  const kernels = await loadKernels({ heap, module: kernelModule, executor: pool });
  const [x, y] = [heap.malloc(4 * M * M), heap.malloc(4 * M * M)];
  new Float32Array(heap.memory.buffer, x, M * M).fill(1);
  return () => {
    kernels.gemm({ a: x, b: x, c: y, m: M, n: M, k: M });
    return new Float32Array(heap.memory.buffer, y, 1)[0]!;
  };
}

/** Lets the worker take a piece before the calling thread does, which looks at the clock then; `action` follows. */
function whenTaken(action: () => void = () => {}, clockSpeed = 1): void {
  const now = performance.now.bind(performance);
  let first = true;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    if (first) {
      first = false;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
      action();
    }
    return clockSpeed * now();
  });
}

test('a worker killed between jobs is not missed', async () => {
  const product = await startProduct();
  await workers[0]!.terminate();
  expect(product()).toBe(M);
});

test('a worker killed at any time gives an error within 5 s, and so does every later call', async () => {
  const product = await startProduct();
  const killed = workers[0]!.terminate();
  const from = performance.now();
  // The worker dies within some ms, in one of these jobs or between two of them; the latter is fine as well.
  let error: Error | undefined;
  while (!error && performance.now() - from < 200) {
    try {
      product();
    } catch (thrown) {
      error = thrown as Error;
    }
  }
  expect(performance.now() - from).toBeLessThan(5000);
  if (error) {
    expect(error.message).toContain('a worker thread has ended in the middle of kernel gemm');
    expect(product).toThrow('has ended in the middle of kernel gemm. Select the backend again');
    expect(pool?.failure).toBe(error.message);
  }
  await killed;
});

/** An LSTM forward pass whose two pieces take more than a second each; gives it and the room it needs. */
async function longJob(heap: Heap): Promise<() => void> {
  const kernels = await loadKernels({ heap, module: kernelModule, executor: pool! });
  const sizes = { cell: 'lstm', batch: 32, time: 3000, features: 32, units: 256 } as const;
  const { batch, time, features, units } = sizes;
  const filled = (floats: number) => {
    const pointer = heap.malloc(4 * floats);
    new Float32Array(heap.memory.buffer, pointer, floats).fill(0.01);
    return pointer;
  };
  const operands = {
    x: filled(batch * time * features),
    kernel: filled(features * 4 * units),
    recurrentKernel: filled(units * 4 * units),
    hLast: filled(batch * units),
    cLast: filled(batch * units),
  };
  return () => kernels.sequenceForward({ ...sizes, ...operands });
}

test('a worker killed in the middle of a long piece is noticed as soon as the calling thread has done its own', {
  timeout: 60_000,
}, async () => {
  const heap = createHeap({ shared: true });
  pool = await startPool(heap, kernelModule, 2);
  const run = await longJob(heap);
  let killed = 0;
  whenTaken(() => {
    void workers[0]!.terminate();
    killed = Date.now();
  });
  expect(run).toThrow('a worker thread has ended in the middle of kernel sequence');
  expect(Date.now() - killed).toBeLessThan(5000);
  expect(run).toThrow('Select the backend again');
});

/** Takes one piece of the first job, and then does what follows. */
const taking = (then: string) => `
  import { parentPort } from 'node:worker_threads';
  parentPort.once('message', ({ memory, control, controlWords, words }) => {
    parentPort.postMessage('ready');
    const state = new Int32Array(memory.buffer, control, controlWords);
    Atomics.wait(state, words.wake, 0);
    for (;;) {
      const ticket = Atomics.load(state, words.ticket);
      Atomics.store(state, words.claim, ticket);
      if (Atomics.compareExchange(state, words.ticket, ticket, ticket + 1) === ticket) break;
    }
    ${then}
  });`;

test('a worker that ends by itself in the middle of a piece is noticed at once', async () => {
  impostor = taking('process.exit(0);');
  const heap = createHeap({ shared: true });
  pool = await startPool(heap, kernelModule, 2);
  const run = await longJob(heap);
  whenTaken();
  const from = Date.now();
  expect(run).toThrow('a worker thread has ended in the middle of kernel sequence');
  expect(Date.now() - from).toBeLessThan(5000);
});

/** Sleeps, and says then that the piece is done. */
const sleeping = (ms: number) => `
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${ms});
  Atomics.add(state, words.done, 1);
  Atomics.notify(state, words.done);`;

test('a worker that lives is waited for, however much longer than the calling thread it takes', async () => {
  impostor = taking(sleeping(4000));
  const product = await startProduct();
  whenTaken();
  const from = Date.now();
  product();
  expect(Date.now() - from).toBeGreaterThan(3900);
});

test('where nobody can tell whether a worker lives, one that does not answer is given up after a while', async () => {
  impostor = taking(sleeping(20_000));
  unknowable = true;
  const product = await startProduct();
  whenTaken(undefined, 100);
  expect(product).toThrow(/a worker thread has not answered for \d{5,} ms in the middle of kernel gemm/);
});

test('when one worker does not come up, no further ones are started', async () => {
  impostor = 'process.exit(1);';
  const heap = createHeap({ shared: true });
  await expect(startPool(heap, kernelModule, 200)).rejects.toThrow('a worker did not start: it exited');
  expect(workers.length).toBeLessThan(20);
});

test('a kernel that fails on the calling thread fails the call, and every later one', async () => {
  const heap = createHeap({ shared: true });
  pool = await startPool(heap, kernelModule, 2);
  // Arguments far outside the memory: the wasm engine traps.
  expect(() => pool!.run('gemm', 0x7ffffff0, 8)).toThrow();
  expect(() => pool!.run('gemm', 0x7ffffff0, 8)).toThrow('Select the backend again');
});

test('starting and stopping many times gives the memory back', async () => {
  const heap = createHeap({ shared: true });
  const size = async () => {
    const started = await startPool(heap, kernelModule, 2);
    await started.dispose();
    return heap.memory.buffer.byteLength;
  };
  const first = await size();
  for (let i = 0; i < 30; i++) await size();
  expect(heap.memory.buffer.byteLength).toBe(first);
});

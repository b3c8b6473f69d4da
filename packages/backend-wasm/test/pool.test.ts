import { compileKernels, createHeap, type KernelModule, loadKernels } from '@seqloom/kernels';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type Pool, type SpawnedWorker, startPool } from '../src/pool.ts';

const workers: SpawnedWorker[] = [];
vi.mock('../src/spawn.node.ts', async (original) => {
  const real = await original<typeof import('../src/spawn.node.ts')>();
  return {
    ...real,
    spawnWorker: () => {
      const worker = real.spawnWorker();
      workers.push(worker);
      return worker;
    },
  };
});

let kernelModule: KernelModule;
beforeAll(async () => {
  kernelModule = await compileKernels({ shared: true });
});

let pool: Pool | undefined;
afterEach(async () => {
  await pool?.dispose();
  pool = undefined;
  workers.length = 0;
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

test('a worker killed between jobs is not missed', async () => {
  const heap = createHeap({ shared: true });
  pool = await startPool(heap, kernelModule, 2);
  const kernels = await loadKernels({ heap, module: kernelModule, executor: pool });
  await workers[0]!.terminate();
  const [x, y] = [heap.malloc(4 * M * M), heap.malloc(4 * M * M)];
  new Float32Array(heap.memory.buffer, x, M * M).fill(1);
  kernels.gemm({ a: x, b: x, c: y, m: M, n: M, k: M });
  expect(new Float32Array(heap.memory.buffer, y, 2)).toEqual(new Float32Array([M, M]));
});

test('a worker killed in the middle of a piece gives an error within 5 s, and so does every later call', async () => {
  const heap = createHeap({ shared: true });
  pool = await startPool(heap, kernelModule, 2);
  const kernels = await loadKernels({ heap, module: kernelModule, executor: pool });
  const sides = Array.from({ length: 3 }, () => heap.malloc(4 * M * M)) as [number, number, number];
  const product = () => kernels.gemm({ a: sides[0], b: sides[1], c: sides[2], m: M, n: M, k: M });
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
    expect(error.message).toContain('a worker thread has stopped answering');
    expect(product).toThrow('stopped answering');
  }
  await killed;
});

test('a kernel that fails on the calling thread fails the call, and every later one', async () => {
  const heap = createHeap({ shared: true });
  pool = await startPool(heap, kernelModule, 2);
  // Arguments far outside the memory: the wasm engine traps.
  expect(() => pool!.run('gemm', 0x7ffffff0, 8)).toThrow();
  expect(() => pool!.run('gemm', 0x7ffffff0, 8)).toThrow('Select the backend anew');
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

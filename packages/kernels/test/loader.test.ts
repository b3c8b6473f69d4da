import { describe, expect, it } from 'vitest';
import {
  allocateStack,
  compileKernels,
  createHeap,
  instantiateKernels,
  type Kernels,
  kernelNames,
  loadKernels,
  STACK_BYTES,
  supportsRelaxedSimd,
} from '../src/index.ts';
import { createTwoThreads } from './two-threads.ts';
import { randomFloats, relativeError, sameBits } from './workbench.ts';

/** A product, a convolution and a reduction over some heap: three kinds of pieces. */
function compute(kernels: Kernels, heap: ReturnType<typeof createHeap>): Float32Array {
  const put = (values: Float32Array) => {
    const pointer = heap.malloc(4 * values.length) >>> 0;
    new Float32Array(heap.memory.buffer, pointer, values.length).set(values);
    return pointer;
  };
  const space = (count: number) => put(new Float32Array(count));
  const [batch, length, channels] = [6, 200, 48];
  const x = put(randomFloats(batch * length * channels, 1));
  const filter = put(randomFloats(5 * channels * 32, 2));
  const [y, sum, product] = [space(batch * 196 * 32), space(32), space(32 * 32)];
  kernels.conv1d({ x, filter, y, batch, length, channels, filters: 32, kernelSize: 5 });
  kernels.sum({ x: y, y: sum, outer: 1, n: batch * 196, inner: 32 });
  kernels.gemm({ a: y, b: y, c: product, m: 32, n: 32, k: batch * 196, transposeA: true, bias: sum });
  return new Float32Array(heap.memory.buffer, product, 32 * 32).slice();
}

describe('loadKernels', () => {
  it('gives the same bits on one thread and on two', async () => {
    const heap = createHeap({ shared: true });
    const expected = compute(await loadKernels({ heap }), heap);
    const module = await compileKernels({ shared: true });
    const executor = createTwoThreads(heap, module, STACK_BYTES);
    try {
      const kernels = await loadKernels({ heap, module, executor });
      // The worker takes a moment to start; the first job runs here alone.
      for (let i = 0; i < 2000 && executor.byWorker() < 20; i++) {
        expect(sameBits(compute(kernels, heap), expected)).toBe(true);
        if (i % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      }
      expect(executor.byWorker()).toBeGreaterThanOrEqual(20);
    } finally {
      await executor.terminate();
    }
  });

  it('works beyond 2 GiB and after the memory has grown', async () => {
    const heap = createHeap({ maxPages: 65_536 });
    const kernels = await loadKernels({ heap });
    const expected = compute(kernels, heap);
    expect(heap.malloc(2 ** 31)).toBeGreaterThan(0);
    expect(sameBits(compute(kernels, heap), expected)).toBe(true);
  });

  it('understands an allocator that hands out signed offsets', async () => {
    const heap = createHeap({ maxPages: 65_536 });
    heap.malloc(2 ** 31);
    const signed = {
      memory: heap.memory,
      malloc: (n: number) => heap.malloc(n) | 0,
      free: (p: number) => heap.free(p >>> 0),
    };
    const before = heap.used;
    const kernels = await loadKernels({ heap: signed });
    const x = heap.malloc(4 * 40_000);
    expect(kernels.sumOfSquares({ x, count: 40_000 })).toBe(0);
    kernels.dispose();
    heap.free(x);
    expect(heap.used).toBe(before);
  });

  it('says so when the heap is full', async () => {
    const heap = createHeap({ maxPages: 16 });
    const kernels = await loadKernels({ heap });
    const a = heap.malloc(4 * 64 * 2048);
    while (heap.malloc(2 ** 14) !== 0);
    // A sum of 2048 products is cut into pieces, whose partial sums need room.
    expect(() => kernels.gemm({ a, b: a, c: a, m: 64, n: 64, k: 2048 })).toThrow(
      /^kernels: the heap has no room for \d+ bytes, it holds 1048576\./,
    );
  });

  it('refuses a module for the other kind of memory', async () => {
    const module = await compileKernels({ shared: true });
    await expect(loadKernels({ heap: createHeap(), module })).rejects.toThrow(
      "loadKernels: module is built for shared memory, the heap's is plain. Compile it with compileKernels({ shared: false }).",
    );
  });
});

describe('compileKernels', () => {
  it('refuses an unknown build', async () => {
    await expect(compileKernels({ simd: 'avx' as 'simd' })).rejects.toThrow(
      `compileKernels: simd must be 'simd' or 'relaxed', got "avx".`,
    );
  });

  it('offers the relaxed build exactly where the engine has it', async () => {
    if (!supportsRelaxedSimd()) {
      await expect(compileKernels({ simd: 'relaxed' })).rejects.toThrow(/no relaxed SIMD/);
      return;
    }
    const heap = createHeap();
    const relaxed = compute(await loadKernels({ heap, simd: 'relaxed' }), heap);
    const plain = compute(await loadKernels({ heap }), heap);
    // The fused multiply-add rounds once where plain SIMD rounds twice.
    expect(relativeError(relaxed, plain)).toBeLessThan(1e-5);
  });

  it('gives every build the same kernels', async () => {
    const [plain, shared] = [await compileKernels(), await compileKernels({ shared: true })];
    expect(kernelNames(shared.module)).toEqual(kernelNames(plain.module));
  });

  it('names a kernel that is not there', async () => {
    const heap = createHeap();
    const { module } = await compileKernels();
    const instance = instantiateKernels(module, heap.memory, allocateStack(heap));
    expect(() => instance.run('gelu', 0, 0)).toThrow('kernels: there is no kernel "gelu".');
  });
});

describe('createHeap', () => {
  it('uses freed blocks again and counts what is out', () => {
    const heap = createHeap();
    const a = heap.malloc(100);
    expect(heap.used).toBe(128);
    heap.free(a);
    expect(heap.used).toBe(0);
    expect(heap.malloc(128)).toBe(a);
    expect(() => heap.free(a + 4)).toThrow(RangeError);
  });

  it('returns 0 when the memory may not grow any further', () => {
    expect(createHeap({ maxPages: 17 }).malloc(2 * 2 ** 20)).toBe(0);
  });
});

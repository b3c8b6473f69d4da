import { createHeap, type Executor, type Kernels, type LinearHeap, loadKernels } from '../src/index.ts';

/** Kernels on a heap of their own, with arrays that are put in and taken out by value. */
export interface Workbench {
  readonly kernels: Kernels;
  readonly heap: LinearHeap;
  /** Copies numbers into a fresh block and returns its pointer. */
  put(values: Float32Array | readonly number[]): number;
  putInts(values: Int32Array | readonly number[]): number;
  /** A fresh block filled with a sentinel, so that an element that a kernel forgets is seen. */
  space(count: number): number;
  floats(pointer: number, count: number): Float32Array;
  ints(pointer: number, count: number): Int32Array;
}

/** Loads the kernels of a build; `reversed` runs the pieces of each from the last to the first, `executor` says who runs them. */
export async function createWorkbench(
  options: {
    readonly shared?: boolean;
    readonly simd?: 'simd' | 'relaxed';
    readonly reversed?: boolean;
    readonly heap?: LinearHeap;
    readonly executor?: (heap: LinearHeap) => Executor;
  } = {},
): Promise<Workbench> {
  const { shared = false, simd = 'simd', reversed = false, executor } = options;
  const heap = options.heap ?? createHeap({ shared });
  const kernels = await (reversed
    ? loadReversed(heap, shared)
    : loadKernels({ heap, simd, ...(executor && { executor: executor(heap) }) }));
  const floats = (pointer: number, count: number) =>
    new Float32Array(heap.memory.buffer, pointer, count).slice();
  return {
    kernels,
    heap,
    put(values) {
      const pointer = heap.malloc(4 * values.length);
      new Float32Array(heap.memory.buffer, pointer, values.length).set(values);
      return pointer;
    },
    putInts(values) {
      const pointer = heap.malloc(4 * values.length);
      new Int32Array(heap.memory.buffer, pointer, values.length).set(values);
      return pointer;
    },
    space(count) {
      const pointer = heap.malloc(4 * count);
      new Float32Array(heap.memory.buffer, pointer, count).fill(SENTINEL);
      return pointer;
    },
    floats,
    ints: (pointer, count) => new Int32Array(heap.memory.buffer, pointer, count).slice(),
  };
}

const SENTINEL = 12345;

async function loadReversed(heap: LinearHeap, shared: boolean): Promise<Kernels> {
  const { allocateStack, compileKernels, instantiateKernels } = await import('../src/index.ts');
  const module = await compileKernels({ shared });
  const instance = instantiateKernels(module.module, heap.memory, allocateStack(heap));
  const executor = {
    run(kernel: string, args: number, chunks: number) {
      for (let chunk = chunks - 1; chunk >= 0; chunk--) instance.run(kernel, args, chunk);
    },
  };
  return loadKernels({ heap, module, executor });
}

/** Seeded numbers in [−1, 1): a 32-bit linear congruential generator is random enough for test data. */
export function randomFloats(count: number, seed: number): Float32Array {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** Largest difference, relative to the largest expected magnitude or to `scale` where that is larger. */
export function relativeError(got: ArrayLike<number>, expected: ArrayLike<number>, scale = 0): number {
  if (got.length !== expected.length) throw new Error(`${got.length} numbers, expected ${expected.length}`);
  let difference = 0;
  let largest = scale;
  for (let i = 0; i < expected.length; i++) {
    if (Number.isNaN(got[i])) return Number.POSITIVE_INFINITY;
    difference = Math.max(difference, Math.abs(got[i]! - expected[i]!));
    largest = Math.max(largest, Math.abs(expected[i]!));
  }
  return largest === 0 ? difference : difference / largest;
}

/** Whether two arrays hold the same bits. (Comparing them element by element is slow in a test runner.) */
export function sameBits(a: Float32Array, b: Float32Array): boolean {
  const bytes = (values: Float32Array) => Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return bytes(a).equals(bytes(b));
}

import { type Executor, KernelContext } from './context.ts';
import type { Heap } from './heap.ts';
import {
  allocateStack,
  compileKernels,
  instantiateKernels,
  type KernelModule,
  type SimdBuild,
} from './kernel-module.ts';
import { assembleKernels, type Kernels } from './kernels.ts';

/** Where kernels work and who runs their pieces. */
export interface LoadKernelsOptions {
  readonly heap: Heap;
  /** Which build, default `simd`: the same bits on every machine. Ignored when `module` is given. */
  readonly simd?: SimdBuild;
  /** A compiled build, when it is shared with other threads. Default: compiled here to fit the heap, without `executor`. */
  readonly module?: KernelModule;
  /** Who runs the pieces of a kernel. Default: the calling thread, one after the other. */
  readonly executor?: Executor;
}

/**
 * Loads the kernels onto a heap.
 *
 * @returns the typed kernels; `dispose` frees what they allocated
 * @throws TypeError when `module` and the heap's memory are not both shared or both plain
 * @example
 * ```ts
 * import { createHeap, loadKernels } from '@seqloom/kernels';
 *
 * const heap = createHeap();
 * const kernels = await loadKernels({ heap });
 * const [a, b, c] = [heap.malloc(24), heap.malloc(24), heap.malloc(16)];
 * new Float32Array(heap.memory.buffer, a, 6).set([1, 2, 3, 4, 5, 6]);
 * new Float32Array(heap.memory.buffer, b, 6).set([1, 0, 0, 1, 1, 1]);
 * kernels.gemm({ a, b, c, m: 2, n: 2, k: 3 });
 * console.log(new Float32Array(heap.memory.buffer, c, 4)); // [4, 5, 10, 11]
 * ```
 */
export async function loadKernels(options: LoadKernelsOptions): Promise<Kernels> {
  const { heap, simd = 'simd' } = options;
  const shared = isShared(heap.memory);
  // An executor without a module has a build of its own.
  const kernelModule =
    options.module ?? (options.executor ? undefined : await compileKernels({ shared, simd }));
  if (kernelModule && kernelModule.shared !== shared) {
    const kind = (value: boolean) => (value ? 'shared' : 'plain');
    throw new TypeError(
      `loadKernels: module is built for ${kind(kernelModule.shared)} memory, the heap's is ${kind(shared)}. ` +
        `Compile it with compileKernels({ shared: ${shared} }).`,
    );
  }
  if (kernelModule === undefined || options.executor !== undefined) {
    const context = new KernelContext(heap, options.executor!);
    return assembleKernels(context, () => context.dispose());
  }
  const stack = allocateStack(heap);
  const instance = instantiateKernels(kernelModule.module, heap.memory, stack);
  const context = new KernelContext(heap, serialExecutor(instance.run));
  return assembleKernels(context, () => {
    context.dispose();
    heap.free(stack);
  });
}

/** Runs the pieces one after the other on the calling thread. */
export function serialExecutor(run: (kernel: string, args: number, chunk: number) => void): Executor {
  return {
    run(kernel, args, chunks) {
      for (let chunk = 0; chunk < chunks; chunk++) run(kernel, args, chunk);
    },
  };
}

function isShared(memory: WebAssembly.Memory): boolean {
  return typeof SharedArrayBuffer !== 'undefined' && memory.buffer instanceof SharedArrayBuffer;
}

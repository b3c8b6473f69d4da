import type { KernelContext } from './context.ts';
import { type GemmKernels, gemmKernels } from './gemm.ts';

/** Every kernel, callable: each method checks its sizes and its arrays before C sees them. */
export interface Kernels extends GemmKernels {
  /** Gives the kernels' own blocks of the heap back. */
  dispose(): void;
}

/** Collects the kernel functions of a context. */
export function assembleKernels(context: KernelContext, dispose: () => void): Kernels {
  return { ...gemmKernels(context), dispose };
}

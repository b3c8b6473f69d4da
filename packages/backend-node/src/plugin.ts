import { availableParallelism } from 'node:os';
import type { BackendPlugin, Support } from '@seqloom/backend';
import { heapPlugin, type KernelRunner, startOnHeap } from '@seqloom/backend-wasm';
import type { Heap } from '@seqloom/kernels';
import { boolean, type OptionRules, oneOf, optional, resolveOptions } from '@seqloom/options';
import type { Instructions } from './native-addon.ts';
import { openExecutor } from './open-executor.ts';
import { type Native, openNative } from './open-native.ts';

/** Options of {@link nodeBackend}. */
export interface NodeBackendOptions {
  /**
   * Whether multiply-adds round once instead of twice: faster, but other bits than those of wasm. Default false: the bits of
   * wasm.
   */
  readonly fma?: boolean;
  /** Vector instructions to use. Default: the best that the processor has. The bits do not depend on them. */
  readonly simd?: Instructions | undefined;
}

const NODE_BACKEND_RULES: OptionRules<NodeBackendOptions> = {
  fma: boolean(false),
  simd: optional(oneOf(['sse4.1', 'avx2', 'avx512', 'neon'])),
};

/** The most threads that `selectBackend` lets anybody ask for. */
const MAX_THREADS = 256;

/**
 * The native backend: the kernels of `@seqloom/backend-wasm`, compiled for the processor, on the same heap. It is tried before
 * wasm. Where it cannot run, the report of `selectBackend` says why, and wasm runs if that is registered too.
 *
 * @throws RangeError or TypeError for an option with another value
 * @example
 * ```ts
 * registerBackend(wasmBackend());
 * registerBackend(nodeBackend());
 * const backend = await selectBackend();
 * console.log(backend.name, backend.rejected); // node []
 * ```
 */
export function nodeBackend(options: NodeBackendOptions = {}): BackendPlugin {
  const { fma, simd } = resolveOptions('nodeBackend', options, NODE_BACKEND_RULES);
  const open = () => openNative({ fma, simd });
  return heapPlugin({
    name: 'node',
    priority: 20,
    configuration: [fma, simd],
    async checkSupport(): Promise<Support> {
      try {
        await open();
        return { ok: true };
      } catch (error) {
        return { ok: false, reason: error instanceof Error ? error.message : String(error) };
      }
    },
    start: async ({ threads = Math.min(availableParallelism(), MAX_THREADS) }) => {
      const native = await open();
      return startOnHeap({
        name: 'node',
        shared: true,
        openRunner: async (heap) => openRunner(native, heap, threads),
      });
    },
  });
}

function openRunner({ addon, level }: Native, heap: Heap, wanted: number): KernelRunner {
  const executor = openExecutor(addon, level, heap, wanted);
  const { threads } = executor;
  const { name, fused } = addon.levels[level]!;
  const notes = [`kernels compiled for ${name}${fused ? ' with fused multiply-add' : ''}`];
  if (threads < wanted) notes.push(`${threads} threads: the system gives no more, asked for ${wanted}`);
  return {
    executor,
    report: { threads, notes, ...(threads < wanted && { maxThreads: threads }) },
    failure: () => executor.failure,
    dispose: () => executor.dispose(),
  };
}

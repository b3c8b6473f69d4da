import { compileKernels, type Heap, type KernelModule } from '@seqloom/kernels';
import type { WasmFiles } from './files.ts';
import { type KernelRunner, type StartedBackend, startOnHeap, startStock } from './on-heap.ts';
import { chooseThreads, type Pool, startPool } from './pool.ts';

interface StartOptions {
  readonly simd: 'simd' | 'relaxed';
  readonly loader: 'own' | 'stock';
  readonly files: WasmFiles;
  readonly threads?: number;
}

/** Starts the backend with the wasm builds of our kernels, or without them. */
export async function createWasmBackend(options: StartOptions): Promise<StartedBackend> {
  if (options.loader === 'stock') return startStock(options.files);
  const { tfjs, kernels: binary, worker } = options.files;
  const shared = canShareMemory();
  // Under way while tfjs's binary is compiled.
  const compiling = compileKernels({ shared, simd: options.simd, ...(binary !== undefined && { binary }) });
  compiling.catch(() => {});
  return startOnHeap({
    name: 'wasm',
    shared,
    ...(tfjs !== undefined && { tfjs }),
    openRunner: async (heap) => openPool(heap, await compiling, options.threads, worker),
  });
}

/** Workers as many as fit, or the reason why there are none. */
async function openPool(
  heap: Heap,
  module: KernelModule,
  wanted: number | undefined,
  worker: string | URL | undefined,
): Promise<KernelRunner> {
  const { threads, note } = chooseThreads(wanted, module.shared);
  const started = threads > 1 ? await tryPool(heap, module, threads, worker) : {};
  const { pool } = started;
  const remark = note ?? started.note;
  return {
    module,
    report: {
      threads: pool?.threads ?? 1,
      notes: remark === undefined ? [] : [remark],
      ...(remark !== undefined && { maxThreads: 1 }),
    },
    ...(pool && { executor: pool, failure: () => pool.failure, dispose: () => pool.dispose() }),
  };
}

/** Threads are worth having, but not worth failing for: a page may forbid workers. */
async function tryPool(
  heap: Heap,
  module: KernelModule,
  threads: number,
  script: string | URL | undefined,
): Promise<{ readonly pool?: Pool; readonly note?: string }> {
  try {
    return { pool: await startPool(heap, module, threads, script) };
  } catch (error) {
    return { note: `one thread: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function canShareMemory(): boolean {
  if (typeof SharedArrayBuffer === 'undefined') return false;
  return (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated !== false;
}

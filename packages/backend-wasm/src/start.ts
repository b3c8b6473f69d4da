import type { BackendKernel, InitReport, SumOfSquares, UpdateInPlace } from '@seqloom/backend';
import {
  compileKernels,
  decodeBinary,
  type Heap,
  type KernelModule,
  loadKernels,
  readBinary,
} from '@seqloom/kernels';
import { BackendWasm, version_wasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { TFJS_BINARY } from './embedded/tfjs-binary.ts';
import type { WasmFiles } from './files.ts';
import { activationKernels } from './kernels/activations.ts';
import { convolutionKernels } from './kernels/conv1d.ts';
import { gatherKernel, segmentSumKernel } from './kernels/gather.ts';
import { identityKernel } from './kernels/identity.ts';
import { matMulKernels } from './kernels/matmul.ts';
import { poolKernels } from './kernels/pool1d.ts';
import { rearrangeKernels } from './kernels/rearrange.ts';
import { reduceKernels } from './kernels/reduce.ts';
import { sequenceKernels } from './kernels/sequence.ts';
import { startTfjs } from './memory.ts';
import { chooseThreads, type Pool, startPool } from './pool.ts';
import { createWorkshop } from './tensors.ts';
import { nameTraps, type TakeComplaint } from './traps.ts';
import { sumOfSquares, updateInPlace } from './update.ts';

/** Name of the tfjs backend we register; `wasm` stays tfjs's own. */
const ENGINE_NAME = 'seqloom-wasm';

/** The version that {@link TFJS_BINARY} and our loader belong to. */
const TFJS_VERSION = '4.22.0';

/** A running backend. */
export interface StartedBackend {
  readonly report: InitReport;
  readonly kernels: readonly BackendKernel[];
  readonly updateInPlace?: UpdateInPlace;
  /** Why it cannot go on, once it cannot. */
  failure(): string | undefined;
  readonly sumOfSquares?: SumOfSquares;
  dispose(): Promise<void>;
}

interface StartOptions {
  readonly simd: 'simd' | 'relaxed';
  readonly loader: 'own' | 'stock';
  readonly files: WasmFiles;
  readonly threads?: number;
}

/** Starts tfjs's wasm backend under our name, with our kernels on its heap. */
export async function createWasmBackend(options: StartOptions): Promise<StartedBackend> {
  if (options.loader === 'stock') return startStock('the stock loader was asked for');
  if (version_wasm !== TFJS_VERSION)
    return startStock(`tfjs-backend-wasm is ${version_wasm}, not ${TFJS_VERSION}`);
  return startOwn(options);
}

async function startOwn(options: StartOptions): Promise<StartedBackend> {
  const shared = canShareMemory();
  const { tfjs, kernels: kernelBinary, worker } = options.files;
  const [binary, kernelModule] = await Promise.all([
    tfjs === undefined ? decodeBinary(TFJS_BINARY) : readBinary('tfjs.wasm', tfjs),
    compileKernels({
      shared,
      simd: options.simd,
      ...(kernelBinary !== undefined && { binary: kernelBinary }),
    }),
  ]);
  const module = await startTfjs(binary, shared);
  const heap = { memory: module.memory, malloc: module._malloc, free: module._free };
  const { threads, note } = chooseThreads(options.threads, shared);
  const started = threads > 1 ? await tryPool(heap, kernelModule, threads, worker) : {};
  const { pool } = started;
  const remark = note ?? started.note;
  const kernels = await loadKernels({ heap, module: kernelModule, ...(pool && { executor: pool }) });
  // BackendWasm takes emscripten's module object, of which it uses what TfjsModule lists.
  const backend = new BackendWasm(module as never);
  register(() => backend, module.takeComplaint);
  const workshop = createWorkshop(backend, kernels);
  return {
    report: {
      threads: pool?.threads ?? 1,
      notes: remark === undefined ? [] : [remark],
      ...(remark !== undefined && { maxThreads: 1 }),
    },
    kernels: [
      identityKernel(backend),
      ...[
        gatherKernel(workshop),
        segmentSumKernel(workshop),
        ...matMulKernels(workshop),
        ...reduceKernels(workshop),
        ...rearrangeKernels(workshop),
        ...activationKernels(workshop),
        ...sequenceKernels(workshop),
        ...convolutionKernels(workshop),
        ...poolKernels(workshop),
      ].map(workshop.guard),
    ],
    updateInPlace: updateInPlace(workshop),
    failure: () => pool?.failure,
    sumOfSquares: sumOfSquares(workshop),
    async dispose() {
      kernels.dispose();
      await pool?.dispose();
    },
  };
}

/** Threads are worth having, but not worth failing for: a page may forbid workers. */
async function tryPool(
  heap: Heap,
  kernelModule: KernelModule,
  threads: number,
  script: string | URL | undefined,
): Promise<{ readonly pool?: Pool; readonly note?: string }> {
  try {
    return { pool: await startPool(heap, kernelModule, threads, script) };
  } catch (error) {
    return { note: `one thread: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** tfjs's own loader and kernels; of ours only the one that needs no kernels of ours. */
async function startStock(reason: string): Promise<StartedBackend> {
  const start = tf.findBackendFactory('wasm') as () => Promise<BackendWasm>;
  const backend = await start();
  register(() => backend);
  return {
    report: {
      threads: 1,
      maxThreads: 1,
      notes: [`${reason}: running tfjs's own loader with portable kernels`],
    },
    kernels: [identityKernel(backend)],
    failure: () => undefined,
    dispose: async () => {},
  };
}

function register(factory: () => BackendWasm, takeComplaint?: TakeComplaint): void {
  // tfjs's wasm kernels keep the functions they call in variables of their modules; `tf.setBackend` binds them anew each
  // time, so a user's own `wasm` backend and ours do not meet.
  tf.copyRegisteredKernels('wasm', ENGINE_NAME);
  nameTraps(ENGINE_NAME, takeComplaint);
  tf.registerBackend(ENGINE_NAME, factory);
}

function canShareMemory(): boolean {
  if (typeof SharedArrayBuffer === 'undefined') return false;
  return (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated !== false;
}

import type {
  AnyBackendKernel,
  InitReport,
  RecordReplay,
  SumOfSquares,
  UpdateInPlace,
} from '@seqloom/backend';
import {
  compileKernels,
  decodeBinary,
  type Heap,
  type KernelModule,
  loadKernels,
  readBinary,
} from '@seqloom/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { TFJS_BINARY } from './embedded/tfjs-binary.ts';
import { BackendWasm, registerKernels } from './embedded/tfjs-kernels.js';
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
import { recordReplay } from './record-replay.ts';
import { type HeapTensors, heapTensors } from './tensors.ts';
import { nameTraps, type TakeComplaint } from './traps.ts';
import { sumOfSquares, updateInPlace } from './update.ts';

/** Name of the tfjs backend we register; `wasm` stays tfjs's own. */
const ENGINE_NAME = 'seqloom-wasm';

/** A running backend. */
export interface StartedBackend {
  readonly report: InitReport;
  readonly kernels: readonly AnyBackendKernel[];
  readonly updateInPlace?: UpdateInPlace;
  readonly recordReplay?: RecordReplay;
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
  return options.loader === 'stock' ? startStock(options.files) : startOwn(options);
}

async function startOwn(options: StartOptions): Promise<StartedBackend> {
  const shared = canShareMemory();
  const { tfjs, kernels: kernelBinary, worker } = options.files;
  const [binary, kernelModule] = await Promise.all([
    readTfjs(tfjs),
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
  const backend = new BackendWasm(module);
  register(() => backend, module.takeComplaint);
  const tensors = heapTensors(backend, kernels);
  return {
    report: {
      threads: pool?.threads ?? 1,
      notes: remark === undefined ? [] : [remark],
      ...(remark !== undefined && { maxThreads: 1 }),
    },
    kernels: [identityKernel(backend), ...fusedKernels(tensors).map(tensors.guard)],
    updateInPlace: updateInPlace(tensors),
    recordReplay: recordReplay(backend, tensors, heap),
    failure: () => pool?.failure,
    sumOfSquares: sumOfSquares(tensors),
    async dispose() {
      kernels.dispose();
      await pool?.dispose();
    },
  };
}

/** The bodies that run our compiled kernels. */
function fusedKernels(tensors: HeapTensors): AnyBackendKernel[] {
  return [
    gatherKernel(tensors),
    segmentSumKernel(tensors),
    ...matMulKernels(tensors),
    ...reduceKernels(tensors),
    ...rearrangeKernels(tensors),
    ...activationKernels(tensors),
    ...sequenceKernels(tensors),
    ...convolutionKernels(tensors),
    ...poolKernels(tensors),
  ];
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

/** tfjs's kernels on one thread; of ours only the one that needs no kernels of ours. */
async function startStock({ tfjs }: WasmFiles): Promise<StartedBackend> {
  const module = await startTfjs(await readTfjs(tfjs), false);
  const backend = new BackendWasm(module);
  register(() => backend, module.takeComplaint);
  return {
    report: {
      threads: 1,
      maxThreads: 1,
      notes: ["loader: 'stock' was asked for: running tfjs's kernels and portable ones"],
    },
    kernels: [identityKernel(backend)],
    failure: () => undefined,
    dispose: async () => {},
  };
}

function readTfjs(file: WasmFiles['tfjs']): Promise<Uint8Array<ArrayBuffer>> {
  return file === undefined ? decodeBinary(TFJS_BINARY) : readBinary('tfjs.wasm', file);
}

function register(factory: () => BackendWasm, takeComplaint: TakeComplaint): void {
  // The kernels keep the functions that they call in variables of their module, which `tf.setBackend` binds again. A user's
  // own `wasm` backend has another copy of that module.
  registerKernels(ENGINE_NAME);
  nameTraps(ENGINE_NAME, takeComplaint);
  tf.registerBackend(ENGINE_NAME, factory);
}

function canShareMemory(): boolean {
  if (typeof SharedArrayBuffer === 'undefined') return false;
  return (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated !== false;
}

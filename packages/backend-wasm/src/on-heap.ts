import type {
  AnyBackendKernel,
  InitReport,
  NumbersInPlace,
  RecordReplay,
  SumOfSquares,
  UpdateInPlace,
  UpdateRowsInPlace,
} from '@seqloom/backend';
import {
  decodeBinary,
  type Executor,
  type Heap,
  type KernelModule,
  loadKernels,
  readBinary,
} from '@seqloom/kernels';
import { sizeOf } from '@seqloom/options';
import * as tf from '@tensorflow/tfjs-core';
import { TFJS_BINARY } from './embedded/tfjs-binary.ts';
import { BackendWasm, registerKernels } from './embedded/tfjs-kernels.js';
import type { WasmFiles } from './files.ts';
import { activationKernels } from './kernels/activations.ts';
import { attentionKernels } from './kernels/attention.ts';
import { convolutionKernels } from './kernels/conv1d.ts';
import { gatherKernel, segmentSumKernel } from './kernels/gather.ts';
import { identityKernel } from './kernels/identity.ts';
import { matMulKernels } from './kernels/matmul.ts';
import { poolKernels } from './kernels/pool1d.ts';
import { rearrangeKernels } from './kernels/rearrange.ts';
import { reduceKernels } from './kernels/reduce.ts';
import { sequenceKernels } from './kernels/sequence.ts';
import { startTfjs } from './memory.ts';
import { recordReplay } from './record-replay.ts';
import { type HeapTensors, heapTensors } from './tensors.ts';
import { nameTraps, type TakeComplaint } from './traps.ts';
import { sumOfSquares, updateInPlace, updateRowsInPlace } from './update.ts';

/** A running backend. */
export interface StartedBackend {
  readonly report: InitReport;
  readonly kernels: readonly AnyBackendKernel[];
  readonly updateInPlace?: UpdateInPlace;
  readonly updateRowsInPlace?: UpdateRowsInPlace;
  readonly recordReplay?: RecordReplay;
  /** Why it cannot go on, once it cannot. */
  failure(): string | undefined;
  readonly sumOfSquares?: SumOfSquares;
  readonly numbersInPlace?: NumbersInPlace;
  dispose(): Promise<void>;
}

/** Who runs the kernels on the heap. */
export interface KernelRunner {
  /** Default: the calling thread, with `module`. */
  readonly executor?: Executor;
  /** A compiled build of the kernels, where the executor is not a build of its own. */
  readonly module?: KernelModule;
  readonly report: InitReport;
  /** Why it cannot go on, once it cannot. */
  failure?(): string | undefined;
  /** Stops its threads. */
  dispose?(): void | Promise<void>;
}

/** How {@link startOnHeap} starts a backend. */
export interface OnHeapOptions {
  /** Name of the backend: the tfjs backend is `seqloom-${name}`. `wasm` without the prefix stays tfjs's own. */
  readonly name: string;
  /** Whether the heap's memory is shared between threads. */
  readonly shared: boolean;
  /** tfjs's binary. Default: the code carries it. */
  readonly tfjs?: WasmFiles['tfjs'];
  readonly openRunner: (heap: Heap) => Promise<KernelRunner>;
}

/** Starts tfjs's wasm backend under a name of ours, with the bodies of our kernels on its heap. */
export async function startOnHeap(options: OnHeapOptions): Promise<StartedBackend> {
  const module = await startTfjs(await readTfjs(options.tfjs), options.shared);
  const heap = { memory: module.memory, malloc: module._malloc, free: module._free };
  const runner = await options.openRunner(heap);
  const { executor, module: kernelModule, report } = runner;
  const kernels = await loadKernels({
    heap,
    ...(executor && { executor }),
    ...(kernelModule && { module: kernelModule }),
  });
  const backend = new BackendWasm(module);
  register(options.name, backend, module.takeComplaint);
  const tensors = heapTensors(backend, kernels);
  return {
    report: withNote(report, module.heapNote),
    kernels: [identityKernel(backend), ...fusedKernels(tensors).map(tensors.guard)],
    updateInPlace: updateInPlace(tensors),
    updateRowsInPlace: updateRowsInPlace(tensors),
    recordReplay: recordReplay(backend, tensors, heap),
    failure: () => runner.failure?.(),
    sumOfSquares: sumOfSquares(tensors),
    numbersInPlace: (x) => new Float32Array(module.memory.buffer, tensors.at(x), sizeOf(x.shape)),
    async dispose() {
      kernels.dispose();
      await runner.dispose?.();
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
    ...attentionKernels(tensors),
  ];
}

/** tfjs's kernels on one thread; of ours only the one that needs no kernels of ours. */
export async function startStock({ tfjs }: WasmFiles): Promise<StartedBackend> {
  const module = await startTfjs(await readTfjs(tfjs), false);
  const backend = new BackendWasm(module);
  register('wasm', backend, module.takeComplaint);
  return {
    report: withNote(
      {
        threads: 1,
        maxThreads: 1,
        notes: ["loader: 'stock' was asked for: running tfjs's kernels and portable ones"],
      },
      module.heapNote,
    ),
    kernels: [identityKernel(backend)],
    failure: () => undefined,
    dispose: async () => {},
  };
}

function withNote(report: InitReport, note: string | undefined): InitReport {
  return note === undefined ? report : { ...report, notes: [...(report.notes ?? []), note] };
}

function readTfjs(file: WasmFiles['tfjs']): Promise<Uint8Array<ArrayBuffer>> {
  return file === undefined ? decodeBinary(TFJS_BINARY) : readBinary('tfjs.wasm', file);
}

function register(name: string, backend: BackendWasm, takeComplaint: TakeComplaint): void {
  const engineName = `seqloom-${name}`;
  // The kernels keep the functions that they call in variables of their module, which `tf.setBackend` binds again. A user's
  // own `wasm` backend has another copy of that module.
  registerKernels(engineName);
  nameTraps(engineName, takeComplaint);
  tf.registerBackend(engineName, () => backend);
}

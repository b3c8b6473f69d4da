export { isKernelActivation, type KernelActivation } from './activation.ts';

export {
  type AttentionGradientOptions,
  type AttentionKernels,
  type AttentionOptions,
  type AttentionSizes,
  MOST_ATTENTION_FEATURES,
} from './attention.ts';
export type { Executor } from './context.ts';

export type {
  Conv1DFilterGradientOptions,
  Conv1DInputGradientOptions,
  Conv1DKernels,
  Conv1DOptions,
} from './conv1d.ts';
export type { Conv1DGeometry } from './conv1d-geometry.ts';

export { decodeBinary } from './decode-binary.ts';

export type { ActivateOptions, ActivationGradientOptions, ElementwiseKernels } from './elementwise.ts';
export type { GatherKernels, GatherOptions, ScatterAddOptions } from './gather.ts';
export type { GemmKernels, GemmOptions } from './gemm.ts';

export { KERNEL_SOURCES } from './generated/sources.ts';
export type { Heap } from './heap.ts';
export type { KernelInstance, KernelModule, SimdBuild } from './kernel-module.ts';
export {
  allocateStack,
  compileKernels,
  instantiateKernels,
  kernelNames,
  STACK_BYTES,
  supportsRelaxedSimd,
} from './kernel-module.ts';
export type { Kernels } from './kernels.ts';
export { createHeap, type LinearHeap } from './linear-heap.ts';
export { type LoadKernelsOptions, loadKernels, serialExecutor } from './loader.ts';
export type {
  AdamUpdateOptions,
  OptimizerKernels,
  RMSpropUpdateOptions,
  SGDUpdateOptions,
  UpdateOptions,
} from './optimizer.ts';
export { fewestShared } from './pieces.ts';
export { importPlainMemory } from './plain-memory.ts';
export type {
  AveragePoolGradientOptions,
  MaxPoolGradientOptions,
  Pool1DGeometry,
  Pool1DKernels,
  Pool1DOptions,
} from './pool1d.ts';
export type { Program, ProgramOptions } from './program.ts';
export { type BinarySource, readBinary } from './read-binary.ts';
export type { CopyRowsOptions, RearrangeKernels, ReverseOptions } from './rearrange.ts';
export { type Block, type Place, type RecordedCall, Recording } from './recording.ts';
export type { ReduceKernels, ReduceOptions } from './reduce.ts';
export { type SequenceKernels, sequenceCacheFloats } from './sequence.ts';
export type { SequenceCell, SequenceSizes } from './sequence-layout.ts';
export type { SequenceBackwardOptions, SequenceForwardOptions, SequenceOptions } from './sequence-options.ts';

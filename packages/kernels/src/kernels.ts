import { type AttentionKernels, attentionKernels } from './attention.ts';
import type { KernelContext } from './context.ts';
import { type Conv1DKernels, conv1dKernels } from './conv1d.ts';
import { type ElementwiseKernels, elementwiseKernels } from './elementwise.ts';
import { type GatherKernels, gatherKernels } from './gather.ts';
import { type GemmKernels, gemmKernels } from './gemm.ts';
import { type OptimizerKernels, optimizerKernels } from './optimizer.ts';
import { type OptimizerRowKernels, optimizerRowKernels } from './optimizer-rows.ts';
import { type Pool1DKernels, pool1dKernels } from './pool1d.ts';
import { makeProgram, type Program, type ProgramOptions } from './program.ts';
import { type RearrangeKernels, rearrangeKernels } from './rearrange.ts';
import type { Recording } from './recording.ts';
import { type ReduceKernels, reduceKernels } from './reduce.ts';
import { type SequenceKernels, sequenceKernels } from './sequence.ts';

/** Every kernel, callable: each method checks its sizes and its arrays before C sees them. */
export interface Kernels
  extends GemmKernels,
    GatherKernels,
    ReduceKernels,
    RearrangeKernels,
    ElementwiseKernels,
    OptimizerKernels,
    OptimizerRowKernels,
    Conv1DKernels,
    Pool1DKernels,
    AttentionKernels,
    SequenceKernels {
  /** Floats in a vector of the build that runs; `sequenceCacheFloats` depends on it. */
  readonly lanes: number;
  /**
   * Runs work while a recording keeps the calls of these kernels.
   *
   * @throws what the work throws
   */
  record<T>(recording: Recording, work: () => T): T;
  /**
   * Makes a program of a recording.
   *
   * @returns undefined if it cannot be run again, or takes more memory than allowed
   * @throws RangeError when the heap has no room
   */
  program(options: ProgramOptions): Program | undefined;
  /** Frees the kernels' own blocks of the heap. */
  dispose(): void;
}

/** Collects the kernel functions of a context. */
export function assembleKernels(context: KernelContext, dispose: () => void): Kernels {
  return {
    ...gemmKernels(context),
    ...gatherKernels(context),
    ...reduceKernels(context),
    ...rearrangeKernels(context),
    ...elementwiseKernels(context),
    ...optimizerKernels(context),
    ...optimizerRowKernels(context),
    ...conv1dKernels(context),
    ...pool1dKernels(context),
    ...attentionKernels(context),
    ...sequenceKernels(context),
    lanes: context.lanes,
    record(recording, work) {
      context.recording = recording;
      try {
        return work();
      } finally {
        context.recording = undefined;
      }
    },
    program: (options) => makeProgram(context.heap, context.executor, options),
    dispose,
  };
}

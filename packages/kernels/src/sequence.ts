import { type KernelContext, WASM_LANES } from './context.ts';
import { STAGE } from './generated/constants.ts';
import { type SequenceLayout, type SequenceSizes, sequenceLayout } from './sequence-layout.ts';
import {
  checkForwardResults,
  checkGradients,
  checkOperands,
  checkSequenceSizes,
  type SequenceOperands,
} from './sequence-operands.ts';
import type { SequenceBackwardOptions, SequenceForwardOptions } from './sequence-options.ts';

/** Recurrent layers, a whole sequence per call. */
export interface SequenceKernels {
  /**
   * Runs a recurrent layer over all steps; the input projection is part of it.
   *
   * States below 1e-30 in magnitude become 0, so that a decaying state never slows down in denormals.
   *
   * @throws RangeError for sizes that are not whole and positive, operands that the cell does not have, arrays outside
   * the heap or an unknown activation
   */
  sequenceForward(options: SequenceForwardOptions): void;
  /**
   * Computes the gradients of a forward pass; every array it is given is overwritten.
   *
   * Gradients below 1e-30 in magnitude become 0; the steps before the one where a chunk of rows has no gradient left
   * are skipped.
   *
   * @throws RangeError as {@link SequenceKernels.sequenceForward}
   */
  sequenceBackward(options: SequenceBackwardOptions): void;
}

/**
 * Floats of the `cache` that a forward pass leaves for the backward pass.
 *
 * @param lanes - floats in a vector of the build that runs, see `Executor`; default 4
 * @throws RangeError for an unknown cell and sizes that are not whole and positive
 */
export function sequenceCacheFloats(sizes: SequenceSizes, lanes: number = WASM_LANES): number {
  checkSequenceSizes('sequenceCacheFloats', sizes);
  return sequenceLayout(sizes, lanes).cache;
}

/** The sequence kernels on a context. */
export function sequenceKernels(context: KernelContext): SequenceKernels {
  return {
    sequenceForward(options) {
      const { layout, operands } = checkOperands(context, 'sequenceForward', options);
      checkForwardResults(context, layout, options);
      const floats = layout.packed + layout.chunks * layout.forwardChunk;
      context.scratch(4 * floats, (packed) => {
        const values = forwardValues(options, operands, layout, packed);
        context.run('sequence', { ...values, stage: STAGE.pack }, 1);
        context.run('sequence', { ...values, stage: STAGE.forward }, layout.chunks);
      });
    },

    sequenceBackward(options) {
      const { layout, operands } = checkOperands(context, 'sequenceBackward', options);
      checkGradients(context, layout, options);
      const floats = layout.packed + layout.chunks * (layout.backwardChunk + layout.partial);
      context.scratch(4 * floats, (packed) => {
        const values = backwardValues(options, operands, layout, packed);
        context.run('sequence', { ...values, stage: STAGE.packTransposed }, 1);
        context.run('sequence', { ...values, stage: STAGE.backward }, layout.chunks);
        context.run('sequence', { ...values, stage: STAGE.reduce }, layout.reducePieces);
      });
    },
  };
}

/** Gradients, which a forward pass does not have. */
const NO_GRADIENTS = {
  dh: 0,
  dhLast: 0,
  dcLast: 0,
  dx: 0,
  dkernel: 0,
  drecurrentKernel: 0,
  dbias: 0,
  drecurrentBias: 0,
  dh0: 0,
  dc0: 0,
  partials: 0,
} as const;

/** The argument struct of a forward pass but for its stage; the scratch follows the packed weights. */
function forwardValues(
  options: SequenceForwardOptions,
  operands: SequenceOperands,
  layout: SequenceLayout,
  packed: number,
) {
  const { h = 0, hLast, cLast = 0, cache = 0 } = options;
  return {
    ...operands,
    ...NO_GRADIENTS,
    h,
    hLast,
    cLast,
    cache,
    keep: cache === 0 ? 0 : 1,
    packed,
    scratch: packed + 4 * layout.packed,
    chunkFloats: layout.forwardChunk,
  };
}

/** The argument struct of a backward pass but for its stage; scratch and partial sums follow the packed weights. */
function backwardValues(
  options: SequenceBackwardOptions,
  operands: SequenceOperands,
  layout: SequenceLayout,
  packed: number,
) {
  const { dh = 0, dhLast = 0, dcLast = 0, dx = 0, dBias = 0, dRecurrentBias = 0, dh0 = 0, dc0 = 0 } = options;
  const scratch = packed + 4 * layout.packed;
  return {
    ...operands,
    h: 0,
    hLast: 0,
    cLast: 0,
    cache: options.cache,
    keep: 1,
    dh,
    dhLast,
    dcLast,
    dx,
    dkernel: options.dKernel,
    drecurrentKernel: options.dRecurrentKernel,
    dbias: dBias,
    drecurrentBias: dRecurrentBias,
    dh0,
    dc0,
    packed,
    scratch,
    chunkFloats: layout.backwardChunk,
    partials: scratch + 4 * layout.chunks * layout.backwardChunk,
  };
}

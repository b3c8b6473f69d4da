import { type KernelContext, WASM_LANES } from './context.ts';
import { STAGE } from './generated/constants.ts';
import { type SequenceLayout, type SequenceSizes, sequenceLayout } from './sequence-layout.ts';
import {
  checkForwardResults,
  checkGradients,
  checkOperands,
  checkSequenceSizes,
  type SequenceValues,
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
      const { layout, values } = checkOperands(context, 'sequenceForward', options);
      checkForwardResults(context, layout, options);
      fillForward(values, options);
      const floats = layout.packed + layout.chunks * layout.forwardChunk;
      context.scratch(4 * floats, (packed) => {
        placeScratch(values, layout, packed, layout.forwardChunk);
        values.stage = STAGE.pack;
        context.run('sequence', values, 1);
        values.stage = STAGE.forward;
        context.run('sequence', values, layout.chunks);
      });
    },

    sequenceBackward(options) {
      const { layout, values } = checkOperands(context, 'sequenceBackward', options);
      checkGradients(context, layout, options);
      fillBackward(values, options);
      const floats = layout.packed + layout.chunks * (layout.backwardChunk + layout.partial);
      context.scratch(4 * floats, (packed) => {
        placeScratch(values, layout, packed, layout.backwardChunk);
        values.partials = values.scratch + 4 * layout.chunks * layout.backwardChunk;
        values.stage = STAGE.packTransposed;
        context.run('sequence', values, 1);
        values.stage = STAGE.backward;
        context.run('sequence', values, layout.chunks);
        values.stage = STAGE.reduce;
        context.run('sequence', values, layout.reducePieces);
      });
    },
  };
}

/** What a forward pass writes. */
function fillForward(values: SequenceValues, options: SequenceForwardOptions): void {
  const { h = 0, hLast, cLast = 0, cache = 0 } = options;
  values.h = h;
  values.hLast = hLast;
  values.cLast = cLast;
  values.cache = cache;
  values.keep = cache === 0 ? 0 : 1;
}

/** What a backward pass reads besides its operands, and writes. */
function fillBackward(values: SequenceValues, options: SequenceBackwardOptions): void {
  const { dh = 0, dhLast = 0, dcLast = 0, dx = 0, dBias = 0, dRecurrentBias = 0, dh0 = 0, dc0 = 0 } = options;
  values.cache = options.cache;
  values.keep = 1;
  values.dh = dh;
  values.dhLast = dhLast;
  values.dcLast = dcLast;
  values.dx = dx;
  values.dkernel = options.dKernel;
  values.drecurrentKernel = options.dRecurrentKernel;
  values.dbias = dBias;
  values.drecurrentBias = dRecurrentBias;
  values.dh0 = dh0;
  values.dc0 = dc0;
}

/** The scratch of the chunks follows the packed weights. */
function placeScratch(
  values: SequenceValues,
  layout: SequenceLayout,
  packed: number,
  chunkFloats: number,
): void {
  values.packed = packed;
  values.scratch = packed + 4 * layout.packed;
  values.chunkFloats = chunkFloats;
}

import { activationCode } from './activation.ts';
import { argumentLayout } from './arguments.ts';
import { checkArray, checkBytes, checkSize } from './check.ts';
import type { KernelContext } from './context.ts';
import { type SequenceSizes, STAGE, sequenceLayout } from './sequence-layout.ts';
import type { SequenceBackwardOptions, SequenceForwardOptions, SequenceOptions } from './sequence-options.ts';

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
   * Gradients below 1e-30 in magnitude become 0; a chunk of rows is done where nothing is left of them.
   *
   * @throws RangeError as {@link SequenceKernels.sequenceForward}
   */
  sequenceBackward(options: SequenceBackwardOptions): void;
}

const sequenceArguments = argumentLayout('sequence', {
  ...{ stage: 'int', cell: 'int', activation: 'int', recurrent_activation: 'int' },
  ...{ backwards: 'int', keep: 'int' },
  ...{ batch: 'int', time: 'int', features: 'int', units: 'int' },
  ...{ rows_per_chunk: 'int', chunks: 'int', chunk_floats: 'int' },
  ...{ x: 'at', kernel: 'at', recurrent_kernel: 'at', bias: 'at', recurrent_bias: 'at', h0: 'at', c0: 'at' },
  ...{ mask: 'at', recurrent_mask: 'at' },
  ...{ h: 'at', h_last: 'at', c_last: 'at' },
  ...{ dh: 'at', dh_last: 'at', dc_last: 'at' },
  ...{ dx: 'at', dkernel: 'at', drecurrent_kernel: 'at', dbias: 'at', drecurrent_bias: 'at' },
  ...{ dh0: 'at', dc0: 'at' },
  ...{ cache: 'at', packed: 'at', scratch: 'at', partials: 'at' },
});

/** Floats of the `cache` that a forward pass leaves for the backward pass. */
export function sequenceCacheFloats(sizes: SequenceSizes): number {
  checkSizes('sequenceCacheFloats', sizes);
  return sequenceLayout(sizes).cache;
}

/** The sequence kernels on a context. */
export function sequenceKernels(context: KernelContext): SequenceKernels {
  return {
    sequenceForward(options) {
      const { h = 0, hLast, cLast = 0, cache = 0 } = options;
      const { layout, values } = checkOperands(context, 'sequenceForward', options);
      const { batch, time, units } = options;
      check(context, 'sequenceForward', [
        ['h', h, batch * time * units],
        ['cache', cache, layout.cache],
      ]);
      checkArray(context, 'sequenceForward', 'hLast', hLast, batch * units);
      if (options.cell === 'lstm') checkArray(context, 'sequenceForward', 'cLast', cLast, batch * units);
      context.scratch(4 * (layout.packed + layout.chunks * layout.forwardChunk), (packed) => {
        const all = {
          ...{ ...values, h, h_last: hLast, c_last: cLast, cache, keep: cache === 0 ? 0 : 1 },
          ...{ packed, scratch: packed + 4 * layout.packed, chunk_floats: layout.forwardChunk },
        };
        context.run(sequenceArguments, { ...all, stage: STAGE.pack }, 1);
        context.run(sequenceArguments, { ...all, stage: STAGE.forward }, layout.chunks);
      });
    },

    sequenceBackward(options) {
      const { cell, batch, time, features, units, cache, dKernel, dRecurrentKernel } = options;
      const {
        dh = 0,
        dhLast = 0,
        dcLast = 0,
        dx = 0,
        dBias = 0,
        dRecurrentBias = 0,
        dh0 = 0,
        dc0 = 0,
      } = options;
      const { layout, values } = checkOperands(context, 'sequenceBackward', options);
      const [state, columns] = [batch * units, layout.gates * units];
      checkArray(context, 'sequenceBackward', 'cache', cache, layout.cache);
      checkArray(context, 'sequenceBackward', 'dKernel', dKernel, features * columns);
      checkArray(context, 'sequenceBackward', 'dRecurrentKernel', dRecurrentKernel, units * columns);
      check(context, 'sequenceBackward', [
        ...([
          ['dh', dh, time * state],
          ['dhLast', dhLast, state],
          ['dcLast', dcLast, state],
        ] as const),
        ...([
          ['dx', dx, batch * time * features],
          ['dBias', dBias, columns],
        ] as const),
        ...([
          ['dRecurrentBias', dRecurrentBias, columns],
          ['dh0', dh0, state],
          ['dc0', dc0, state],
        ] as const),
      ]);
      checkAbsent('sequenceBackward', cell === 'lstm', 'lstm', { dcLast, dc0 });
      checkAbsent('sequenceBackward', resets(options), 'gru with resetAfter', { dRecurrentBias });
      const scratch = layout.packed + layout.chunks * layout.backwardChunk;
      context.scratch(4 * (scratch + layout.chunks * layout.partial), (packed) => {
        const all = {
          ...{ ...values, dh, dh_last: dhLast, dc_last: dcLast, cache, keep: 1 },
          ...{ dx, dkernel: dKernel, drecurrent_kernel: dRecurrentKernel, dbias: dBias },
          ...{ drecurrent_bias: dRecurrentBias, dh0, dc0 },
          ...{ packed, scratch: packed + 4 * layout.packed, chunk_floats: layout.backwardChunk },
          partials: packed + 4 * scratch,
        };
        context.run(sequenceArguments, { ...all, stage: STAGE.packTransposed }, 1);
        context.run(sequenceArguments, { ...all, stage: STAGE.backward }, layout.chunks);
        context.run(sequenceArguments, { ...all, stage: STAGE.reduce }, layout.reducePieces);
      });
    },
  };
}

function resets({ cell, resetAfter = true }: SequenceSizes): boolean {
  return cell === 'gru' && resetAfter;
}

function checkSizes(kernel: string, { cell, batch, time, features, units }: SequenceSizes): void {
  if (cell !== 'simpleRNN' && cell !== 'gru' && cell !== 'lstm') {
    throw new RangeError(
      `${kernel}: cell must be 'simpleRNN', 'gru' or 'lstm', got ${JSON.stringify(cell)}.`,
    );
  }
  for (const [name, size] of Object.entries({ batch, time, features, units }))
    checkSize(kernel, name, size, 1);
}

/** Checks arrays that may be left out (0). */
function check(
  context: KernelContext,
  kernel: string,
  arrays: readonly (readonly [name: string, pointer: number, count: number])[],
): void {
  for (const [name, pointer, count] of arrays) {
    if (pointer !== 0) checkArray(context, kernel, name, pointer, count);
  }
}

function checkAbsent(
  kernel: string,
  allowed: boolean,
  owner: string,
  pointers: Readonly<Record<string, number>>,
): void {
  for (const [name, pointer] of Object.entries(pointers)) {
    if (!allowed && pointer !== 0)
      throw new RangeError(`${kernel}: ${name} is for ${owner} only. Leave it out.`);
  }
}

/** Checks what both passes take, and names it as the C does; the outputs are 0. */
function checkOperands(context: KernelContext, kernel: string, options: SequenceOptions) {
  checkSizes(kernel, options);
  const {
    cell,
    batch,
    time,
    features,
    units,
    x,
    kernel: weights,
    recurrentKernel,
    goBackwards = false,
  } = options;
  const { bias = 0, recurrentBias = 0, h0 = 0, c0 = 0, mask = 0, recurrentMask = 0 } = options;
  const { activation = 'tanh', recurrentActivation = 'sigmoid' } = options;
  const layout = sequenceLayout(options);
  const columns = layout.gates * units;
  checkArray(context, kernel, 'x', x, batch * time * features);
  checkArray(context, kernel, 'kernel', weights, features * columns);
  checkArray(context, kernel, 'recurrentKernel', recurrentKernel, units * columns);
  check(context, kernel, [
    ...([
      ['bias', bias, columns],
      ['recurrentBias', recurrentBias, columns],
    ] as const),
    ...([
      ['h0', h0, batch * units],
      ['c0', c0, batch * units],
    ] as const),
    ['recurrentMask', recurrentMask, batch * units],
  ]);
  if (mask !== 0) checkBytes(context, kernel, 'mask', mask, batch * time);
  checkAbsent(kernel, cell === 'lstm', 'lstm', { c0 });
  checkAbsent(kernel, resets(options), 'gru with resetAfter', { recurrentBias });
  const values = {
    ...{ cell: layout.code, batch, time, features, units, backwards: goBackwards ? 1 : 0 },
    activation: activationCode(kernel, activation),
    recurrent_activation: activationCode(kernel, recurrentActivation),
    ...{ rows_per_chunk: layout.rowsPerChunk, chunks: layout.chunks },
    ...{ x, kernel: weights, recurrent_kernel: recurrentKernel, bias, recurrent_bias: recurrentBias, h0, c0 },
    ...{ mask, recurrent_mask: recurrentMask, h: 0, h_last: 0, c_last: 0, dh: 0, dh_last: 0, dc_last: 0 },
    ...{ dx: 0, dkernel: 0, drecurrent_kernel: 0, dbias: 0, drecurrent_bias: 0, dh0: 0, dc0: 0, partials: 0 },
  };
  return { layout, values };
}

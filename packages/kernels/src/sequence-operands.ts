import { activationCode } from './activation.ts';
import { checkArray, checkBytes, checkSize } from './check.ts';
import type { ArgumentValues, KernelContext } from './context.ts';
import { type SequenceLayout, type SequenceSizes, sequenceLayout } from './sequence-layout.ts';
import type { SequenceBackwardOptions, SequenceForwardOptions, SequenceOptions } from './sequence-options.ts';

/** The argument block of both passes, which is filled in place. */
export type SequenceValues = { -readonly [Field in keyof ArgumentValues<'sequence'>]: number };

/** A float32 array by name, with its elements. An optional one may be left out: undefined or 0. */
type NamedArray = readonly [name: string, pointer: number | undefined, count: number];

/** @throws RangeError for an unknown cell and sizes that are not positive integers */
export function checkSequenceSizes(kernel: string, sizes: SequenceSizes): void {
  const { cell, batch, time, features, units } = sizes;
  if (cell !== 'simpleRNN' && cell !== 'gru' && cell !== 'lstm') {
    throw new RangeError(
      `${kernel}: cell must be 'simpleRNN', 'gru' or 'lstm', got ${JSON.stringify(cell)}.`,
    );
  }
  checkSize(kernel, 'batch', batch, 1);
  checkSize(kernel, 'time', time, 1);
  checkSize(kernel, 'features', features, 1);
  checkSize(kernel, 'units', units, 1);
}

/** Checks what both passes read. What they write, their scratch and their stage are 0 in the block. */
export function checkOperands(
  context: KernelContext,
  kernel: string,
  options: SequenceOptions,
): { readonly layout: SequenceLayout; readonly values: SequenceValues } {
  checkSequenceSizes(kernel, options);
  const { cell, batch, time, features, units, x, recurrentKernel, goBackwards = false } = options;
  const { bias = 0, recurrentBias = 0, h0 = 0, c0 = 0, mask = 0, recurrentMask = 0 } = options;
  const { activation = 'tanh', recurrentActivation = 'sigmoid' } = options;
  const layout = sequenceLayout(options, context.lanes);
  const columns = layout.gates * units;
  checkArray(context, kernel, 'x', x, batch * time * features);
  checkArray(context, kernel, 'kernel', options.kernel, features * columns);
  checkArray(context, kernel, 'recurrentKernel', recurrentKernel, units * columns);
  checkOptional(context, kernel, [
    ['bias', bias, columns],
    ['recurrentBias', recurrentBias, columns],
    ['h0', h0, batch * units],
    ['c0', c0, batch * units],
    ['recurrentMask', recurrentMask, batch * units],
  ]);
  if (mask !== 0) checkBytes(context, kernel, 'mask', mask, batch * time);
  if (cell !== 'lstm') checkAbsent(kernel, 'lstm', { c0 });
  if (!resetsAfter(options)) checkAbsent(kernel, 'gru with resetAfter', { recurrentBias });
  const values: SequenceValues = {
    stage: 0,
    cell: layout.code,
    activation: activationCode(kernel, activation),
    recurrentActivation: activationCode(kernel, recurrentActivation),
    backwards: goBackwards ? 1 : 0,
    keep: 0,
    batch,
    time,
    features,
    units,
    rowsPerChunk: layout.rowsPerChunk,
    chunks: layout.chunks,
    chunkFloats: 0,
    x,
    kernel: options.kernel,
    recurrentKernel,
    bias,
    recurrentBias,
    h0,
    c0,
    mask,
    recurrentMask,
    h: 0,
    hLast: 0,
    cLast: 0,
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
    cache: 0,
    packed: 0,
    scratch: 0,
    partials: 0,
  };
  return { layout, values };
}

/** Checks what a forward pass writes. */
export function checkForwardResults(
  context: KernelContext,
  layout: SequenceLayout,
  options: SequenceForwardOptions,
): void {
  const { cell, batch, time, units, h, hLast, cLast = 0, cache } = options;
  checkOptional(context, 'sequenceForward', [
    ['h', h, batch * time * units],
    ['cache', cache, layout.cache],
  ]);
  checkArray(context, 'sequenceForward', 'hLast', hLast, batch * units);
  if (cell === 'lstm') checkArray(context, 'sequenceForward', 'cLast', cLast, batch * units);
}

/** Checks the gradients that a backward pass reads and writes. */
export function checkGradients(
  context: KernelContext,
  layout: SequenceLayout,
  options: SequenceBackwardOptions,
): void {
  const kernel = 'sequenceBackward';
  const { cell, batch, time, features, units, cache, dKernel, dRecurrentKernel } = options;
  const { dh, dhLast, dcLast, dx, dBias, dRecurrentBias, dh0, dc0 } = options;
  const [state, columns] = [batch * units, layout.gates * units];
  checkArray(context, kernel, 'cache', cache, layout.cache);
  checkArray(context, kernel, 'dKernel', dKernel, features * columns);
  checkArray(context, kernel, 'dRecurrentKernel', dRecurrentKernel, units * columns);
  checkOptional(context, kernel, [
    ['dh', dh, time * state],
    ['dhLast', dhLast, state],
    ['dcLast', dcLast, state],
    ['dx', dx, batch * time * features],
    ['dBias', dBias, columns],
    ['dRecurrentBias', dRecurrentBias, columns],
    ['dh0', dh0, state],
    ['dc0', dc0, state],
  ]);
  if (cell !== 'lstm') checkAbsent(kernel, 'lstm', { dcLast, dc0 });
  if (!resetsAfter(options)) checkAbsent(kernel, 'gru with resetAfter', { dRecurrentBias });
}

function resetsAfter({ cell, resetAfter = true }: SequenceSizes): boolean {
  return cell === 'gru' && resetAfter;
}

function checkOptional(context: KernelContext, kernel: string, arrays: readonly NamedArray[]): void {
  for (const [name, pointer = 0, count] of arrays) {
    if (pointer !== 0) checkArray(context, kernel, name, pointer, count);
  }
}

/** Refuses operands that only `owner` has. */
function checkAbsent(
  kernel: string,
  owner: string,
  pointers: Readonly<Record<string, number | undefined>>,
): void {
  for (const [name, pointer = 0] of Object.entries(pointers)) {
    if (pointer !== 0) throw new RangeError(`${kernel}: ${name} is for ${owner} only. Leave it out.`);
  }
}

import { checkBoolean, checkKeys } from '@seqloom/options';
import type { ActivationName } from '../contract/activation.ts';
import type { SequenceGradients, SequenceOutputs } from '../contract/kernel-table.ts';
import type { Tensor } from '../contract/tensor.ts';
import { recordedOp } from '../engine/gradient.ts';
import { isRecording, needsGradient } from '../engine/recording.ts';
import type { SequenceCellName } from '../portable/sequence.ts';
import { checkActivation, checkOperands, type NamedOperands } from './check-operands.ts';
import type { SequenceOperands } from './operands.ts';

/** A sequence operation with its defaults filled in. */
export interface SequenceRun {
  readonly operands: NamedOperands;
  readonly attributes: {
    readonly activation: ActivationName;
    readonly recurrentActivation: ActivationName;
    readonly goBackwards: boolean;
    readonly returnSequences: boolean;
    readonly resetAfter: boolean;
  };
}

const GATES: Readonly<Record<SequenceCellName, number>> = { SimpleRNN: 1, GRU: 3, LSTM: 4 };

/** What the three operations take beyond what they share. */
interface CellOperands {
  readonly recurrentActivation?: ActivationName | undefined;
  readonly recurrentBias?: Tensor | undefined;
  readonly c0?: Tensor | undefined;
  readonly resetAfter?: boolean | undefined;
}

/** Every operand and option that one of the cells has. */
const KNOWN = [
  'x',
  'kernel',
  'recurrentKernel',
  'bias',
  'recurrentBias',
  'h0',
  'c0',
  'mask',
  'recurrentMask',
  'activation',
  'recurrentActivation',
  'goBackwards',
  'returnSequences',
  'resetAfter',
];
/** What only one cell has. */
const OWN = { c0: 'LSTM', recurrentBias: 'GRU' } as const;

/** Fills the defaults in and checks everything. */
export function prepareRun(
  op: string,
  cell: SequenceCellName,
  options: SequenceOperands & CellOperands,
): SequenceRun {
  checkKeys(op, options, KNOWN);
  for (const [name, owner] of Object.entries(OWN)) {
    if (owner === cell || options[name as keyof typeof OWN] === undefined) continue;
    throw new RangeError(`${op}: ${name} is for ${owner} only, got it with ${cell}. Leave it out.`);
  }
  const { x, kernel, recurrentKernel, bias, recurrentBias, h0, c0, mask, recurrentMask } = options;
  const operands = { x, kernel, recurrentKernel, bias, recurrentBias, h0, c0, mask, recurrentMask };
  const { activation = 'tanh', recurrentActivation = 'sigmoid' } = options;
  const { goBackwards = false, returnSequences = false, resetAfter = true } = options;
  checkOperands(op, GATES[cell], operands);
  checkActivation(op, 'activation', activation);
  checkActivation(op, 'recurrentActivation', recurrentActivation);
  for (const [name, value] of Object.entries({ goBackwards, returnSequences, resetAfter })) {
    checkBoolean(op, name, value);
  }
  return {
    operands,
    attributes: { activation, recurrentActivation, goBackwards, returnSequences, resetAfter },
  };
}

/** What the gradient kernels of all cells need. */
export interface GradientOperands extends NamedOperands {
  readonly cache: Tensor;
  readonly dh: Tensor | undefined;
  readonly dhLast: Tensor;
  /** Only of an LSTM. */
  readonly dcLast: Tensor | undefined;
}

/** The two kernels of an operation. */
export interface SequenceKernels {
  forward(
    operands: NamedOperands,
    attributes: SequenceRun['attributes'] & { readonly keep: boolean },
  ): SequenceOutputs<Tensor> & { readonly cLast?: Tensor };
  backward(
    operands: GradientOperands,
    attributes: SequenceRun['attributes'] & { readonly keep: boolean; readonly inputGradient: boolean },
  ): SequenceGradients<Tensor> & {
    readonly dRecurrentBias?: Tensor | undefined;
    readonly dc0?: Tensor | undefined;
  };
}

/**
 * Runs the kernels of a sequence operation as one entry of the tape. The cache is saved for the way back only while a
 * gradient is being recorded, and is never an output.
 *
 * @returns `h` if it was asked for, `hLast`, and for an LSTM `cLast`
 */
export function runSequence(kernels: SequenceKernels, { operands, attributes }: SequenceRun): Tensor[] {
  const { x, kernel, recurrentKernel, bias, recurrentBias, h0, c0, mask, recurrentMask } = operands;
  const { activation, recurrentActivation, goBackwards, returnSequences, resetAfter } = attributes;
  const keep = isRecording();
  const inputGradient = needsGradient(x);
  return recordedOp({
    inputs: { x, kernel, recurrentKernel, bias, recurrentBias, h0, c0 },
    forward(save) {
      const { h, hLast, cLast, cache } = kernels.forward(operands, {
        activation,
        recurrentActivation,
        goBackwards,
        returnSequences,
        resetAfter,
        keep,
      });
      if (cache) {
        const read = [x, kernel, recurrentKernel, bias, recurrentBias, h0, c0, mask, recurrentMask, cache];
        save(read.filter((tensor) => tensor !== undefined));
      }
      return [h, hLast, cLast].filter((output) => output !== undefined);
    },
    backward(gradients, saved) {
      let next = 0;
      // Called in the order of `save`: operands that were left out were not saved.
      const savedFor = (operand: Tensor | undefined) => operand && saved[next++]!;
      const results = kernels.backward(
        {
          x: savedFor(x)!,
          kernel: savedFor(kernel)!,
          recurrentKernel: savedFor(recurrentKernel)!,
          bias: savedFor(bias),
          recurrentBias: savedFor(recurrentBias),
          h0: savedFor(h0),
          c0: savedFor(c0),
          mask: savedFor(mask),
          recurrentMask: savedFor(recurrentMask),
          cache: saved[next]!,
          dh: returnSequences ? gradients[0] : undefined,
          dhLast: gradients[returnSequences ? 1 : 0]!,
          dcLast: gradients[returnSequences ? 2 : 1],
        },
        {
          activation,
          recurrentActivation,
          goBackwards,
          returnSequences,
          resetAfter,
          keep,
          inputGradient,
        },
      );
      return {
        x: results.dx,
        kernel: results.dKernel,
        recurrentKernel: results.dRecurrentKernel,
        bias: results.dBias,
        recurrentBias: results.dRecurrentBias,
        h0: results.dh0,
        c0: results.dc0,
      };
    },
  });
}

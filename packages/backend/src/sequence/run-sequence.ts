import { checkBoolean, checkKeys } from '@seqloom/options';
import { recordedOp } from '../engine/gradient.ts';
import { runKernel } from '../engine/kernel.ts';
import { isRecording, needsGradient } from '../engine/recording.ts';
import type { Tensor } from '../engine/tensor.ts';
import type { ActivationName } from '../portable/activations.ts';
import type { SequenceCellName } from '../portable/sequence.ts';
import { checkActivation, checkOperands, type NamedOperands } from './check-operands.ts';
import type { SequenceOperands } from './operands.ts';

/** A sequence operation with its defaults filled in. */
export interface SequenceRun {
  /** Name of the operation, for messages. */
  readonly op: string;
  readonly cell: SequenceCellName;
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

/** Operands that gradients flow to, in the order in which the gradient kernels return them. */
const DIFFERENTIABLE = ['x', 'kernel', 'recurrentKernel', 'bias', 'recurrentBias', 'h0', 'c0'] as const;
const CONSTANT = ['mask', 'recurrentMask'] as const;

/** What the three operations take beyond what they share. */
interface CellOperands {
  readonly recurrentActivation?: ActivationName | undefined;
  readonly recurrentBias?: Tensor | undefined;
  readonly c0?: Tensor | undefined;
  readonly resetAfter?: boolean | undefined;
}

/** Every operand and option that one of the cells has. */
const KNOWN = [
  ...DIFFERENTIABLE,
  ...CONSTANT,
  'activation',
  'recurrentActivation',
  'goBackwards',
  'returnSequences',
  'resetAfter',
];
/** What one cell alone has. */
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
    ...{ op, cell, operands },
    attributes: { activation, recurrentActivation, goBackwards, returnSequences, resetAfter },
  };
}

/**
 * Runs a sequence kernel as one entry of the tape. The kernel's cache is saved for the way back only while a gradient
 * is being recorded, and is never an output.
 *
 * @returns `h` if it was asked for, `hLast`, and for an LSTM `cLast`
 */
export function runSequence({ cell, operands, attributes }: SequenceRun): Tensor[] {
  const keep = isRecording();
  const inputGradient = needsGradient(operands.x);
  const outputs = (attributes.returnSequences ? 1 : 0) + (cell === 'LSTM' ? 2 : 1);
  const names = [...DIFFERENTIABLE, ...CONSTANT].filter((name) => operands[name]);
  const sources = DIFFERENTIABLE.filter((name) => operands[name]);
  return recordedOp({
    inputs: Object.fromEntries(sources.map((name) => [name, operands[name]])),
    forward(save) {
      const results = runKernel(`${cell}Sequence`, { ...operands }, { ...attributes, keep });
      if (keep) save([...names.map((name) => operands[name]!), ...results.slice(outputs)]);
      return results.slice(0, outputs);
    },
    backward(gradients, saved) {
      const inputs = Object.fromEntries(names.map((name, i) => [name, saved[i]]));
      const [dh, ...dLast] = attributes.returnSequences ? gradients : [undefined, ...gradients];
      const results = runKernel(
        `${cell}SequenceGrad`,
        { ...inputs, cache: saved.at(-1), dh, dhLast: dLast[0], dcLast: dLast[1] },
        { ...attributes, keep, inputGradient },
      );
      const computed = sources.filter((name) => name !== 'x' || inputGradient);
      return Object.fromEntries(computed.map((name, i) => [name, results[i]!]));
    },
  });
}

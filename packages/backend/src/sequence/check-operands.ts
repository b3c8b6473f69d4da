import { formatShape, formatValue, sameShape } from '@seqloom/options';
import type { ActivationName } from '../contract/activation.ts';
import type { Tensor } from '../contract/tensor.ts';
import { checkResult } from '../engine/check-shapes.ts';
import { typedOperand } from '../engine/check-tensors.ts';
import { activationNames } from '../portable/activations.ts';

/** The operands of a sequence operation by name; what is undefined was left out. */
export interface NamedOperands {
  readonly x: Tensor;
  readonly kernel: Tensor;
  readonly recurrentKernel: Tensor;
  readonly bias: Tensor | undefined;
  readonly recurrentBias: Tensor | undefined;
  readonly h0: Tensor | undefined;
  readonly c0: Tensor | undefined;
  readonly mask: Tensor | undefined;
  readonly recurrentMask: Tensor | undefined;
}

/**
 * Checks everything a sequence kernel relies on.
 *
 * @param op name of the operation, for messages
 * @param gates G
 * @throws RangeError for a shape that does not fit the others, TypeError for a dtype
 */
export function checkOperands(op: string, gates: number, operands: NamedOperands): void {
  for (const [name, operand] of Object.entries(operands)) {
    if (operand !== undefined) typedOperand(op, name, operand, name === 'mask' ? 'bool' : 'float32');
    else if (REQUIRED.includes(name)) typedOperand(op, name, operand as never, 'float32');
  }
  const { x, recurrentKernel } = operands;
  if (x.rank !== 3 || x.size === 0) {
    throw new RangeError(
      `${op}: x must have shape [B, T, D] with positive sizes, got ${formatShape(x.shape)}.`,
    );
  }
  const [batch, time, features] = x.shape as [number, number, number];
  const [units = 0] = recurrentKernel.shape;
  const columns = gates * units;
  const expected: Readonly<Record<keyof NamedOperands, readonly number[]>> = {
    x: x.shape,
    kernel: [features, columns],
    recurrentKernel: [units, columns],
    bias: [columns],
    recurrentBias: [columns],
    h0: [batch, units],
    c0: [batch, units],
    mask: [batch, time],
    recurrentMask: [batch, units],
  };
  for (const [name, shape] of Object.entries(expected)) {
    const operand = operands[name as keyof NamedOperands];
    if (!operand || (sameShape(operand.shape, shape) && operand.size > 0)) continue;
    throw new RangeError(
      `${op}: ${name} has shape ${formatShape(operand.shape)}, expected ${formatShape(shape)} for x ` +
        `${formatShape(x.shape)} and ${units} units.`,
    );
  }
  checkResult(op, [batch, time, columns]);
}

/** Operands that cannot be left out. */
const REQUIRED: readonly string[] = ['x', 'kernel', 'recurrentKernel'];

/** @throws RangeError for a name that no activation has */
export function checkActivation(op: string, option: string, name: ActivationName): void {
  if (!activationNames.includes(name)) {
    throw new RangeError(
      `${op}: ${option} must be one of ${activationNames.join(', ')}, got ${formatValue(name)}.`,
    );
  }
}

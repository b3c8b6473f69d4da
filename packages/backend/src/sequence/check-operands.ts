import type { Tensor } from '../engine/tensor.ts';
import { type ActivationName, activationNames } from '../portable/activations.ts';

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
  const { x, recurrentKernel } = operands;
  if (x.rank !== 3 || x.size === 0) {
    throw new RangeError(
      `${op}: x must have shape [B, T, D] with positive sizes, got [${x.shape.join(', ')}].`,
    );
  }
  const [batch, time, features] = x.shape as [number, number, number];
  const [units = 0] = recurrentKernel.shape;
  const columns = gates * units;
  const expected: Readonly<Record<keyof NamedOperands, readonly number[]>> = {
    x: x.shape,
    kernel: [features, columns],
    recurrentKernel: [units, columns],
    ...{ bias: [columns], recurrentBias: [columns] },
    ...{ h0: [batch, units], c0: [batch, units] },
    ...{ mask: [batch, time], recurrentMask: [batch, units] },
  };
  for (const [name, shape] of Object.entries(expected)) {
    const operand = operands[name as keyof NamedOperands];
    if (!operand) continue;
    if (operand.shape.join() !== shape.join() || operand.size === 0) {
      throw new RangeError(
        `${op}: ${name} has shape [${operand.shape.join(', ')}], expected [${shape.join(', ')}] for x ` +
          `[${x.shape.join(', ')}] and ${units} units.`,
      );
    }
    const dtype = name === 'mask' ? 'bool' : 'float32';
    if (operand.dtype !== dtype) {
      throw new TypeError(`${op}: ${name} has dtype ${operand.dtype}, expected ${dtype}. Use cast.`);
    }
  }
}

/** @throws RangeError for a name that no activation has */
export function checkActivation(op: string, option: string, name: ActivationName): void {
  if (!activationNames.includes(name)) {
    throw new RangeError(
      `${op}: ${option} must be one of ${activationNames.join(', ')}, got ${JSON.stringify(name)}.`,
    );
  }
}

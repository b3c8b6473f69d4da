import { copy, dispose, l2Norms, own, type Variable } from '@seqloom/backend';
import type { Parameter } from '@seqloom/nn';
import type { ClippedGradient } from './clip-gradients.ts';

/** The variables that a step changes for one parameter, with the gradient to follow. */
export interface ParameterUpdate extends ClippedGradient {
  /** The parameter, or a copy of it. */
  readonly weight: Variable;
  /** The slots of the parameter, or copies of them. */
  readonly slots: readonly Variable[];
}

/** A step in progress, which decay and update work on. */
export interface OpenStep {
  /** η of this step. */
  readonly learningRate: number;
  /** From 1. */
  readonly number: number;
  readonly updates: readonly ParameterUpdate[];
}

/** A step shorter than this cannot overflow: its square stays below 1e30, and float32 reaches 3e38. */
const LONGEST_SAFE_STEP = 1e15;

/**
 * Whether no number of a step can leave the range of float32, no matter what the weights are. Squares and products of the
 * gradients stay far below 3e38, and a weight large enough to overflow moves by less than its own rounding.
 */
export function staysFinite({ learningRate, updates }: OpenStep, weightDecay: number): boolean {
  const longest = updates.reduce((longest, { norm }) => Math.max(longest, norm), 1);
  return longest * Math.max(learningRate, 1) < LONGEST_SAFE_STEP && learningRate * weightDecay <= 1;
}

/**
 * Runs the stages of a step on copies of weights and slots, which replace the originals if all of them are finite.
 *
 * @returns the first parameter that, itself or in a slot, would not be finite; then nothing has changed
 */
export function runOnCopies(step: OpenStep, stages: (step: OpenStep) => void): Parameter | undefined {
  const made: { readonly original: Variable; readonly copied: Variable; readonly parameter: Parameter }[] =
    [];
  const discard = () => dispose(...made.map(({ copied }) => copied.value));
  try {
    const updates = step.updates.map((original) => {
      const [weight, ...slots] = [original.weight, ...original.slots].map((variable) => {
        const copied = { value: own(copy(variable.value)) };
        made.push({ original: variable, copied, parameter: original.parameter });
        return copied;
      });
      return { ...original, weight: weight!, slots };
    });
    stages({ ...step, updates });
  } catch (error) {
    discard();
    throw error;
  }
  const norms = l2Norms(made.map(({ copied }) => copied.value));
  const bad = norms.findIndex((norm) => !Number.isFinite(norm));
  if (bad >= 0) {
    discard();
    return made[bad]!.parameter;
  }
  for (const { original, copied } of made) {
    original.value.dispose();
    original.value = copied.value;
  }
  return undefined;
}

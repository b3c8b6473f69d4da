import type { Tensor } from '@seqloom/backend';
import type { CallContext } from './context.ts';
import type { Shape } from './shape.ts';

/** Values that a layer keeps from step to step. */
export interface StepState {
  /** Of one sample at one step. */
  readonly shape: Shape;
  /**
   * Of how many steps ago the layer reads the values, in this order; default `[1]`, those of the step before. Before the first
   * step all values are 0.
   */
  readonly ages?: readonly number[];
}

/** What a layer gives for one step. */
export interface StepResult {
  readonly outputs: readonly Tensor[];
  /** For each state the values to keep, `[B, …]`. */
  readonly states: readonly Tensor[];
}

/** How a layer runs one step of a sequence at a time. */
export interface Stepping {
  readonly states: readonly StepState[];
  /**
   * Runs a step: `x [B, 1, …]`, for each state what was kept, `[B, ages, …]`. Absent for a layer that treats every step on its
   * own: it is applied to the step.
   */
  readonly step?: (x: Tensor, past: readonly Tensor[], context: CallContext) => StepResult;
  /** Whether each output has the time axis, as `[B, 1, …]`; by default all have. */
  readonly timed?: readonly boolean[];
  /** An id that stands for no step. */
  readonly padding?: number;
}

/** Of a layer that treats every step on its own. */
export const EACH_STEP: Stepping = { states: [] };

/**
 * What a layer throws that does not run step by step.
 *
 * @param label of the layer
 * @param reason why, such as `goBackwards reads the sequence from its end`
 */
export function cannotStep(label: string, reason: string): RangeError {
  return new RangeError(
    `${label}: does not run step by step: ${reason}. Predict whole sequences instead, or leave the layer out.`,
  );
}

/** Of a layer that treats every step on its own unless one of its axes is that of time. @throws RangeError if one is */
export function stepsUnless(label: string, axes: readonly number[], rank: number): Stepping {
  if (!axes.some((axis) => (axis < 0 ? axis + rank : axis) === 1)) return EACH_STEP;
  throw cannotStep(label, 'its axis is that of the steps');
}

/** Of a layer of several inputs, all of which go on with the steps. @throws RangeError if one does not */
export function stepsTogether(label: string, timed: readonly boolean[]): Stepping {
  if (timed.every((each) => each)) return EACH_STEP;
  throw cannotStep(label, 'one of its inputs has no step for every step of the others');
}

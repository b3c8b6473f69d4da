import {
  allFinite,
  cast,
  dispose,
  equal,
  identity,
  logicalAnd,
  own,
  scalar,
  sum,
  type Tensor,
  tidy,
  type Variable,
  where,
} from '@seqloom/backend';
import type { Parameter } from '@seqloom/nn';
import type { OpenStep } from './open-step.ts';

/** A step that has been done without reading a number. Its tensors belong to the caller. */
export interface UnreadStep {
  /** Scalar, bool: whether weights and slots changed. */
  readonly done: Tensor;
  /** `[n]`, bool: whether each new weight and slot is finite. */
  readonly finite: Tensor;
  /** The parameter of each entry of `finite`. */
  readonly parameters: readonly Parameter[];
}

/**
 * Runs the stages of a step. The backend decides whether weights and slots become what the stages made of them: where `allowed` is
 * true and all of that is finite. Otherwise they keep their numbers.
 *
 * @param allowed scalar, bool
 */
export function runUnread(step: OpenStep, allowed: Tensor, stages: (step: OpenStep) => void): UnreadStep {
  const made: { readonly original: Variable; readonly changed: Variable; readonly parameter: Parameter }[] =
    [];
  try {
    const updates = step.updates.map((original) => {
      const [weight, ...slots] = [original.weight, ...original.slots].map((variable) => {
        // A second handle: nothing writes into a buffer that is shared.
        const changed = { value: own(identity(variable.value)) };
        made.push({ original: variable, changed, parameter: original.parameter });
        return changed;
      });
      return { ...original, weight: weight!, slots };
    });
    stages({ ...step, updates });
    const finite = allFinite(made.map(({ changed }) => changed.value));
    const done = tidy(() => logicalAnd(allowed, isTrueEverywhere(finite)));
    const values = made.map(({ original, changed }) => own(where(done, changed.value, original.value)));
    made.forEach(({ original }, i) => {
      original.value.dispose();
      original.value = values[i]!;
    });
    return { done, finite, parameters: made.map(({ parameter }) => parameter) };
  } finally {
    dispose(...made.map(({ changed }) => changed.value));
  }
}

/** @param flags `[n]`, bool */
export function isTrueEverywhere(flags: Tensor): Tensor {
  return tidy(() => equal(sum(cast(flags, 'float32')), scalar(flags.size)));
}

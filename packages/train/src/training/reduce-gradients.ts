import { type Tensor, tensor } from '@seqloom/backend';
import { formatValue } from '@seqloom/options';
import type { BatchLoss } from '../losses/running-loss.ts';

/** The loss of a step and the number of losses that it is the mean of. */
export interface StepTotals {
  /** NaN or infinite where the step of a model has failed. */
  readonly loss: number;
  /** Samples, or with a mask the steps that it does not leave out. */
  readonly samples: number;
}

/**
 * Combines the step of a model with those of others, for instance in other processes: the gradients become their mean, weighted by
 * `samples`, in place.
 *
 * @param gradients of all trainable weights, one after another in the order of `trainableWeights`
 * @returns the mean loss of all, and the sum of their samples
 */
export type ReduceGradients = (
  gradients: Float32Array<ArrayBuffer>,
  totals: StepTotals,
) => StepTotals | Promise<StepTotals>;

/** Calls the function of the user, with one buffer for all steps of a run. */
export class GradientReducer {
  readonly #reduce: ReduceGradients;
  #buffer: Float32Array<ArrayBuffer> = new Float32Array(0);

  constructor(reduce: ReduceGradients) {
    this.#reduce = reduce;
  }

  /**
   * @param gradients dense; they stay the caller's
   * @returns tensors of the combined gradients, which belong to the caller, and the combined loss; losses of several outputs stay
   * those of this model
   * @throws TypeError unless the function returns a loss and a number of samples
   */
  async reduce(
    gradients: readonly (Tensor | undefined)[],
    { loss, count, ...ofOutputs }: BatchLoss,
  ): Promise<{ readonly gradients: (Tensor | undefined)[]; readonly losses: BatchLoss }> {
    const values = await Promise.all(gradients.map((gradient) => gradient?.data()));
    const size = values.reduce((total, each) => total + (each?.length ?? 0), 0);
    if (this.#buffer.length !== size) this.#buffer = new Float32Array(size);
    let place = 0;
    for (const each of values) {
      if (each) this.#buffer.set(each, place);
      place += each?.length ?? 0;
    }
    const totals = checkTotals(await this.#reduce(this.#buffer, { loss, samples: count }));
    place = 0;
    const combined = gradients.map((gradient) => {
      if (!gradient) return undefined;
      const part = this.#buffer.subarray(place, place + gradient.size);
      place += gradient.size;
      return tensor(part, gradient.shape);
    });
    return { gradients: combined, losses: { loss: totals.loss, count: totals.samples, ...ofOutputs } };
  }
}

function checkTotals(totals: unknown): StepTotals {
  const { loss, samples } = (totals ?? {}) as Partial<StepTotals>;
  if (typeof loss === 'number' && typeof samples === 'number' && samples >= 0) return { loss, samples };
  throw new TypeError(`fit: reduce must return { loss, samples }, two numbers, got ${formatValue(totals)}.`);
}

import type { Tensor } from '@seqloom/backend';
import { formatValue } from '@seqloom/options';
import { FlatGradients } from './flat-gradients.ts';
import type { OwnStep, ReducedStep, StepReducer } from './ranks.ts';

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
export class GradientReducer implements StepReducer {
  readonly #reduce: ReduceGradients;
  readonly #flat: FlatGradients = new FlatGradients();
  readonly takesRows: boolean = false;

  constructor(reduce: ReduceGradients) {
    this.#reduce = reduce;
  }

  /**
   * @returns tensors of the combined gradients, and the combined loss; losses of several outputs stay those of this model
   * @throws TypeError unless the function returns a loss and a number of samples
   */
  async reduce({ gradients: given, losses }: OwnStep): Promise<ReducedStep> {
    const { loss, count, ...ofOutputs } = losses;
    const gradients = given as readonly (Tensor | undefined)[]; // dense
    const buffer = await this.#flat.fill(gradients.map((tensor) => ({ tensor, weight: 1 })));
    const totals = checkTotals(await this.#reduce(buffer, { loss, samples: count }));
    const combined = { loss: totals.loss, count: totals.samples, ...ofOutputs };
    return { gradients: this.#flat.tensors(gradients), losses: combined };
  }
}

function checkTotals(totals: unknown): StepTotals {
  const { loss, samples } = (totals ?? {}) as Partial<StepTotals>;
  if (typeof loss === 'number' && typeof samples === 'number' && samples >= 0) return { loss, samples };
  throw new TypeError(`fit: reduce must return { loss, samples }, two numbers, got ${formatValue(totals)}.`);
}

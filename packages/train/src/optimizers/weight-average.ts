import { add, copy, l2Norms, mul, scalar, sub, type Tensor, tidy, type Variable } from '@seqloom/backend';
import type { Parameter } from '@seqloom/nn';
import { OptimizerSlots } from './optimizer-slots.ts';
import { setVariable } from './set-variable.ts';

/** Exponential moving averages of parameters, a slot of each: `a ← μ a + (1 − μ) w` after every batch. */
export class WeightAverage {
  readonly #momentum: number;
  readonly #overwriteFrequency: number | undefined;
  readonly averages: OptimizerSlots = new OptimizerSlots(['average']);
  /** The parameters as they were before `overwrite`, so that a run can go on from them. */
  readonly trained: OptimizerSlots = new OptimizerSlots(['trained']);

  /**
   * @param momentum μ
   * @param overwriteFrequency every so many steps, parameters are set to their averages; undefined for never
   */
  constructor(momentum: number, overwriteFrequency: number | undefined) {
    this.#momentum = momentum;
    this.#overwriteFrequency = overwriteFrequency;
  }

  /**
   * Moves the averages after a batch. Until the first step has been done, and for a parameter that is new, the average is the
   * parameter.
   *
   * @param stepsBefore steps done before the batch
   * @param done scalar, bool: whether anything changes; undefined if it does
   */
  follow(parameters: readonly Parameter[], stepsBefore: number, done?: Tensor): void {
    const overwrites =
      this.#overwriteFrequency !== undefined && (stepsBefore + 1) % this.#overwriteFrequency === 0;
    this.trained.dispose();
    tidy(() => {
      for (const parameter of parameters) {
        const isNew = stepsBefore === 0 || !this.averages.has(parameter);
        const average = this.averages.of(parameter)[0]!;
        setVariable(average, isNew ? copy(parameter.value) : this.#blend(average, parameter), done);
        if (overwrites) setVariable(parameter, copy(average.value), done);
      }
    });
  }

  /** Sets parameters to their averages. */
  overwrite(parameters: readonly Parameter[]): void {
    for (const parameter of parameters) {
      if (!this.averages.has(parameter)) continue;
      setVariable(this.trained.of(parameter)[0]!, copy(parameter.value));
      setVariable(parameter, copy(this.averages.of(parameter)[0]!.value));
    }
  }

  /** Undoes `overwrite` for the parameters that have not changed since. */
  resume(parameters: readonly Parameter[]): void {
    for (const parameter of parameters) {
      if (!this.trained.has(parameter)) continue;
      const average = this.averages.of(parameter)[0]!.value;
      const [distance] = tidy(() => l2Norms([sub(parameter.value, average)]));
      if (distance === 0) setVariable(parameter, copy(this.trained.of(parameter)[0]!.value));
    }
    this.trained.dispose();
  }

  #blend(average: Variable, parameter: Variable): Tensor {
    const momentum = this.#momentum;
    return add(mul(average.value, scalar(momentum)), mul(parameter.value, scalar(1 - momentum)));
  }
}

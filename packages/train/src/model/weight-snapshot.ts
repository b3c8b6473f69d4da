import { copy, dispose, own, type Tensor } from '@seqloom/backend';
import type { Parameter } from '@seqloom/nn';

/** Copies of parameters at one moment, to go back to. They stay allocated until `dispose`. */
export class WeightSnapshot {
  readonly #parameters: readonly Parameter[];
  readonly #values: readonly Tensor[];

  constructor(parameters: readonly Parameter[]) {
    this.#parameters = parameters;
    this.#values = parameters.map(({ value }) => own(copy(value)));
  }

  /** Sets the parameters to what they were; those of a model that was disposed of stay released. */
  restore(): void {
    this.#parameters.forEach((parameter, i) => {
      if (!parameter.value.isDisposed) parameter.assign(this.#values[i]!);
    });
  }

  dispose(): void {
    dispose(...this.#values);
  }
}

import { copy, dispose, own, type Tensor } from '@seqloom/backend';
import type { Parameter } from '@seqloom/nn';

/** Copies of the values of parameters, which can be restored. They stay allocated until `dispose`. */
export class WeightSnapshot {
  readonly #parameters: readonly Parameter[];
  readonly #values: readonly Tensor[];

  constructor(parameters: readonly Parameter[]) {
    this.#parameters = parameters;
    this.#values = parameters.map(({ value }) => own(copy(value)));
  }

  /** Restores the values. Parameters that were disposed of since stay released. */
  restore(): void {
    this.#parameters.forEach((parameter, i) => {
      if (!parameter.value.isDisposed) parameter.assign(this.#values[i]!);
    });
  }

  dispose(): void {
    dispose(...this.#values);
  }
}

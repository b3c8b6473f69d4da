import type { NdArray } from '@seqloom/arrays';
import { copy, dispose, own, type Tensor, tensor } from '@seqloom/backend';
import { formatShape, type Parameter, ShapeError, sameShape } from '@seqloom/nn';

/**
 * Copies of the values of parameters, which can be restored; `values`, where they are given, take the place of copies. They stay
 * allocated until `dispose`, which releases the given ones, too.
 */
export class WeightSnapshot {
  readonly #parameters: readonly Parameter[];
  readonly #values: readonly Tensor[];

  constructor(parameters: readonly Parameter[], values?: readonly Tensor[]) {
    this.#parameters = parameters;
    this.#values = values ?? parameters.map(({ value }) => own(copy(value)));
  }

  /**
   * A snapshot of values that `read` gave.
   *
   * @param names of the parameters, in their order
   * @throws ShapeError when the values of a parameter are missing or of another shape; then nothing stays allocated
   */
  static of(
    parameters: readonly Parameter[],
    names: readonly string[],
    arrays: Readonly<Record<string, NdArray>>,
  ): WeightSnapshot {
    const given = parameters.map(({ shape }, i) => {
      const array = arrays[names[i]!];
      if (array && sameShape(array.shape, shape)) return array;
      throw new ShapeError(
        `WeightSnapshot: ${names[i]} has shape ${formatShape(shape)}, got ${array ? formatShape(array.shape) : 'no values'}.`,
      );
    });
    return new WeightSnapshot(
      parameters,
      given.map(({ data, shape }) => own(tensor(data, shape, 'float32'))),
    );
  }

  /** The values by the names of the parameters. */
  async read(names: readonly string[]): Promise<Record<string, NdArray>> {
    const values = await Promise.all(this.#values.map((value) => value.data()));
    return Object.fromEntries(
      values.map((data, i) => [names[i]!, { data: data as Float32Array, shape: this.#values[i]!.shape }]), // weights are float32
    );
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

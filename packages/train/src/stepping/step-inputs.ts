import { isNdArray, type NdArray } from '@seqloom/arrays';
import { formatShape, sizeOf } from '@seqloom/options';
import { type NamedOr, orderByName } from '../model/by-name.ts';
import type { Network } from '../model/network.ts';

/** The numbers of one step of an input: ids, or float32 values, `[B, …]`. */
export type StepValues = Int32Array | Float32Array;

/** The inputs of a model: those that go on with the steps, and those that stay as they are. */
export class StepInputs {
  /** For each input of the model whether it stays. */
  readonly isFixed: readonly boolean[];
  readonly #model: Network;

  /** @throws RangeError for a name that the model does not have, or when no input is left to go on */
  constructor(model: Network, fixed: readonly string[]) {
    const names: readonly (string | undefined)[] =
      model.inputNames.length > 0 ? model.inputNames : [undefined];
    const known = model.inputNames.join(', ') || 'one without a name';
    for (const name of fixed) {
      if (names.includes(name)) continue;
      throw new RangeError(
        `StepRunner: fixed names ${JSON.stringify(name)}, which is not an input of ${model.label}. Its inputs: ${known}.`,
      );
    }
    this.#model = model;
    this.isFixed = names.map((name) => name !== undefined && fixed.includes(name));
    if (this.isFixed.includes(false)) return;
    throw new RangeError(
      `StepRunner: fixed names all inputs of ${model.label}. Leave out those that go on with the steps.`,
    );
  }

  /** How many go on. */
  get count(): number {
    return this.isFixed.filter((fixed) => !fixed).length;
  }

  get hasFixed(): boolean {
    return this.isFixed.includes(true);
  }

  /** By the number of the input: what is given for those that go on, in their order. */
  spread<T>(values: readonly T[], fixed: boolean): readonly (T | undefined)[] {
    let next = 0;
    return this.isFixed.map((is) => (is === fixed ? values[next++] : undefined));
  }

  /**
   * The values of a step as arrays `[B, 1, …]`.
   *
   * @param paddings for each input of the model the id that is no step
   * @throws RangeError for another number of values, or a padding; TypeError for what are not values
   */
  ofStep(
    input: NamedOr<StepValues>,
    batchSize: number,
    paddings: readonly (number | undefined)[],
  ): readonly NdArray[] {
    const list = orderByName('StepRunner: step', 'inputs', this.#names(false), input, isValues);
    return this.spread(list, false).flatMap((data, i) => {
      if (this.isFixed[i]) return [];
      if (!isValues(data)) {
        throw new TypeError('StepRunner: step: expected an Int32Array of ids or a Float32Array of values.');
      }
      const shape = [batchSize, 1, ...(this.#model.inputShapes[i]!.slice(2) as number[])];
      if (data.length !== sizeOf(shape)) {
        throw new RangeError(
          `StepRunner: step: expected ${sizeOf(shape)} values of shape ${formatShape(shape)}, got ${data.length}.`,
        );
      }
      const padding = paddings[i];
      if (padding !== undefined && data.includes(padding)) {
        throw new RangeError(
          `StepRunner: step: id ${padding} stands for padding (maskZero), which is no step. Leave it out.`,
        );
      }
      return [{ data, shape }];
    });
  }

  /**
   * The fixed inputs in their order.
   *
   * @throws RangeError for one that is missing or not known, or when they do not have one batch
   */
  ofReset(given: NamedOr<NdArray> | undefined): readonly NdArray[] {
    const names = this.#names(true);
    const arrays = orderByName('StepRunner: reset', 'fixed inputs', names, given ?? [], isNdArray);
    const batch = arrays[0]!.shape[0]!;
    for (const [i, { data, shape }] of arrays.entries()) {
      if (batch > 0 && shape[0] === batch && data.length === sizeOf(shape)) continue;
      throw new RangeError(
        `StepRunner: reset: ${names[i]} has ${data.length} values of shape ${formatShape(shape)}, expected ${batch} ` +
          `sequences as in ${names[0]}, at least one.`,
      );
    }
    return arrays;
  }

  #names(fixed: boolean): readonly string[] {
    return this.#model.inputNames.filter((_, i) => this.isFixed[i] === fixed);
  }
}

function isValues(value: unknown): value is StepValues {
  return value instanceof Int32Array || value instanceof Float32Array;
}

import { copy, own, type Tensor, tensor, type Variable } from '@seqloom/backend';
import type { Regularizer } from './regularizers.ts';
import { formatShape, ShapeError, sameShape, sizeOf } from './shape.ts';

/** What a parameter is made of. */
export interface ParameterOptions {
  /** Its name within its layer, for instance `kernel`. */
  readonly name: string;
  /** Its place in the model, for instance `dense_1/kernel`. */
  readonly path: string;
  readonly shape: readonly number[];
  /** Its initial values, row-major. */
  readonly values: Float32Array;
  /** False for state that no gradient changes; default true. */
  readonly trainable?: boolean;
  readonly regularizer?: Regularizer | undefined;
}

/**
 * A weight tensor of a layer. It is the only owner of its buffer, so that an optimizer may update it in place; keep
 * a state of it with `copy(parameter.value)`, not by holding `parameter.value`.
 *
 * @throws ShapeError when the values do not fill the shape
 */
export class Parameter implements Variable {
  readonly name: string;
  /** Its place in the model. Changes when its layer, built on its own, comes into a model. */
  path: string;
  readonly shape: readonly number[];
  readonly trainable: boolean;
  readonly regularizer: Regularizer | undefined;
  /** The current values. Updates may replace this tensor. */
  value: Tensor;
  readonly #onDispose = new Set<() => void>();

  constructor({ name, path, shape, values, trainable = true, regularizer }: ParameterOptions) {
    this.name = name;
    this.path = path;
    this.shape = shape;
    this.trainable = trainable;
    this.regularizer = regularizer;
    this.#checkLength(values);
    this.value = own(tensor(values, shape));
  }

  /** The number of values. */
  get size(): number {
    return sizeOf(this.shape);
  }

  /**
   * Replaces the values by a copy of others.
   *
   * @throws ShapeError when a tensor has another shape or an array another length
   */
  assign(values: Float32Array | Tensor): void {
    const previous = this.value;
    if (values instanceof Float32Array) {
      this.#checkLength(values);
      this.value = own(tensor(values, this.shape));
    } else {
      if (!sameShape(values.shape, this.shape)) {
        throw new ShapeError(
          `${this.path}: has shape ${formatShape(this.shape)}, got values of shape ${formatShape(values.shape)}.`,
        );
      }
      this.value = own(copy(values));
    }
    previous.dispose();
  }

  /**
   * Registers what is to be released together with the parameter, such as an optimizer's memory of it.
   *
   * @returns takes the registration back; to be called when it has been released before
   */
  onDispose(release: () => void): () => void {
    this.#onDispose.add(release);
    return () => void this.#onDispose.delete(release);
  }

  /** Releases the buffer; a second call does nothing. */
  dispose(): void {
    if (!this.value.isDisposed) this.value.dispose();
    for (const release of this.#onDispose) release();
    this.#onDispose.clear();
  }

  #checkLength(values: Float32Array): void {
    if (values.length !== this.size) {
      throw new ShapeError(
        `${this.path}: shape ${formatShape(this.shape)} takes ${this.size} values, got ${values.length}.`,
      );
    }
  }
}

import { cast, concat, ones, type Tensor, tidy } from '@seqloom/backend';
import type { LayerMask, LayerOptions, LayerRules } from './layer-contract.ts';
import { eitherMask } from './merge-layer.ts';
import { MultiInputLayer } from './multi-input-layer.ts';
import { axis } from './rules.ts';
import { formatShape, type Shape, ShapeError } from './shape.ts';
import { type Stepping, stepsTogether, stepsUnless } from './stepping.ts';

/** Options of `Concatenate`. */
export interface ConcatenateOptions extends LayerOptions {
  /** The axis along which the inputs stand side by side; negative ones count from the end; default −1. */
  readonly axis?: number;
}

/**
 * Puts its inputs side by side.
 *
 * Shapes: `[B, …]` each, equal but for `axis` → the same with the sum of its sizes. Masks are joined along the time axis, for
 * an axis after it a step counts that counts in one input. An input without a mask counts everywhere.
 *
 * @throws ShapeError naming the layer when the shapes do not fit; RangeError for the batch axis
 *
 * **Source**: `keras.layers.Concatenate`.
 *
 * @example
 * ```ts
 * const both = new Concatenate().apply([question, story]);
 * ```
 */
export class Concatenate extends MultiInputLayer<ConcatenateOptions> {
  static readonly className: string = 'Concatenate';
  static readonly replayable: boolean = true;
  static readonly rules: LayerRules<ConcatenateOptions> = { axis: axis(-1) };

  constructor(options: ConcatenateOptions = {}) {
    super(options);
  }

  protected override call(inputs: readonly Tensor[]): Tensor {
    const [{ dtype }] = inputs as [Tensor];
    const alike = inputs.every((input) => input.dtype === dtype);
    return concat(
      alike ? inputs : inputs.map((input) => cast(input, 'float32')),
      this.#axisOf(inputs[0]!.shape),
    );
  }

  override computeOutputShape(shapes: readonly Shape[]): Shape {
    const [first] = shapes as readonly [Shape];
    const along = this.#axisOf(first);
    return first.map((_, at) => {
      const sizes = shapes.map((shape) => (shape.length === first.length ? shape[at]! : Number.NaN));
      const known = sizes.filter((size) => size !== null);
      if (at === along && !known.includes(Number.NaN)) {
        return known.length < sizes.length ? null : known.reduce((total, size) => total + size, 0);
      }
      if (known.some((size) => size !== known[0])) {
        throw new ShapeError(
          `${this.label}: its inputs must have one shape but for axis ${along}, got shapes ` +
            `${shapes.map((shape) => formatShape(shape)).join(' and ')}.`,
        );
      }
      return known[0] ?? null;
    });
  }

  override stepping([{ length }]: readonly [Shape], timed: readonly boolean[]): Stepping {
    stepsUnless(this.label, [this.settings.axis], length);
    return stepsTogether(this.label, timed);
  }

  override computeMask(inputs: readonly Tensor[], given: LayerMask): Tensor | undefined {
    const masks = inputs.map((_, i) => (given as readonly (Tensor | undefined)[])[i]);
    const rank = masks.find((mask) => mask)?.rank;
    if (rank === undefined) return undefined;
    if (masks.some((mask) => mask && mask.rank !== rank)) {
      throw new ShapeError(
        `${this.label}: the masks of its inputs must have one rank, got shapes ` +
          `${masks.map((mask) => (mask ? formatShape(mask.shape) : 'none')).join(' and ')}.`,
      );
    }
    const along = this.#axisOf(inputs[0]!.shape);
    if (along >= rank) return eitherMask(masks);
    return tidy(() => {
      const all = masks.map((mask, i) => cast(mask ?? ones(inputs[i]!.shape.slice(0, rank)), 'int32'));
      return cast(concat(all, along), 'bool'); // bytes cannot be joined on every backend
    });
  }

  #axisOf(shape: Shape): number {
    const { axis } = this.settings;
    const along = axis < 0 ? axis + shape.length : axis;
    if (along > 0 && along < shape.length) return along;
    throw new ShapeError(
      `${this.label}: axis ${axis} is not an axis after the batch of an input of shape ${formatShape(shape)}.`,
    );
  }
}

import {
  cast,
  div,
  exp,
  max,
  mul,
  reshape,
  scalar,
  softmax,
  stopGradient,
  sub,
  sum,
  type Tensor,
  where,
} from '@seqloom/backend';
import { formatValue, rule } from '@seqloom/options';
import type { CallContext } from './context.ts';
import { Layer } from './layer.ts';
import type { LayerOptions, LayerRules } from './layer-contract.ts';
import { formatShape, type Shape, ShapeError } from './shape.ts';
import { type Stepping, stepsUnless } from './stepping.ts';

/** Options of `Softmax`. */
export interface SoftmaxOptions extends LayerOptions {
  /** The axis, or the axes together, over which the outputs sum to 1; negative ones count from the end; default −1. */
  readonly axis?: number | readonly number[];
}

/** What a skipped step enters the softmax with, as in Keras. */
const SKIPPED = -1e9;

/**
 * `exp(xᵢ) / Σⱼ exp(xⱼ)` over one axis or several.
 *
 * Shapes: any float32 (integers are converted) → the same. With a mask, skipped steps get 0 and the others share the 1: over
 * the steps of `[B, T]` or `[B, T, D]` with `axis: 1`. The mask passes through.
 *
 * @throws ShapeError naming the layer for an axis that the input does not have, or the batch
 *
 * **Source**: `keras.layers.Softmax`, whose mask has the shape of the input.
 *
 * @example
 * ```ts
 * const weights = new Softmax({ axis: 1 }).apply(scores); // over the time steps
 * ```
 */
export class Softmax extends Layer<SoftmaxOptions, Tensor> {
  static readonly className: string = 'Softmax';
  static readonly replayable: boolean = true;
  static readonly rules: LayerRules<SoftmaxOptions> = {
    axis: rule<number | readonly number[]>(checkAxis, -1),
  };

  constructor(options: SoftmaxOptions = {}) {
    super(options);
  }

  protected override call(input: Tensor, { mask, logits: request }: CallContext): Tensor {
    const x = input.dtype === 'float32' ? input : cast(input, 'float32');
    const axes = this.#axesOf(x.shape);
    const overLast = axes.length === 1 && axes[0] === x.rank - 1;
    if (!mask) {
      if (!overLast) return softmaxOver(x, axes);
      if (request?.activation !== 'softmax') return softmax(x);
      const output = request.only ? x : softmax(x);
      request.found = { output, logits: x };
      return output;
    }
    const counts = reshape(mask, [...mask.shape, ...new Array<number>(x.rank - mask.rank).fill(1)]);
    const kept = where(counts, x, scalar(SKIPPED));
    // Where nothing counts, the softmax shares the 1 among skipped steps.
    return mul(overLast ? softmax(kept) : softmaxOver(kept, axes), cast(counts, 'float32'));
  }

  override computeOutputShape(inputShape: Shape): Shape {
    this.#axesOf(inputShape);
    return inputShape;
  }

  override stepping([{ length }]: readonly [Shape]): Stepping {
    return stepsUnless(this.label, [this.settings.axis].flat(), length);
  }

  override computeMask(_x: Tensor, mask: Tensor | undefined): Tensor | undefined {
    return mask;
  }

  #axesOf(shape: Shape): number[] {
    return [this.settings.axis].flat().map((axis) => {
      const at = axis < 0 ? axis + shape.length : axis;
      if (at > 0 && at < shape.length) return at;
      throw new ShapeError(
        `${this.label}: axis ${axis} is not an axis after the batch of an input of shape ${formatShape(shape)}.`,
      );
    });
  }
}

/** The largest entry goes out of every exponent, so that none overflows. */
function softmaxOver(x: Tensor, axes: readonly number[]): Tensor {
  const e = exp(sub(x, stopGradient(max(x, axes, true))));
  return div(e, sum(e, axes, true));
}

function checkAxis(owner: string, option: string, value: unknown): void {
  const axes = [value].flat();
  if (
    axes.length > 0 &&
    new Set(axes).size === axes.length &&
    axes.every((axis) => Number.isSafeInteger(axis))
  )
    return;
  throw new RangeError(
    `${owner}: ${option} must be the number of an axis or a list of different ones, got ${formatValue(value)}.`,
  );
}

import {
  add,
  cast,
  div,
  mean,
  mul,
  recordedOp,
  reshape,
  rsqrt,
  scalar,
  square,
  sub,
  sum,
  type Tensor,
} from '@seqloom/backend';
import { sizeOf } from './shape.ts';
import { zeroMaskedSteps } from './zero-masked-steps.ts';

/** What enters `standardize`. */
export interface StandardizeOperands {
  /** `[B, …]` float32 */
  readonly x: Tensor;
  /** The axes that one mean and one variance are taken over. */
  readonly axes: readonly number[];
  /** Added to the variance. */
  readonly epsilon: number;
  /** `[B, T, …]` bool: the steps that count in mean and variance. */
  readonly mask?: Tensor | undefined;
}

/** What `standardize` gives. Gradients flow through `y` only. */
export interface Standardized {
  /** `(x − mean) / √(variance + epsilon)`, also where the mask skips. */
  readonly y: Tensor;
  /** With the axes of x, those that it is taken over of size 1. */
  readonly mean: Tensor;
  /** Of all values, divided by their number. */
  readonly variance: Tensor;
}

/** As in Keras, added to a number of steps, which may be 0. */
const STEPS_EPSILON = 1e-7;

/**
 * Subtracts the mean and divides by the standard deviation, as one operation forward and backward: with `r = 1/√(v + ε)`,
 * N values and w = 1 where a value counts, `dx = r (dy − w/N (Σ dy + y Σ dy y))`.
 *
 * **Source**: `keras.ops.moments`, `keras.layers.BatchNormalization` for the mask.
 */
export function standardize({ x, axes, epsilon, mask }: StandardizeOperands): Standardized {
  const [y, mean_, variance] = recordedOp({
    inputs: { x },
    forward(save) {
      const share = mask && sharesOf(x, axes, mask);
      const average = (values: Tensor) =>
        mask && share ? sum(mul(zeroMaskedSteps(values, mask), share), axes, true) : mean(values, axes, true);
      const center = average(x);
      const difference = sub(x, center);
      const spread = average(square(difference));
      const scale = rsqrt(add(spread, scalar(epsilon)));
      const y = mul(difference, scale);
      save(share ? [y, scale, share] : [y, scale]);
      return [y, center, spread];
    },
    backward([dy], [y, scale, share]) {
      const average = share ? scalar(1) : scalar(1 / sizeOf(axes.map((axis) => x.shape[axis]!)));
      const total = mul(sum(dy!, axes, true), average);
      const along = mul(sum(mul(dy!, y!), axes, true), average);
      const common = add(total, mul(y!, along));
      return { x: mul(sub(dy!, share ? mul(common, share) : common), scale!) };
    },
  });
  return { y: y!, mean: mean_!, variance: variance! };
}

/** By what each value counts in a mean: `1 / N`, or 0 where the mask skips. */
function sharesOf(x: Tensor, axes: readonly number[], mask: Tensor): Tensor {
  const counts = reshape(cast(mask, 'float32'), [
    ...mask.shape,
    ...new Array<number>(x.rank - mask.rank).fill(1),
  ]);
  // A value of the mask stands for all values along the axes that it does not have.
  const repeated = sizeOf(axes.map((axis) => (axis < mask.rank ? 1 : x.shape[axis]!)));
  const masked = axes.filter((axis) => axis < mask.rank);
  const number = mul(masked.length > 0 ? sum(counts, masked, true) : counts, scalar(repeated));
  return div(counts, add(number, scalar(STEPS_EPSILON)));
}

import {
  abs,
  add,
  cast,
  clip,
  div,
  exp,
  greater,
  less,
  log1p,
  maximum,
  mean,
  mul,
  neg,
  scalar,
  square,
  sub,
  sum,
  type Tensor,
  tanh,
  tensor,
  where,
} from '@seqloom/backend';
import { EPSILON, lossOp, ofMean, signOf } from './loss-op.ts';

// The formulas of the losses of quantities, each with its gradient as one entry of the tape. Targets t and predictions p have one
// shape `[B, …, D]`, the losses are `[B, …]`. Gradients flow to both.

/** `(p − t)²`, mean over the last axis. */
export function squaredError(t: Tensor, p: Tensor): Tensor {
  return differenceLoss(t, p, square, (difference) => mul(difference, scalar(2)));
}

/** `|p − t|`, mean over the last axis. */
export function absoluteError(t: Tensor, p: Tensor): Tensor {
  return differenceLoss(t, p, abs, signOf);
}

/** With e = p − t: `e² / 2` where |e| ≤ δ, `δ |e| − δ² / 2` elsewhere; mean over the last axis. */
export function huberError(t: Tensor, p: Tensor, delta: number): Tensor {
  const cut = (e: Tensor) => clip(e, -delta, delta);
  return differenceLoss(
    t,
    p,
    (e) => {
      const inside = cut(e);
      return mul(inside, sub(e, mul(inside, scalar(0.5))));
    },
    cut,
  );
}

/** Below it the series of ln cosh is as exact as float32. */
const NEAR = 0.3;
/** ln cosh x = x² (1/2 − x²/12 + x⁴/45 − 17 x⁶/2520 + 31 x⁸/14175 − …). */
const LOG_COSH_SERIES = [1 / 2, -1 / 12, 1 / 45, -17 / 2520, 31 / 14175];

/** `ln cosh(p − t)`, mean over the last axis. */
export function logCoshError(t: Tensor, p: Tensor): Tensor {
  return differenceLoss(
    t,
    p,
    (e) => {
      const size = abs(e);
      // Near 0 the formula is a difference of equal numbers; the first terms of the series are exact there.
      const far = add(size, sub(log1p(exp(mul(size, scalar(-2)))), scalar(Math.LN2)));
      const squares = square(clip(e, -NEAR, NEAR));
      const near = mul(
        squares,
        LOG_COSH_SERIES.reduceRight((rest, term) => add(mul(rest, squares), scalar(term)), scalar(0)),
      );
      return where(less(size, scalar(NEAR)), near, far);
    },
    tanh,
  );
}

/** `100 |p − t| / max(|t|, ε)`, mean over the last axis. */
export function percentageError(t: Tensor, p: Tensor): Tensor {
  return lossOp(
    { t, p },
    (save) => {
      const difference = sub(p, t);
      const size = maximum(abs(t), scalar(EPSILON));
      save([t, difference, size]);
      return mul(mean(div(abs(difference), size), -1), scalar(100));
    },
    (dl, [t, difference, size]) => {
      const dy = div(mul(ofMean(dl, difference!), scalar(100)), size!);
      const dp = mul(dy, signOf(difference!));
      const dSize = () => {
        const isLarge = cast(greater(abs(t!), scalar(EPSILON)), 'float32');
        return mul(mul(dy, div(abs(difference!), size!)), mul(signOf(t!), isLarge));
      };
      return { p: dp, t: () => neg(add(dp, dSize())) };
    },
  );
}

/**
 * With e = t − p: `max(q e, (q − 1) e)`, mean over the last axis.
 *
 * @param t `[B, …, 1]` for several quantiles, or as p
 * @param quantiles one for all outputs, or one for each
 */
export function pinballError(t: Tensor, p: Tensor, quantiles: readonly number[]): Tensor {
  return lossOp(
    { t, p },
    (save) => {
      const e = sub(t, p);
      // q where the target is above the prediction, q − 1 where it is below.
      const slope = sub(tensor(quantiles, [quantiles.length]), cast(less(e, scalar(0)), 'float32'));
      save([p, mul(slope, square(signOf(e)))]);
      return mean(mul(slope, e), -1);
    },
    (dl, [p, slope]) => {
      const dt = mul(ofMean(dl, p!), slope!);
      return { p: neg(dt), t: () => (t.shape.at(-1) === dt.shape.at(-1) ? dt : sum(dt, -1, true)) };
    },
  );
}

function differenceLoss(
  t: Tensor,
  p: Tensor,
  penalty: (difference: Tensor) => Tensor,
  slope: (difference: Tensor) => Tensor,
): Tensor {
  return lossOp(
    { t, p },
    (save) => {
      const difference = sub(p, t);
      save([difference]);
      return mean(penalty(difference), -1);
    },
    (dl, [difference]) => {
      const dp = mul(ofMean(dl, difference!), slope(difference!));
      return { p: dp, t: () => neg(dp) };
    },
  );
}

import {
  add,
  clip,
  exp,
  expandDims,
  log,
  logSoftmax,
  mean,
  mul,
  neg,
  scalar,
  sigmoid,
  softplus,
  sub,
  sum,
  type Tensor,
} from '@seqloom/backend';
import { EPSILON, isInside, lossOp, ofMean, reciprocal } from './loss-op.ts';
import { scaledLogs, throughScaling } from './scaled-logs.ts';

// The formulas of the cross-entropies, each with its gradient as one entry of the tape. Targets t and predictions have one shape,
// `[B, …, D]` or `[B, …, C]`; the losses are `[B, …]`. Gradients flow to both.

/**
 * `softplus(x) − t · x`, mean over the last axis: the cross-entropy −(t ln σ(x) + (1 − t) ln(1 − σ(x))).
 *
 * @param probabilities σ(x), if it is known already
 */
export function binaryCrossentropyOfLogits(t: Tensor, x: Tensor, probabilities?: Tensor): Tensor {
  return lossOp(
    { t, x },
    (save) => {
      save([t, x, probabilities ?? sigmoid(x)]);
      return mean(sub(softplus(x), mul(t, x)), -1);
    },
    (dl, [t, x, p]) => {
      const dy = ofMean(dl, x!);
      return { x: sub(mul(dy, p!), mul(dy, t!)), t: () => neg(mul(dy, x!)) };
    },
  );
}

/** `−(t · ln p + (1 − t) · ln(1 − p))`, mean over the last axis. */
export function binaryCrossentropyOfProbabilities(t: Tensor, p: Tensor): Tensor {
  return lossOp(
    { t, p },
    (save) => {
      const one = scalar(1);
      const inside = clip(p, EPSILON, 1 - EPSILON);
      const [yes, no] = [log(inside), log(sub(one, inside))];
      save([t, p, inside, yes, no]);
      return neg(mean(add(mul(t, yes), mul(sub(one, t), no)), -1));
    },
    (dl, [t, p, inside, yes, no]) => {
      const one = scalar(1);
      const dy = ofMean(neg(dl), p!);
      const slope = sub(
        mul(mul(dy, t!), reciprocal(inside!)),
        mul(mul(dy, sub(one, t!)), reciprocal(sub(one, inside!))),
      );
      return { p: mul(slope, isInside(p!)), t: () => mul(dy, sub(yes!, no!)) };
    },
  );
}

/** `−Σ t · ln softmax(x)` over the last axis. */
export function categoricalCrossentropyOfLogits(t: Tensor, x: Tensor): Tensor {
  return lossOp(
    { t, x },
    (save) => {
      const logs = logSoftmax(x);
      save([t, logs]);
      return neg(sum(mul(t, logs), -1));
    },
    (dl, [t, logs]) => {
      const dy = expandDims(neg(dl), -1);
      const dLogs = mul(dy, t!);
      return { x: sub(dLogs, mul(sum(dLogs, -1, true), exp(logs!))), t: () => mul(dy, logs!) };
    },
  );
}

/** `−Σ t · ln p` over the last axis, after scaling the probabilities to the sum 1. */
export function categoricalCrossentropyOfProbabilities(t: Tensor, p: Tensor): Tensor {
  return lossOp(
    { t, p },
    (save) => {
      const scaled = scaledLogs(p);
      save([t, p, ...scaled]);
      return neg(sum(mul(t, scaled[3]), -1));
    },
    (dl, [t, p, total, scaled, inside, logs]) => {
      const dy = expandDims(neg(dl), -1);
      const dScaled = mul(mul(mul(dy, t!), reciprocal(inside!)), isInside(scaled!));
      return { p: throughScaling(dScaled, p!, total!), t: () => mul(dy, logs!) };
    },
  );
}

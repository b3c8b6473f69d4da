import {
  add,
  clip,
  exp,
  expandDims,
  log,
  logSoftmax,
  maximum,
  mean,
  mul,
  neg,
  pow,
  scalar,
  sigmoid,
  softplus,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
} from '@seqloom/backend';
import { EPSILON, isInside, lossOp, ofMean, reciprocal } from './loss-op.ts';
import { scaledLogs, throughScaling } from './scaled-logs.ts';

// The formulas of the focal cross-entropies, each with its gradient as one entry of the tape. Targets t and predictions have one shape,
// `[B, …, D]` or `[B, …, C]`; the losses are `[B, …]`. Gradients flow to both.

/** What focal losses of two classes take. */
export interface BinaryFocus {
  /** Power of the factor. */
  readonly gamma: number;
  /** The weight of class 1, that of class 0 is 1 − α; undefined for no weights. */
  readonly alpha: number | undefined;
}

/**
 * `w · missᵞ · (softplus(x) − t · x)`, mean over the last axis, with `miss = t (1 − σ(x)) + (1 − t) σ(x)` and
 * `w = t α + (1 − t)(1 − α)`.
 *
 * @param probabilities σ(x), if it is known already
 */
export function binaryFocalOfLogits(
  t: Tensor,
  x: Tensor,
  focus: BinaryFocus,
  probabilities?: Tensor,
): Tensor {
  return lossOp(
    { t, x },
    (save) => {
      const p = probabilities ?? sigmoid(x);
      const entropy = sub(softplus(x), mul(t, x));
      save([t, x, p, entropy]);
      return mean(mul(binaryFactor(t, p, focus), entropy), -1);
    },
    (dl, [t, x, p, entropy]) => {
      const dy = ofMean(dl, x!);
      const { factor, byTarget, byOutput } = binarySlopes(t!, p!, focus);
      const dp = mul(byOutput, mul(p!, sub(scalar(1), p!)));
      return {
        x: mul(dy, add(mul(dp, entropy!), mul(factor, sub(p!, t!)))),
        t: () => mul(dy, sub(mul(byTarget(), entropy!), mul(factor, x!))),
      };
    },
  );
}

/** `−w · missᵞ · (t · ln p + (1 − t) · ln(1 − p))`, mean over the last axis; only the logarithms take p clipped, as in Keras. */
export function binaryFocalOfProbabilities(t: Tensor, p: Tensor, focus: BinaryFocus): Tensor {
  return lossOp(
    { t, p },
    (save) => {
      const one = scalar(1);
      const inside = clip(p, EPSILON, 1 - EPSILON);
      const [yes, no] = [log(inside), log(sub(one, inside))];
      const entropy = neg(add(mul(t, yes), mul(sub(one, t), no)));
      save([t, p, inside, yes, no, entropy]);
      return mean(mul(binaryFactor(t, p, focus), entropy), -1);
    },
    (dl, [t, p, inside, yes, no, entropy]) => {
      const one = scalar(1);
      const dy = ofMean(dl, p!);
      const { factor, byTarget, byOutput } = binarySlopes(t!, p!, focus);
      const dEntropy = sub(mul(sub(one, t!), reciprocal(sub(one, inside!))), mul(t!, reciprocal(inside!)));
      return {
        p: mul(dy, add(mul(byOutput, entropy!), mul(factor, mul(dEntropy, isInside(p!))))),
        t: () => mul(dy, add(mul(byTarget(), entropy!), mul(factor, sub(no!, yes!)))),
      };
    },
  );
}

/** `t (1 − p) + (1 − t) p`: how far the output is from the target. */
function missOf(t: Tensor, p: Tensor): Tensor {
  const one = scalar(1);
  return add(mul(t, sub(one, p)), mul(sub(one, t), p));
}

function weightOf(t: Tensor, alpha: number): Tensor {
  return add(mul(t, scalar(2 * alpha - 1)), scalar(1 - alpha));
}

/** `w · missᵞ`. */
function binaryFactor(t: Tensor, p: Tensor, { gamma, alpha }: BinaryFocus): Tensor {
  const focal = power(missOf(t, p), gamma);
  return alpha === undefined ? focal : mul(weightOf(t, alpha), focal);
}

/** `w · missᵞ` and its derivatives. */
function binarySlopes(t: Tensor, p: Tensor, focus: BinaryFocus) {
  const { gamma, alpha } = focus;
  const one = scalar(1);
  const miss = missOf(t, p);
  const slope = powerSlope(miss, gamma);
  const weighted = alpha === undefined ? slope : mul(weightOf(t, alpha), slope);
  const byTarget = () => {
    const ofMiss = mul(weighted, sub(one, mul(p, scalar(2))));
    return alpha === undefined ? ofMiss : add(ofMiss, mul(power(miss, gamma), scalar(2 * alpha - 1)));
  };
  return {
    factor: binaryFactor(t, p, focus),
    byOutput: mul(weighted, sub(one, mul(t, scalar(2)))),
    byTarget,
  };
}

/** What focal losses of several classes take. */
export interface CategoricalFocus {
  /** Power of the factor. */
  readonly gamma: number;
  /** The weight of all classes, or of each. */
  readonly alpha: number | readonly number[];
}

/** `−Σ α · (1 − p)ᵞ · t · ln p` over the last axis, with p = softmax(x). */
export function categoricalFocalOfLogits(t: Tensor, x: Tensor, focus: CategoricalFocus): Tensor {
  return lossOp(
    { t, x },
    (save) => {
      const logs = logSoftmax(x);
      save([t, logs]);
      return neg(sum(mul(mul(classFactor(exp(logs), focus), t), logs), -1));
    },
    (dl, [t, logs]) => {
      const dy = expandDims(neg(dl), -1);
      const p = exp(logs!);
      const dLogs = mul(dy, classSlope(t!, p, logs!, focus));
      return {
        x: sub(dLogs, mul(sum(dLogs, -1, true), p)),
        t: () => mul(dy, mul(classFactor(p, focus), logs!)),
      };
    },
  );
}

/** `−Σ α · (1 − p)ᵞ · t · ln p` over the last axis, after scaling the probabilities to the sum 1. */
export function categoricalFocalOfProbabilities(t: Tensor, p: Tensor, focus: CategoricalFocus): Tensor {
  return lossOp(
    { t, p },
    (save) => {
      const scaled = scaledLogs(p);
      const [, , inside, logs] = scaled;
      save([t, p, ...scaled]);
      return neg(sum(mul(mul(classFactor(inside, focus), t), logs), -1));
    },
    (dl, [t, p, total, scaled, inside, logs]) => {
      const dy = expandDims(neg(dl), -1);
      const slope = mul(classSlope(t!, inside!, logs!, focus), reciprocal(inside!));
      const dScaled = mul(mul(dy, slope), isInside(scaled!));
      return {
        p: throughScaling(dScaled, p!, total!),
        t: () => mul(dy, mul(classFactor(inside!, focus), logs!)),
      };
    },
  );
}

/** `α · (1 − p)ᵞ`. */
function classFactor(p: Tensor, { gamma, alpha }: CategoricalFocus): Tensor {
  return mul(power(sub(scalar(1), p), gamma), weightsOf(alpha));
}

/** The derivative of `α · (1 − p)ᵞ · t · ln p` by ln p. */
function classSlope(t: Tensor, p: Tensor, logs: Tensor, { gamma, alpha }: CategoricalFocus): Tensor {
  const rest = sub(scalar(1), p);
  const slope = sub(power(rest, gamma), mul(powerSlope(rest, gamma), mul(p, logs)));
  return mul(mul(slope, weightsOf(alpha)), t);
}

function weightsOf(alpha: number | readonly number[]): Tensor {
  return typeof alpha === 'number' ? scalar(alpha) : tensor(alpha, [alpha.length]);
}

/** `xᵞ` for x ≥ 0. */
function power(x: Tensor, gamma: number): Tensor {
  if (gamma === 0) return scalar(1);
  if (gamma === 1) return x;
  return gamma === 2 ? square(x) : pow(x, gamma);
}

/** `γ xᵞ⁻¹` for x ≥ 0, finite also at 0. */
function powerSlope(x: Tensor, gamma: number): Tensor {
  if (gamma === 0) return scalar(0);
  if (gamma < 1) return mul(pow(maximum(x, scalar(EPSILON)), gamma - 1), scalar(gamma));
  return mul(power(x, gamma - 1), scalar(gamma));
}

/** Rounds over all weights; their last changes are far below float32 by then. */
const ROUNDS = 200;
/**
 * How much the weights are drawn to equal ones, λ. It counts as little as one text does; without it the weights of models that are right about
 * all of a few texts would grow without end.
 */
const PRIOR = 1;

/**
 * The weights of the logits of M models that give the least cross-entropy, none of them below 0:
 * `min Σ −ln softmax(Σₘ wₘ zₘ)[label] + λ/2 Σₘ (wₘ − 1/M)²`, `wₘ ≥ 0`, λ = 1. The function is convex; each weight in turn takes a Newton
 * step, cut off at 0.
 *
 * @param logits of each model, `[N, classes]` row-major
 * @returns a weight for each model
 *
 * **Source**: Wolpert, _Stacked Generalization_, 1992; not below 0 after Breiman, _Stacked Regressions_, 1996.
 */
export function stackingWeights(
  logits: readonly Float32Array[],
  labels: ArrayLike<number>,
  classes: number,
): number[] {
  const weights = logits.map(() => 1 / logits.length);
  const sums = new Float64Array(labels.length * classes);
  for (const [m, values] of logits.entries()) addScaled(sums, values, weights[m]!);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [m, values] of logits.entries()) {
      const { slope, curvature } = slopeOf(sums, values, labels, classes);
      const before = weights[m]!;
      const drawn = PRIOR * (before - 1 / logits.length);
      weights[m] = Math.max(0, before - (slope + drawn) / (curvature + PRIOR));
      addScaled(sums, values, weights[m]! - before);
    }
  }
  return weights;
}

function addScaled(sums: Float64Array, values: Float32Array, scale: number): void {
  for (let i = 0; i < sums.length; i++) sums[i]! += scale * values[i]!;
}

/** The first two derivatives of the cross-entropy in the weight of one model. */
function slopeOf(
  sums: Float64Array,
  values: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
): { readonly slope: number; readonly curvature: number } {
  let slope = 0;
  let curvature = 0;
  for (let row = 0; row < labels.length; row++) {
    const start = row * classes;
    const largest = sums.subarray(start, start + classes).reduce((a, b) => Math.max(a, b));
    let total = 0;
    let mean = 0;
    let square = 0;
    for (let c = 0; c < classes; c++) {
      const e = Math.exp(sums[start + c]! - largest);
      const z = values[start + c]!;
      total += e;
      mean += e * z;
      square += e * z * z;
    }
    mean /= total;
    slope += mean - values[start + labels[row]!]!;
    curvature += square / total - mean * mean;
  }
  return { slope, curvature };
}

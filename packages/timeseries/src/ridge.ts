import type { NdArray } from '@seqloom/arrays';
import {
  abortSignal,
  checkNotNegative,
  formatValue,
  notNegative,
  type OptionRules,
  optional,
  resolveOptions,
  rule,
} from '@seqloom/options';
import { factorize, solveFactorized } from './solve-symmetric.ts';
import { gatherTargets, requireTargets, targetSize } from './window-targets.ts';
import { gatherWindows, type Windows } from './windows.ts';

/** Options of {@link fitRidge}. */
export interface RidgeOptions {
  /** How strongly weights are drawn to zero, for standardised inputs. Default 1. */
  readonly alpha?: number;
}

const RIDGE_RULES: OptionRules<RidgeOptions> = { alpha: notNegative(1) };

/** A linear forecast of each target: `ŷ = bias + Σ weights · flattened window`. */
export interface Ridge {
  /** `[T · D]` of each target, one after the other. */
  readonly weights: Float64Array;
  /** Of the first target. */
  readonly bias: number;
  /** Of each target. */
  readonly biases: Float64Array;
  /** A forecast for each target: window by window, in it row by row of the horizon, in that column by column. */
  predict(windows: Windows): Float32Array;
}

/** Upper bound on the features; the Gram matrix of more takes minutes, too long for a baseline. */
const MOST_FEATURES = 2048;
const BLOCK = 256;

/**
 * Fits ridge regression on flattened windows, the linear model a network has to beat: the weights of each target minimise
 * `Σ (y − ŷ)² + alpha · |weights|²`; the bias is free. One pass over the windows, block by block, for all targets.
 *
 * Cost: windows · (T · D)² multiplications. For long lookbacks use a larger `step` or `stride`.
 *
 * @throws RangeError when alpha is negative or T · D is above 2048.
 * @example
 * const model = fitRidge(train, { alpha: 10 });
 * mae(model.predict(test), truthOf(test));
 */
export function fitRidge(windows: Windows, options: RidgeOptions = {}): Ridge {
  const { alpha } = resolveOptions('fitRidge', options, RIDGE_RULES);
  const pass = addMoments('fitRidge', windows);
  for (;;) {
    const { done, value } = pass.next();
    if (done) return solveRidge(value, alpha);
  }
}

/** Options of {@link fitRidges}. */
export interface RidgesOptions {
  /** The strengths of `fitRidge`; at least one. */
  readonly alphas: readonly number[];
  /** Ends the fit; it then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

const RIDGES_RULES: OptionRules<RidgesOptions> = {
  alphas: rule<readonly number[]>(checkAlphas),
  signal: optional(abortSignal()),
};

function checkAlphas(owner: string, option: string, value: unknown): void {
  if (!Array.isArray(value) || value.length === 0) {
    throw new TypeError(`${owner}: ${option} must be a list of numbers ≥ 0, got ${formatValue(value)}.`);
  }
  for (const alpha of value) checkNotNegative(owner, `a number in ${option}`, alpha);
}

/** How long the fit may hold the thread, in ms. */
const HOLD_MS = 100;

/**
 * {@link fitRidge} for several strengths in one pass over the windows, with the same results. The event loop runs every 100 ms.
 *
 * @throws RangeError or TypeError for options that do not fit, RangeError when T · D is above 2048; the reason of the signal when it is
 * aborted
 * @example
 * const [weak, strong] = await fitRidges(train, { alphas: [1, 100] });
 */
export async function fitRidges(windows: Windows, options: RidgesOptions): Promise<Ridge[]> {
  const { alphas, signal } = resolveOptions('fitRidges', options, RIDGES_RULES);
  const pass = addMoments('fitRidges', windows);
  let since = performance.now();
  for (;;) {
    const { done, value } = pass.next();
    if (done) return alphas.map((alpha) => solveRidge(value, alpha));
    if (performance.now() - since < HOLD_MS) continue;
    await new Promise((resolve) => setTimeout(resolve));
    signal?.throwIfAborted();
    since = performance.now();
  }
}

/** Sums over windows, of which a ridge regression is solved. */
interface Moments {
  readonly features: number;
  readonly count: number;
  /** `Σ x xᵀ`, `[features, features]`; the lower triangle. */
  readonly gram: Float64Array;
  /** `Σ x y` of each target, `[targets, features]`. */
  readonly moments: Float64Array;
  /** `Σ x`. */
  readonly sums: Float64Array;
  /** `Σ y` of each target. */
  readonly targetSums: Float64Array;
}

/** Adds up the moments. Pauses after each block of windows. */
function* addMoments(owner: string, windows: Windows): Generator<undefined, Moments> {
  const features = windows.length * windows.data.shape[1]!;
  requireTargets(owner, windows);
  if (features > MOST_FEATURES) {
    throw new RangeError(
      `${owner}: ${features} values a window are more than ${MOST_FEATURES}. Use a larger step or a smaller lookback.`,
    );
  }
  const targetCount = targetSize(windows);
  const gram = new Float64Array(features * features);
  const moments = new Float64Array(targetCount * features);
  const sums = new Float64Array(features);
  const targetSums = new Float64Array(targetCount);
  // transposed, so that products run along memory; rows of zeros fill up the last group of four
  const block = new Float64Array(Math.ceil(features / 4) * 4 * BLOCK);
  for (const [inputs, targets] of blocksOf(windows)) {
    const size = targets.shape[0]!;
    for (let i = 0; i < size; i++) {
      for (let f = 0; f < features; f++) block[f * BLOCK + i] = inputs.data[i * features + f]!;
      for (let k = 0; k < targetCount; k++) targetSums[k]! += targets.data[i * targetCount + k]!;
    }
    for (let a = 0; a < features; a++) {
      for (let i = 0; i < size; i++) {
        const value = block[a * BLOCK + i]!;
        sums[a]! += value;
        for (let k = 0; k < targetCount; k++) {
          moments[k * features + a]! += value * targets.data[i * targetCount + k]!;
        }
      }
      for (let b = 0; b <= a; b += 4) {
        addProducts(block, a * BLOCK, b * BLOCK, size, gram, a * features + b, Math.min(4, a + 1 - b));
      }
    }
    yield;
  }
  return { features, count: windows.starts.length, gram, moments, sums, targetSums };
}

function solveRidge({ features, count, targetSums, sums, moments, ...given }: Moments, alpha: number): Ridge {
  const gram = given.gram.slice();
  for (let a = 0; a < features; a++) {
    // centring takes the bias out of the penalty
    for (let b = 0; b <= a; b++) gram[a * features + b]! -= (sums[a]! * sums[b]!) / count;
    gram[a * features + a]! += alpha;
  }
  factorize(gram, features);
  const weights = moments.slice();
  const biases = targetSums.map((sum, k) => {
    const targetMean = sum / count;
    const own = weights.subarray(k * features, (k + 1) * features);
    for (let a = 0; a < features; a++) own[a]! -= sums[a]! * targetMean;
    solveFactorized(gram, own, features);
    return own.reduce((rest, weight, f) => rest - (weight * sums[f]!) / count, targetMean);
  });
  return { weights, biases, bias: biases[0]!, predict: (other) => predict(other, weights, biases) };
}

/**
 * Adds the products of row a with up to four rows from b on to the Gram matrix. Four at a time, because each
 * value of row a is loaded once for all of them; a separate function, so that engines optimize it separately.
 */
function addProducts(
  block: Float64Array,
  rowA: number,
  rowB: number,
  size: number,
  gram: Float64Array,
  at: number,
  count: number,
): void {
  let p0 = 0;
  let p1 = 0;
  let p2 = 0;
  let p3 = 0;
  for (let i = 0; i < size; i++) {
    const value = block[rowA + i]!;
    p0 += value * block[rowB + i]!;
    p1 += value * block[rowB + BLOCK + i]!;
    p2 += value * block[rowB + 2 * BLOCK + i]!;
    p3 += value * block[rowB + 3 * BLOCK + i]!;
  }
  gram[at]! += p0;
  if (count > 1) gram[at + 1]! += p1;
  if (count > 2) gram[at + 2]! += p2;
  if (count > 3) gram[at + 3]! += p3;
}

function predict(windows: Windows, weights: Float64Array, biases: Float64Array): Float32Array {
  const features = windows.length * windows.data.shape[1]!;
  const fitted = weights.length / biases.length;
  if (features !== fitted) {
    throw new RangeError(`Ridge: windows have ${features} values, the model was fitted on ${fitted}.`);
  }
  const out = new Float32Array(windows.starts.length * biases.length);
  let at = 0;
  for (const [{ data, shape }] of blocksOf(windows)) {
    for (let i = 0; i < shape[0]!; i++) {
      for (let k = 0; k < biases.length; k++) {
        let value = biases[k]!;
        for (let f = 0; f < features; f++) value += data[i * features + f]! * weights[k * features + f]!;
        out[at++] = value;
      }
    }
  }
  return out;
}

function* blocksOf(windows: Windows): Generator<readonly [inputs: NdArray, targets: NdArray]> {
  const count = windows.starts.length;
  for (let start = 0; start < count; start += BLOCK) {
    const indices = Array.from({ length: Math.min(BLOCK, count - start) }, (_, i) => start + i);
    yield [gatherWindows(windows, indices), gatherTargets(windows, indices)];
  }
}

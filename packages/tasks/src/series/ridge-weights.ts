import { fitRidges, mae, type Ridge, truthOf, type Windows } from '@seqloom/timeseries';
import type { LinearWeights } from './recipe.ts';

/** Strengths that validation chooses from. */
const ALPHAS = [1, 10, 100, 1000];
/** The work grows with windows · features²; more of either does not change the forecast much. */
const MOST_FEATURES = 512;
const MOST_WINDOWS = 30_000;

/** By the windows that were learned from: a run measures ridge regression beside its model, which may be ridge regression itself. */
const solved = new WeakMap<Windows, LinearWeights>();

/** Ridge regression that reads some of the time steps of its windows. */
export interface ThinnedRidge {
  readonly ridge: Ridge;
  /** Every k-th time step is read, the last one included. */
  readonly every: number;
  /** A forecast for each target of each window, as `ridge.predict` gives them. */
  predict(windows: Windows): Float32Array;
}

/**
 * Ridge regression on flattened windows, its strength chosen on the validation windows. Long windows are thinned to every k-th time
 * step, the last one included, and many windows to evenly spaced ones. Of windows with a horizon all rows are forecast.
 */
export async function chooseRidge(
  train: Windows,
  validation: Windows,
  signal?: AbortSignal,
): Promise<ThinnedRidge> {
  const width = train.data.shape[1]!;
  const every = smallestDivisor(train.length, Math.ceil((train.length * width) / MOST_FEATURES));
  const learning = fewer(thinned(train, every));
  const choosing = fewer(thinned(validation, every));
  const truth = truthOf(choosing);
  let best: { readonly ridge: Ridge; readonly error: number } | undefined;
  for (const ridge of await fitRidges(learning, { alphas: ALPHAS, signal })) {
    const error = mae(ridge.predict(choosing), truth);
    if (!best || error < best.error) best = { ridge, error };
  }
  const { ridge } = best!;
  return { ridge, every, predict: (windows) => ridge.predict(thinned(windows, every)) };
}

/** The weights of {@link chooseRidge} on all time steps: those of steps left out are 0. */
export async function ridgeWeights(
  train: Windows,
  validation: Windows,
  signal?: AbortSignal,
): Promise<LinearWeights> {
  const known = solved.get(train);
  if (known) return known;
  const width = train.data.shape[1]!;
  const { ridge, every } = await chooseRidge(train, validation, signal);
  const { weights, biases } = ridge;
  // every k-th block of `width` values, row by row of the horizon
  const spread = new Float32Array(weights.length * every);
  for (let t = 0; t < weights.length / width; t++) {
    spread.set(weights.subarray(t * width, (t + 1) * width), (t * every + every - 1) * width);
  }
  const found = { weights: spread, biases };
  solved.set(train, found);
  return found;
}

/** Every k-th time step, counted from the last. */
function thinned(windows: Windows, every: number): Windows {
  const { starts, step, length } = windows;
  return {
    ...windows,
    starts: starts.map((start) => start + (every - 1) * step),
    step: step * every,
    length: length / every,
  };
}

/** Evenly spaced windows. */
function fewer(windows: Windows): Windows {
  const stride = Math.ceil(windows.starts.length / MOST_WINDOWS);
  const kept = (_: number, i: number): boolean => i % stride === 0;
  return { ...windows, starts: windows.starts.filter(kept), targetRows: windows.targetRows.filter(kept) };
}

/** The smallest divisor of `value` from `least` on. */
function smallestDivisor(value: number, least: number): number {
  for (let divisor = least; divisor < value; divisor++) if (value % divisor === 0) return divisor;
  return value;
}

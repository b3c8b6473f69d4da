import { forEachTarget, requireTargets } from './window-targets.ts';
import type { Windows } from './windows.ts';

/**
 * The true values: the target of each window, in order. With a horizon or several columns: window by window, in it row by row, in that
 * column by column, `[windows · H · K]`.
 */
export function truthOf(windows: Windows): Float32Array {
  requireTargets('truthOf', windows);
  const { targets, targetWidth = 1 } = windows;
  return forEachTarget(windows, (_, row, column) => targets[row * targetWidth + column]!);
}

/**
 * Mean absolute error, `mean |forecast − truth|`, in the unit of the values.
 *
 * @throws RangeError when the lengths differ or are 0.
 */
export function mae(forecast: ArrayLike<number>, truth: ArrayLike<number>): number {
  return mean('mae', forecast, truth, Math.abs);
}

/**
 * Root of the mean squared error, in the unit of the values. Large errors count more than in {@link mae}.
 *
 * @throws RangeError when the lengths differ or are 0.
 */
export function rmse(forecast: ArrayLike<number>, truth: ArrayLike<number>): number {
  return Math.sqrt(mean('rmse', forecast, truth, (error) => error * error));
}

function mean(
  name: string,
  forecast: ArrayLike<number>,
  truth: ArrayLike<number>,
  cost: (error: number) => number,
): number {
  requireOneEach(name, forecast, truth);
  let sum = 0;
  for (let i = 0; i < truth.length; i++) sum += cost(forecast[i]! - truth[i]!);
  return sum / truth.length;
}

/** @throws RangeError unless there is a forecast for each value, and at least one */
export function requireOneEach(owner: string, forecast: ArrayLike<number>, truth: ArrayLike<number>): void {
  if (forecast.length === truth.length && truth.length > 0) return;
  throw new RangeError(
    `${owner}: ${forecast.length} forecasts for ${truth.length} values. Give one each, and at least one.`,
  );
}

/**
 * How much better than a baseline: `1 − error / baselineError`. 0 is no better, 1 is perfect, below 0 is worse.
 *
 * @throws RangeError when the error of the baseline is 0.
 */
export function skill(error: number, baselineError: number): number {
  if (!(baselineError > 0)) {
    throw new RangeError(`skill: the baseline's error is ${baselineError}, expected a number above 0.`);
  }
  return 1 - error / baselineError;
}

/**
 * {@link mae} for each group of forecasts, such as each hour of the day, in the order of first appearance.
 *
 * @param groups The group of each forecast.
 * @example
 * maeByGroup(forecast, truth, Array.from(times, (time) => new Date(time).getUTCHours()));
 */
export function maeByGroup<Group>(
  forecast: ArrayLike<number>,
  truth: ArrayLike<number>,
  groups: readonly Group[],
): Map<Group, number> {
  if (groups.length !== truth.length || forecast.length !== truth.length) {
    throw new RangeError(
      `maeByGroup: ${forecast.length} forecasts and ${groups.length} groups for ${truth.length} values. Give one each.`,
    );
  }
  const sums = new Map<Group, { total: number; count: number }>();
  for (const [i, group] of groups.entries()) {
    const sum = sums.get(group) ?? { total: 0, count: 0 };
    sum.total += Math.abs(forecast[i]! - truth[i]!);
    sum.count++;
    sums.set(group, sum);
  }
  return new Map([...sums].map(([group, { total, count }]) => [group, total / count]));
}

import { truthOf, type Windows } from '@seqloom/timeseries';
import { type Forecasts, quantileOf } from './finished-forecasts.ts';
import { intervalName } from './interval-table.ts';
import { lastRows } from './last-row.ts';
import type { ForecastInterval, ForecastRange, QuantileRange } from './run.ts';
import type { SeriesForm } from './series-form.ts';
import { seriesInterval } from './series-interval.ts';

/** Forecasts for a part, and its windows. */
export interface MeasuredPart {
  readonly windows: Windows;
  readonly forecasts: Forecasts;
}

/** What is said about the uncertainty of a model: in its result, and around the forecasts of the test part. */
export interface MeasuredRange {
  readonly interval?: ForecastInterval;
  readonly quantiles?: QuantileRange;
  /** In the scale of the inputs, for the last row of each window's horizon. */
  readonly range?: ForecastRange;
}

/**
 * The interval around forecasts of one value, from the errors on the validation part at the last row of the horizon (split conformal);
 * nothing where there are too few of them.
 */
export function conformalRange(
  form: SeriesForm,
  validation: MeasuredPart,
  test: MeasuredPart,
): MeasuredRange {
  const last = ({ windows, forecasts }: MeasuredPart) => ({
    forecast: lastRows(windows, forecasts.values),
    truth: lastRows(windows, truthOf(windows)),
  });
  const measured = last(test);
  const interval = seriesInterval(form, last(validation), measured);
  if (!interval) return {};
  const { inUnit, scaled } = interval;
  return {
    interval: inUnit,
    range: {
      name: intervalName(inUnit.level),
      low: measured.forecast.map((value) => value + scaled.low),
      high: measured.forecast.map((value) => value + scaled.high),
    },
  };
}

/** The range between the lowest and the highest quantile, and what it holds on both parts. */
export function quantileRange(
  levels: readonly number[],
  validation: MeasuredPart,
  test: MeasuredPart,
  unit: number,
): MeasuredRange {
  const ends = ({ quantiles }: Forecasts) => ({
    low: quantileOf(quantiles!, levels.length, 0),
    high: quantileOf(quantiles!, levels.length, levels.length - 1),
  });
  const held = ({ windows, forecasts }: MeasuredPart) => {
    const { low, high } = ends(forecasts);
    const truth = truthOf(windows);
    return (
      truth.reduce((count, value, i) => count + Number(low[i]! <= value && value <= high[i]!), 0) /
      truth.length
    );
  };
  const { low, high } = ends(test.forecasts);
  const level = levels.at(-1)! - levels[0]!;
  return {
    quantiles: {
      levels,
      level,
      validationCoverage: held(validation),
      testCoverage: held(test),
      testWidth: (high.reduce((sum, value, i) => sum + value - low[i]!, 0) / high.length) * unit,
    },
    range: {
      name: intervalName(level),
      low: lastRows(test.windows, low),
      high: lastRows(test.windows, high),
    },
  };
}

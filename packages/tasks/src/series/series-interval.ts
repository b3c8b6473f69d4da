import { type ErrorInterval, errorInterval, intervalCoverage } from '@seqloom/timeseries';
import type { ForecastInterval } from './run.ts';

/** The share of windows whose truth the interval of a report is to hold. */
const INTERVAL_LEVEL = 0.9;

/** Errors below which an interval of {@link INTERVAL_LEVEL} has no ends. */
const LEAST_ERRORS = 19;

/** Forecasts of a part and what came, in the scale of the inputs. */
interface ForecastAndTruth {
  readonly forecast: Float32Array;
  readonly truth: Float32Array;
}

/**
 * The interval around each forecast, from the errors on the validation part: in the scale of the inputs, and in the target's unit with
 * the share of the test part that it held.
 *
 * @returns undefined where the validation part has too few windows
 */
export function seriesInterval(
  { targetStd }: { readonly targetStd: number },
  validation: ForecastAndTruth,
  test: ForecastAndTruth,
): { readonly scaled: ErrorInterval; readonly inUnit: ForecastInterval } | undefined {
  if (validation.truth.length < LEAST_ERRORS) return undefined;
  const scaled = errorInterval(validation.forecast, validation.truth, INTERVAL_LEVEL);
  return {
    scaled,
    inUnit: {
      level: INTERVAL_LEVEL,
      low: scaled.low * targetStd,
      high: scaled.high * targetStd,
      testCoverage: intervalCoverage(test.forecast, test.truth, scaled),
    },
  };
}

import { delimited, type ForecastStep, type TableRow } from '@seqloom/tasks';
import type { UnseenForecast } from './series-training.ts';

/** What was forecast. */
export interface ForecastTable {
  readonly target: string;
  readonly unit: string;
  /** What the forecasts are of: `gru` or `ridge`. */
  readonly model: string;
  readonly unseen: UnseenForecast;
  readonly next: readonly ForecastStep[];
  /** Added to a forecast for the ends of its interval. */
  readonly interval: { readonly level: number; readonly low: number; readonly high: number } | undefined;
}

/**
 * Forecasts as CSV: those of past rows beside what came, then those of the steps to come. Names of columns come from the user's file, so
 * texts that a spreadsheet would take for formulas are escaped.
 */
export function forecastCsv({ target, unit, model, unseen, next, interval }: ForecastTable): string {
  const name = unit === '' ? target : `${target} (${unit})`;
  const level = interval ? `${Math.round(100 * interval.level)} %` : '';
  const row = (time: number, truth: number | '', forecast: number, persistence: number): TableRow => ({
    time: new Date(time).toISOString(),
    [name]: truth,
    [`${name}, forecast by ${model}`]: forecast,
    ...(interval && {
      [`${name}, ${level} interval, low`]: forecast + interval.low,
      [`${name}, ${level} interval, high`]: forecast + interval.high,
    }),
    [`${name}, persistence`]: persistence,
  });
  const past = Array.from(unseen.times, (time, i) =>
    row(time, unseen.truth[i]!, unseen.forecast[i]!, unseen.persistence[i]!),
  );
  const future = next.map(({ time, value, persistence }) => row(time, '', value, persistence));
  return delimited([...past, ...future], ',');
}

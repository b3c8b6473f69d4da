import { checkPositiveInteger } from '@seqloom/options';
import { persistence, truthOf, type Windows } from '@seqloom/timeseries';
import { lastRowWindows } from './last-row.ts';
import { unseenWindows } from './new-rows.ts';
import type { SeriesForm } from './series-form.ts';
import { type SeriesSource, timesOf } from './series-source.ts';

/** Rows that a model has neither learned from nor was chosen on, ready to be forecast any number of times. */
export interface UnseenRows {
  /** The time of each value that is forecast, UTC milliseconds; of several rows the last one. */
  readonly times: Float64Array;
  /** What came, in the target's unit. */
  readonly truth: Float32Array;
  /** The last value shown, in the target's unit. */
  readonly persistence: Float32Array;
  readonly windows: Windows;
}

/**
 * The rows after those that the training of a model has seen. For the table that it was trained on they are the test part.
 *
 * @param latest how many to take from the end, a positive integer; default `Infinity`: all
 * @throws DatasetError when there is none or the rows are of another period; RangeError when no window fits; TypeError or RangeError for
 * a `latest` that is no positive integer
 */
export function unseenRows(
  form: SeriesForm,
  source: SeriesSource,
  latest: number = Number.POSITIVE_INFINITY,
): UnseenRows {
  if (latest !== Number.POSITIVE_INFINITY) checkPositiveInteger('unseenRows', 'latest', latest);
  const all = unseenWindows(form, source);
  const from = Math.max(0, all.starts.length - latest);
  const windows: Windows = {
    ...all,
    starts: all.starts.subarray(from),
    targetRows: all.targetRows.subarray(from),
  };
  const times = timesOf(source.table);
  const shown = lastRowWindows(windows);
  const inUnit = (values: Float32Array) => values.map((value) => form.unscale(value));
  return {
    times: Float64Array.from(shown.targetRows, (row) => times[row]!),
    truth: inUnit(truthOf(shown)),
    persistence: inUnit(persistence(shown)),
    windows,
  };
}

import type { NdArray } from '@seqloom/arrays';
import {
  DatasetError,
  latestWindow,
  reportTimes,
  stretches,
  type Table,
  type TimeReport,
  type TimeSplit,
  timeAfter,
  type Windows,
} from '@seqloom/timeseries';
import { windowsWithin } from './prepare-series.ts';
import type { SeriesForm } from './series-form.ts';
import { requireOneSeries } from './series-notices.ts';
import { kindOf, rowsAhead } from './task.ts';
import { periodOf, periodText, timesOf, type WeatherSource } from './weather-source.ts';

/**
 * The windows of a table that a saved model can be measured on: those in the rows after the last one that its training
 * has seen.
 *
 * @throws DatasetError when there is no such row or the rows are of another period; RangeError when no window fits
 */
export function unseenWindows(form: SeriesForm, { table }: WeatherSource): Windows {
  const times = checkedTimes(form, table);
  const start = times.findIndex((time) => time > form.fields.seenUntil);
  if (start < 0) {
    throw new DatasetError(
      table.name,
      `every row lies in the time that the model was trained and chosen on, until ${timeText(form.fields.seenUntil)}. Give later rows.`,
    );
  }
  const inputs = form.inputs(table, nothingLearned(table, start));
  return windowsWithin(form, table, inputs, { start, end: table.rows }, 'unseen');
}

/** The last rows of a table as a model's input, and when the value will be that follows from them. */
export interface Outlook {
  /** `[1, T, D]`. */
  readonly window: NdArray;
  /** The last row's time, UTC milliseconds. */
  readonly now: number;
  /** The forecast's time, UTC milliseconds. */
  readonly time: number;
}

/**
 * What a model is given to forecast the next value that nobody knows yet.
 *
 * @throws DatasetError when the last rows have a gap or are too few, or the rows are of another period
 */
export function outlook(form: SeriesForm, { table }: WeatherSource): Outlook {
  const times = checkedTimes(form, table);
  const { task, columns } = form.fields;
  const { lookback, step, anchor } = task;
  const last = stretches(times).at(-1)!;
  if (last.end - last.start < lookback) {
    throw new DatasetError(
      table.name,
      `the model looks back ${lookback} rows, but the last ${last.end - last.start} are all there are without a gap. Give a longer series.`,
    );
  }
  const { matrix } = form.inputs(table, nothingLearned(table, 0));
  const now = times.at(-1)!;
  return {
    window: latestWindow(matrix, { lookback, step, anchor, names: columns }),
    now,
    time: timeAfter(times, now, rowsAhead(task)),
  };
}

/** `2015-12-31 23:00 UTC`, without the hour for a midnight. */
export function timeText(time: number): string {
  const [date, hour] = new Date(time).toISOString().split('T') as [string, string];
  return hour.startsWith('00:00') ? date : `${date} ${hour.slice(0, 5)} UTC`;
}

function checkedTimes(form: SeriesForm, table: Table): Float64Array {
  const times = timesOf(table);
  if (kindOf(table) !== 'jena') requireOneSeries(table);
  const { period, rhythm } = form.fields;
  const own = reportTimes(times);
  if (periodOf(table) !== period || own.rhythm !== rhythm) {
    throw new DatasetError(
      table.name,
      `rows are ${distanceText(own)} apart, but the model was trained on rows ${distanceText(form.fields)} apart. Give such rows.`,
    );
  }
  return times;
}

function distanceText({ period, rhythm }: Pick<TimeReport, 'period' | 'rhythm'>): string {
  return rhythm === 'business days' ? 'one business day' : periodText(period);
}

/** Parts of a table that taught a loaded model nothing: all of it that is used comes after what was seen. */
function nothingLearned({ rows }: Table, unseen: number): TimeSplit {
  return {
    train: { start: 0, end: 0 },
    validation: { start: 0, end: unseen },
    test: { start: unseen, end: rows },
  };
}

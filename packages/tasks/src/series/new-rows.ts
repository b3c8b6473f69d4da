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
import { kindOf, rowsAhead } from './forecast-task.ts';
import { windowsWithin } from './prepare-series.ts';
import type { SeriesForm } from './series-form.ts';
import { requireOneSeries } from './series-notices.ts';
import { periodOf, type SeriesSource, timesOf } from './series-source.ts';
import { periodText, timeText } from './time-texts.ts';

/**
 * The windows of a table that a saved model can be measured on: those in the rows after the last one that its training
 * has seen.
 *
 * @throws DatasetError when there is no such row or the rows are of another period; RangeError when no window fits
 */
export function unseenWindows(form: SeriesForm, { table }: SeriesSource): Windows {
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
interface Outlook {
  /** `[1, T, D]`. */
  readonly window: NdArray;
  /** The last row's time, UTC milliseconds. */
  readonly now: number;
  /** The forecast's time, UTC milliseconds. */
  readonly time: number;
}

/**
 * What a model is given to forecast the values that follow the last row, one window for each step until the last one that it can
 * know: a model that forecasts three rows ahead says the first of them from the window that ends two rows before the last one.
 *
 * @returns the steps in the order of time, at least the last one; fewer where the series is too short for the others
 * @throws DatasetError when the last rows have a gap or are too few, or the rows are of another period
 */
function outlook(form: SeriesForm, { table }: SeriesSource): Outlook[] {
  const times = checkedTimes(form, table);
  const { task, columns } = form.fields;
  const { lookback, step, anchor } = task;
  const last = stretches(times).at(-1)!;
  const rows = last.end - last.start;
  if (rows < lookback) {
    throw new DatasetError(
      table.name,
      `the model looks back ${lookback} rows, but the last ${rows} are all there are without a gap. Give a longer series.`,
    );
  }
  const { matrix, start } = form.inputs(table, nothingLearned(table, 0));
  const ahead = rowsAhead(task);
  // no window begins before the last gap, or where a value is missing that nothing before it can fill
  const earliest = Math.max(last.start, start) + lookback;
  const width = matrix.shape[1]!;
  const ends = Array.from({ length: ahead }, (_, i) => table.rows - ahead + 1 + i);
  return ends
    .filter((end) => end >= earliest || end === table.rows)
    .map((end) => {
      const known = { data: matrix.data.subarray(0, end * width), shape: [end, width] as const };
      const now = times[end - 1]!;
      return {
        window: latestWindow(known, { lookback, step, anchor, names: columns }),
        now,
        time: timeAfter(times, now, ahead),
      };
    });
}

/** A value that a model forecasts for a time. */
export interface ForecastStep {
  /** The last row that the model was shown, UTC milliseconds. */
  readonly now: number;
  /** UTC milliseconds. */
  readonly time: number;
  readonly value: number;
  /** The last value shown. */
  readonly persistence: number;
}

/**
 * Forecasts the values that follow the last row of a series, the last step that can be known at the end.
 *
 * @param forecast what is said of a window `[1, T, D]`, in the scale of the inputs
 */
export async function stepsAfter(
  form: SeriesForm,
  source: SeriesSource,
  forecast: (window: NdArray) => Promise<number> | number,
): Promise<ForecastStep[]> {
  const steps: ForecastStep[] = [];
  for (const { window, now, time } of outlook(form, source)) {
    const said = await forecast(window);
    const last = window.data[window.data.length - form.width + form.targetColumn]!;
    const value = form.unscale(form.fields.residual ? last + said : said);
    steps.push({ now, time, value, persistence: form.unscale(last) });
  }
  return steps;
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

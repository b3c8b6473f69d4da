import type { NdArray } from '@seqloom/arrays';
import {
  DatasetError,
  latestWindow,
  numbersOf,
  reportTimes,
  stretches,
  type Table,
  type TimeReport,
  type TimeSplit,
  timeAfter,
  type Windows,
} from '@seqloom/timeseries';
import { finished } from './finished-forecasts.ts';
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

/** The last rows of a table as a model's input, and when the values will be that follow from them. */
interface Outlook {
  /** `[1, T, D]`. */
  readonly window: NdArray;
  /** The last row's time, UTC milliseconds. */
  readonly now: number;
  /** The times of the forecast, UTC milliseconds: of every row of the horizon. */
  readonly times: readonly number[];
}

/**
 * What a model is given to forecast the values that follow the last row. A model that forecasts one row is given a window for each step
 * until the last one that it can know: one that forecasts three rows ahead says the first of them from the window that ends two rows before
 * the last one. A model of all rows is given the last window. Where columns are known in advance, the rows at the end that have them and no
 * target are those to forecast.
 *
 * @returns in the order of time, at least the last one; fewer where the series is too short for the others
 * @throws DatasetError when the last rows have a gap or are too few, the rows are of another period, or a column that is known in advance
 * is not known for the rows to forecast
 */
function outlook(form: SeriesForm, { table }: SeriesSource): Outlook[] {
  const times = checkedTimes(form, table);
  const { task, columns } = form.fields;
  const { lookback, step, anchor, known = [] } = task;
  const last = stretches(times).at(-1)!;
  const ahead = rowsAhead(task);
  const end = known.length > 0 ? endOfTarget(form, table, ahead) : table.rows;
  const rows = end - last.start;
  if (rows < lookback) {
    throw new DatasetError(
      table.name,
      `the model looks back ${lookback} rows, but the last ${Math.max(0, rows)} are all there are without a gap. ${last.start > 0 ? 'Give more rows after the gap, fill it, or train with a smaller --lookback' : 'Give a longer series'}.`,
    );
  }
  const { matrix, start } = form.inputs(table, nothingLearned(table, 0));
  // no window begins before the last gap, or where a value is missing that nothing before it can fill
  const earliest = Math.max(last.start, start) + lookback;
  const width = matrix.shape[1]!;
  const future = known.length > 0 ? ahead : 0;
  const steps = task.multiStep ? 1 : ahead;
  const ends = Array.from({ length: steps }, (_, i) => end - steps + 1 + i);
  return ends
    .filter((each) => each >= earliest || each === end)
    .map((each) => {
      const until = each + future;
      const shown = { data: matrix.data.subarray(0, until * width), shape: [until, width] as const };
      const now = times[each - 1]!;
      return {
        window: latestWindow(shown, {
          lookback,
          step,
          anchor,
          names: columns,
          knownColumns: known,
          ahead: future,
        }),
        now,
        times: task.multiStep
          ? Array.from({ length: ahead }, (_, i) => timeAfter(times, now, i + 1))
          : [timeAfter(times, now, ahead)],
      };
    });
}

/**
 * One past the last row whose target is known.
 *
 * @throws DatasetError unless the rows to forecast follow it, with a value of every column that is known in advance
 */
function endOfTarget({ fields: { task } }: SeriesForm, table: Table, ahead: number): number {
  const isKnown = (name: string) => (row: number) => !Number.isNaN(numbersOf(table, name)[row]);
  const { target, known = [] } = task;
  let end = table.rows;
  while (end > 0 && !isKnown(target)(end - 1)) end--;
  for (const name of known) {
    let next = end;
    while (next < table.rows && isKnown(name)(next)) next++;
    if (next - end >= ahead) continue;
    throw new DatasetError(
      table.name,
      `the model is given "${name}" at the ${ahead} rows to forecast, but it has ${next - end} values after the last one of "${target}". ` +
        `Append ${ahead} rows with "${name}", and without "${target}".`,
    );
  }
  return end;
}

/** A value that a model forecasts for a time. */
export interface ForecastStep {
  /** The last row that the model was shown, UTC milliseconds. */
  readonly now: number;
  /** UTC milliseconds. */
  readonly time: number;
  readonly value: number;
  /** The quantiles that the model forecasts, rising; absent for a model of one value. */
  readonly quantiles?: readonly number[];
  /** The last value shown. */
  readonly persistence: number;
}

/**
 * Forecasts the values that follow the last row of a series, the last step that can be known at the end.
 *
 * @param forecast what is said of a window `[1, T, D]`, in the scale of the inputs: `[H · Q]`
 */
export async function stepsAfter(
  form: SeriesForm,
  source: SeriesSource,
  forecast: (window: NdArray) => Promise<Float32Array> | Float32Array,
): Promise<ForecastStep[]> {
  const steps: ForecastStep[] = [];
  for (const { window, now, times } of outlook(form, source)) {
    const said = await forecast(window);
    const last = window.data[window.data.length - form.width + form.targetColumn]!;
    const shown = form.fields.residual ? new Float32Array(times.length).fill(last) : undefined;
    const { values, quantiles } = finished(form, said, shown);
    const count = form.fields.task.quantiles?.length ?? 0;
    for (const [i, time] of times.entries()) {
      const those = quantiles?.subarray(i * count, (i + 1) * count);
      steps.push({
        now,
        time,
        value: form.unscale(values[i]!),
        ...(those && { quantiles: Array.from(those, (value) => form.unscale(value)) }),
        persistence: form.unscale(last),
      });
    }
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
      `rows are ${distanceText(own)} apart, but the model was trained on rows ${distanceText(form.fields)} apart. Give such rows, or put these on that distance (--resample).`,
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

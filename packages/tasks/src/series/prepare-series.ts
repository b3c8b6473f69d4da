import {
  columnIndex,
  DatasetError,
  fillForward,
  fitScaler,
  forecastWindows,
  JENA_SPLIT,
  numbersOf,
  type RowRange,
  reportTimes,
  requireWithin,
  stretches,
  type Table,
  type TimeSplit,
  timeSplit,
  toMatrix,
  type Windows,
} from '@seqloom/timeseries';
import { featureColumns } from './feature-columns.ts';
import { cleaningOf } from './file-form.ts';
import { type ForecastTask, horizonOf, kindOf, targetRowsOf } from './forecast-task.ts';
import { SeriesForm, type SeriesInputs } from './series-form.ts';
import { breaksText, fileNotices, requireOneSeries } from './series-notices.ts';
import { DAY, type SeriesSource, timesOf } from './series-source.ts';

/** A series in a model's form: windows of the past to learn from, of the present to choose by, of the future to measure on. */
export interface PreparedSeries {
  readonly form: SeriesForm;
  readonly split: TimeSplit;
  readonly train: Windows;
  readonly validation: Windows;
  readonly test: Windows;
  /** UTC milliseconds of each row. */
  readonly times: Float64Array;
  /** What a user should know about the data: gaps, columns left out. */
  readonly notices: readonly string[];
}

/** How a series is prepared. */
export interface PrepareOptions {
  /** The recipe that will be trained. */
  readonly recipe: string;
  readonly task: ForecastTask;
  /** Whether the network forecasts the change from the last value. */
  readonly residual: boolean;
  /** Whether it reads the target's own past alone. Default false. */
  readonly ownPast?: boolean;
  /** The parts. Default: the book's for its own file, 60 / 20 / 20 in the order of time for others. */
  readonly split?: TimeSplit;
}

/** A series in a model's form, whole. */
export interface SeriesParts extends Omit<PreparedSeries, keyof TimeSplit> {
  readonly inputs: SeriesInputs;
}

/**
 * {@link prepareInputs}, and windows that stay in their part and cross no gap.
 *
 * @throws as there; RangeError when a part is shorter than a window
 */
export function prepareSeries(source: SeriesSource, options: PrepareOptions): PreparedSeries {
  const { inputs, ...prepared } = prepareInputs(source, options);
  const { form, split } = prepared;
  const windows = (part: keyof TimeSplit) => windowsWithin(form, source.table, inputs, split[part], part);
  return { ...prepared, train: windows('train'), validation: windows('validation'), test: windows('test') };
}

/**
 * Chooses the inputs, fits the scaler on the training rows, scales, and adds the calendar.
 *
 * @throws DatasetError when the target is missing, constant or without values, or times do not rise; LeakError when the
 * parts overlap or are out of order
 */
export function prepareInputs(source: SeriesSource, options: PrepareOptions): SeriesParts {
  const { table, where } = source;
  const { recipe, task, residual } = options;
  const times = timesOf(table);
  const kind = kindOf(table);
  // the book's file has a day of double rows; there, stretches end where time does not go on
  if (kind !== 'jena') requireOneSeries(table);
  const split = options.split ?? (isTheBooks(table) ? JENA_SPLIT : timeSplit(table.rows));
  const columns = columnsFor(table, task.target, split.train, options.ownPast ?? false);
  checkKnown(table, task, columns.names, options);
  const { matrix, start } = fillForward(toMatrix(table, columns.names), columns.names);
  const learned = { start: Math.max(split.train.start, start), end: split.train.end };
  const scaler = fitScaler(matrix, learned, columns.names);
  const { period, rhythm } = reportTimes(times);
  const cycles = task.calendar && !options.ownPast;
  const breaks = breaksText(table);
  const form = new SeriesForm({
    recipe,
    task,
    columns: columns.names,
    mean: [...scaler.mean],
    std: [...scaler.std],
    cycles: {
      day: cycles && period < DAY,
      // a cycle that the training rows do not show once whole cannot be learned from them
      year: cycles && times[learned.end - 1]! - times[learned.start]! >= 365 * DAY,
    },
    residual,
    period,
    rhythm,
    seenUntil: times[split.validation.end - 1]!,
    where: where ?? null,
    cleaning: cleaningOf(source.form),
  });
  return {
    form,
    split,
    inputs: form.inputs(table, split, scaler),
    times,
    notices: [
      ...fileNotices(table),
      ...(columns.leftOut.length > 0 ? [`left out: ${columns.leftOut.join(', ')}`] : []),
      ...(start > 0
        ? [`the first ${start} rows lack values that nothing before them can fill; no window has them`]
        : []),
      ...(breaks === '' ? [] : [breaks.trim()]),
    ],
  };
}

/**
 * The windows of one part of a table. Those whose true value is missing are left out: a value filled in is no truth.
 *
 * @throws RangeError when there is none, with the part's name
 */
export function windowsWithin(
  form: SeriesForm,
  table: Table,
  { matrix, start }: SeriesInputs,
  { end, ...part }: RowRange,
  name: string,
): Windows {
  const { task, columns } = form.fields;
  const { lookback, step, anchor, known = [] } = task;
  const within = { start: Math.min(Math.max(part.start, start), end), end };
  let windows: Windows;
  try {
    windows = forecastWindows(matrix, {
      lookback,
      step,
      ...targetRowsOf(task),
      anchor,
      targetColumn: form.targetColumn,
      knownColumns: known,
      within,
      series: stretches(timesOf(table)),
      names: columns,
    });
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const problem = cause.message.replace('forecastWindows: ', '');
    throw new RangeError(`${table.name}, ${name} part: ${problem}${breaksText(table)}`, { cause });
  }
  requireWithin(windows, within);
  const truth = numbersOf(table, task.target);
  const isKnown = (first: number) => !truth.subarray(first, first + horizonOf(task)).includes(Number.NaN);
  const whole = Array.from(windows.targetRows, isKnown);
  const keep = (rows: Int32Array) => rows.filter((_, i) => whole[i]);
  const kept = { ...windows, starts: keep(windows.starts), targetRows: keep(windows.targetRows) };
  if (kept.starts.length > 0) return kept;
  throw new RangeError(`${table.name}, ${name} part: "${task.target}" has no value to forecast there.`);
}

function columnsFor(
  table: Table,
  target: string,
  train: RowRange,
  ownPast: boolean,
): { readonly names: readonly string[]; readonly leftOut: readonly string[] } {
  columnIndex(table, target);
  const columns = featureColumns(table, train, target);
  if (columns.names.includes(target)) return ownPast ? { names: [target], leftOut: [] } : columns;
  const reason = columns.leftOut.find((text) => text.startsWith(`"${target}" `));
  throw new DatasetError(
    table.name,
    `column ${reason}: there is nothing to forecast. Choose another --target.`,
  );
}

/** @throws RangeError for a column known in advance that the model does not read, or that is what it forecasts */
function checkKnown(
  { name }: Table,
  { known = [], target }: ForecastTask,
  inputs: readonly string[],
  { recipe, ownPast }: PrepareOptions,
): void {
  for (const column of known) {
    if (column === target) {
      throw new RangeError(
        `--known: "${column}" is what is forecast, so its future is not known. Leave it out.`,
      );
    }
    if (ownPast) {
      throw new RangeError(
        `--known: the model '${recipe}' reads only "${target}" itself. Leave it out, or take another model.`,
      );
    }
    if (inputs.includes(column)) continue;
    const list = inputs.map((each) => `"${each}"`).join(', ');
    throw new RangeError(
      `--known: "${column}" is not among the inputs of ${name}, which are ${list}. Give one of them.`,
    );
  }
}

/** The file of the book, whole. */
function isTheBooks(table: Table): boolean {
  return kindOf(table) === 'jena' && table.rows === JENA_SPLIT.test.end;
}

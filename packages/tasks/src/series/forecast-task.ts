import {
  type Anchor,
  DatasetError,
  type ForecastWindowsOptions,
  HOURLY_TASK,
  JENA_TASK,
  numericNames,
  type Table,
  timeSplit,
  unitOf,
} from '@seqloom/timeseries';
import { featureColumns } from './feature-columns.ts';
import { DAY, HOUR, periodOf, type SeriesSource } from './series-source.ts';

/** What is forecast, and from what. Lengths are counted in rows. */
export interface ForecastTask {
  /** The column that is forecast. */
  readonly target: string;
  /** The target's unit; empty when it is not known. */
  readonly unit: string;
  /** Rows a window looks back. */
  readonly lookback: number;
  /** Rows from one time step to the next. */
  readonly step: number;
  /** Rows from the row that `anchor` names to the target. */
  readonly delay: number;
  /** `last`: from the last row that is known. `next`: from the row after it, as in the book and on its station. */
  readonly anchor: Anchor;
  /** Whether the network forecasts every row until the one at `delay`, at once. Default: only that row. */
  readonly multiStep?: boolean;
  /** The quantiles that the network forecasts, rising; 0.5, which is among them, is the forecast. Default: one value. */
  readonly quantiles?: readonly number[];
  /**
   * Columns whose values are known in advance. The network is also given the values that they have at the rows to be forecast. (The
   * calendar needs no such thing: sine and cosine of the hour now tell those of any later hour.) Default none.
   */
  readonly known?: readonly string[];
  /** Whether the hour and the day of the year are inputs too. */
  readonly calendar: boolean;
}

/**
 * What decides the defaults: `jena` is the station of the book in its 10-minute form, `hourly` has at least two rows a
 * day, `daily` has fewer.
 */
export type SeriesKind = 'jena' | 'hourly' | 'daily';

/** The kind of a table. */
export function kindOf(table: Table): SeriesKind {
  const period = periodOf(table);
  if (period === HOUR / 6 && table.columns.has(JENA_TASK.target)) return 'jena';
  return period <= DAY / 2 ? 'hourly' : 'daily';
}

/**
 * The defaults for a series, with a user's choices in their place. Hourly series look back three days in steps of three
 * hours and a day ahead, for every period; daily ones look back three weeks and three days ahead. Where one model forecasts several rows
 * from columns that are known in advance, every row is a step, because a window shows the future at its steps.
 *
 * @throws DatasetError when no target was chosen and no column looks like a temperature; RangeError when the step does not
 * divide the lookback, or hides rows that are known in advance
 */
export function taskFor({ table, units }: SeriesSource, chosen: Partial<ForecastTask> = {}): ForecastTask {
  const target = chosen.target ?? temperatureOf(table);
  const unit = chosen.unit ?? units?.[target] ?? unitOf(target);
  const task = { ...lengthsOf(table, chosen), ...chosen, target, unit };
  if (task.lookback % task.step !== 0) {
    throw new RangeError(
      `--lookback: ${task.lookback} is no multiple of --step ${task.step}. Give one that is.`,
    );
  }
  if (task.delay === 0 && task.anchor === 'last') {
    throw new RangeError('--delay: 0 rows after the last known one is that row. Give 1 or more.');
  }
  if (showsKnownRows(task) && task.step > 1) {
    throw new RangeError(
      `--step: a step of ${task.step} rows shows what is known in advance at one of ${task.step} rows to forecast. Give 1, or leave it out.`,
    );
  }
  if (showsKnownRows(task) && task.lookback < rowsAhead(task)) {
    throw new RangeError(
      `--lookback: ${task.lookback} rows show what is known in advance at the last ${task.lookback} of the ${rowsAhead(task)} rows to forecast. Give ${rowsAhead(task)} or more.`,
    );
  }
  return task;
}

/** Rows from the last one that is known to the one that is forecast. */
export function rowsAhead({ delay, anchor }: Pick<ForecastTask, 'delay' | 'anchor'>): number {
  return anchor === 'last' ? delay : delay + 1;
}

/** The rows that a task's windows have targets of, in the options of `forecastWindows`. */
export function targetRowsOf(task: ForecastTask): Pick<ForecastWindowsOptions, 'delay' | 'horizon'> {
  if (!task.multiStep) return { delay: task.delay };
  return { delay: task.anchor === 'last' ? 1 : 0, horizon: rowsAhead(task) };
}

/** How many rows a network forecasts at once. */
export function horizonOf(task: ForecastTask): number {
  return task.multiStep ? rowsAhead(task) : 1;
}

/** How many values a network says for a window: a row for each of the horizon, a column for each quantile. */
export function outputsOf(task: ForecastTask): number {
  return horizonOf(task) * (task.quantiles?.length ?? 1);
}

/** @throws RangeError for a network that adds to the forecast of one value */
export function requireOneValue(name: string, { multiStep, quantiles }: ForecastTask): void {
  if (!multiStep && !quantiles) return;
  const option = multiStep ? '--multi-step' : '--quantiles';
  throw new RangeError(
    `${option}: the model '${name}' forecasts one value. Take another network, for instance --model gru.`,
  );
}

/** @throws RangeError for a recipe that is solved for at once, which forecasts no quantiles */
export function requireNoQuantiles(name: string, { quantiles }: ForecastTask): void {
  if (!quantiles) return;
  throw new RangeError(
    `--quantiles: the model '${name}' forecasts one value a row. Take a network, for instance --model gru.`,
  );
}

/**
 * As {@link taskFor}, but where no lookback was chosen, that of a short series is as long as its parts allow.
 *
 * @throws as it does; RangeError when there are too few rows to divide
 */
export function fittingTask(source: SeriesSource, chosen: Partial<ForecastTask> = {}): ForecastTask {
  if (chosen.lookback !== undefined) return taskFor(source, chosen);
  const lengths = { ...lengthsOf(source.table, chosen), ...chosen };
  return taskFor(source, { ...chosen, lookback: fittingLookback(source.table, lengths) });
}

/** The default in whole steps, or, where that would leave less than a third of the smallest part's rows as windows, those that do not. */
function fittingLookback(
  table: Table,
  task: Pick<ForecastTask, 'lookback' | 'step' | 'delay' | 'anchor'>,
): number {
  const { train, validation, test } = timeSplit(table.rows);
  const smallest = Math.min(...[train, validation, test].map(({ start, end }) => end - start));
  const most = Math.floor((2 * smallest) / 3) - rowsAhead(task);
  // Where not even a step fits, an error tells it of the default.
  const rows = most < task.step ? task.lookback : Math.min(task.lookback, most);
  return Math.max(task.step, rows - (rows % task.step));
}

/** Whether windows have to show columns at each of several rows to be forecast. */
function showsKnownRows({ multiStep = false, known = [] }: Partial<ForecastTask>): boolean {
  return multiStep && known.length > 0;
}

function lengthsOf(
  table: Table,
  chosen: Partial<ForecastTask>,
): Pick<ForecastTask, 'lookback' | 'step' | 'delay' | 'anchor' | 'calendar'> {
  const lengths = usualLengths(table);
  return showsKnownRows(chosen) ? { ...lengths, step: 1 } : lengths;
}

function usualLengths(
  table: Table,
): Pick<ForecastTask, 'lookback' | 'step' | 'delay' | 'anchor' | 'calendar'> {
  switch (kindOf(table)) {
    case 'jena':
      return { ...JENA_TASK, calendar: false };
    case 'hourly': {
      const rows = (hours: number) => Math.max(1, Math.round((hours * HOUR) / periodOf(table)));
      const { lookback, step, delay, anchor } = HOURLY_TASK;
      return {
        lookback: rows(step) * (lookback / step),
        step: rows(step),
        delay: rows(delay),
        anchor,
        calendar: true,
      };
    }
    case 'daily':
      return { lookback: 21, step: 1, delay: 3, anchor: 'last', calendar: true };
  }
}

/** The first column that is called as a temperature is. */
export function temperatureIn(names: readonly string[]): string | undefined {
  return names.find((name) => /^t(emp(erature)?)?(?![a-z])/i.test(name));
}

/** The first temperature, or the only column that tells something. */
function temperatureOf(table: Table): string {
  const names = numericNames(table);
  const found = temperatureIn(names) ?? onlyQuantity(table);
  if (found !== undefined) return found;
  const texts = (table.notices ?? []).filter((notice) => notice.includes('holds texts'));
  throw new DatasetError(
    table.name,
    names.length === 0
      ? `there is no column of numbers to forecast. ${texts.map((text) => `${text}.`).join(' ')}`.trimEnd()
      : `no column looks like a temperature. Say what to forecast with --target; columns of numbers: ${names.map((name) => `"${name}"`).join(', ')}.`,
  );
}

function onlyQuantity(table: Table): string | undefined {
  const { names } = featureColumns(table, { start: 0, end: table.rows }, '');
  return names.length === 1 ? names[0] : undefined;
}

import {
  type FeatureColumns,
  type ForecastTask,
  measureSimpleRules,
  type SeriesSource,
  type SimpleRules,
  type SuggestedTask,
  suggestTask,
} from '@seqloom/tasks';
import { reportTimes } from '@seqloom/timeseries';
import { errorGroups } from './error-groups.ts';
import type { SeriesChoice } from './series-settings.ts';
import type { ErrorGroups } from './series-training.ts';

/** What the page says of a file before anything is chosen. */
export interface TableFacts {
  readonly name: string;
  readonly rows: number;
  /** Columns that could not be read as numbers are texts. */
  readonly columns: readonly { readonly name: string; readonly kind: 'number' | 'text' }[];
  readonly timeColumns: readonly string[];
  /** UTC milliseconds of the first and of the last row. */
  readonly first: number;
  readonly last: number;
  /** Milliseconds between rows. */
  readonly period: number;
  readonly encoding: string;
  readonly notices: readonly string[];
  /** Rows that cannot be read. */
  readonly skippedRows: number;
  readonly suggested: SuggestedLengths;
  /** Columns that may be forecast or be inputs, and why others may not. */
  readonly usable: FeatureColumns;
  /** What a network takes where nothing is chosen. */
  readonly usual: SuggestedTask['network'];
}

/** A task whose lengths fit the rows of a file. */
export interface SuggestedLengths extends ForecastTask {
  /** Whether the windows are shorter than rows of this distance would get in a longer file. */
  readonly shortened: boolean;
}

/** The share of the rows in the smallest part of a series. */
const SMALLEST_PART = 0.2;

/** The lengths of a task, cut so that some windows fit into each part. */
function fittingLengths(task: ForecastTask, rows: number): SuggestedLengths {
  const part = Math.floor(SMALLEST_PART * rows);
  if (task.lookback + task.delay <= 0.7 * part) return { ...task, shortened: false };
  const delay = Math.max(1, Math.min(task.delay, Math.floor(part / 4)));
  const lookback = Math.max(1, Math.min(task.lookback, Math.floor(part / 2 - delay / 2)));
  return { ...task, delay, lookback, step: 1, shortened: true };
}

/** What simple rules say, on rows that they have not learned from; errors are of all of them, forecasts of the latest. */
export interface Baselines extends Omit<SimpleRules, 'period'> {
  readonly groups: ErrorGroups;
}

/** What a table holds. */
export function tableFacts(source: SeriesSource): TableFacts {
  const { table } = source;
  const { task, columns, network } = suggestTask(source);
  const times = table.times!; // read with the option `time`
  return {
    name: source.name,
    rows: table.rows,
    columns: [...table.columns].map(([name, { kind }]) => ({ name, kind })),
    timeColumns: table.dialect?.timeColumns ?? [],
    first: times[0]!,
    last: times.at(-1)!,
    period: reportTimes(times).period,
    encoding: table.dialect?.encoding ?? 'utf-8',
    notices: table.notices ?? [],
    skippedRows: table.skippedRows,
    suggested: fittingLengths(task, table.rows),
    usable: columns,
    usual: network,
  };
}

/**
 * Measures simple rules, and forecasts with ridge regression.
 *
 * @param latest rows of the forecasts that a chart shows
 * @throws DatasetError or RangeError for a choice that does not fit the rows; the signal's reason when it is aborted
 */
export async function measureBaselines(
  source: SeriesSource,
  { units: _units, epochs: _epochs, ...choices }: SeriesChoice,
  latest: number,
  signal?: AbortSignal,
): Promise<Baselines> {
  const { period, unseen, ...rules } = await measureSimpleRules(source, choices, signal);
  const from = Math.max(0, unseen.times.length - latest);
  return {
    ...rules,
    unseen: {
      times: unseen.times.slice(from),
      truth: unseen.truth.slice(from),
      persistence: unseen.persistence.slice(from),
      forecast: unseen.forecast.slice(from),
    },
    groups: errorGroups(unseen, period),
  };
}

import {
  anySeriesTask,
  type FeatureColumns,
  type ForecastStep,
  type ForecastTask,
  findRecipe,
  type SeriesSource,
  type SeriesTypes,
  suggestTask,
  trainTask,
} from '@seqloom/tasks';
import { reportTimes } from '@seqloom/timeseries';
import { SeriesAnswers } from './series-answers.ts';
import type { SeriesChoice } from './series-settings.ts';
import type { ErrorGroups, UnseenForecast } from './series-training.ts';

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

/** What simple rules say, on rows that they have not learned from. */
export interface Baselines {
  readonly task: ForecastTask;
  readonly inputs: readonly string[];
  readonly result: SeriesTypes['result'];
  /** Ridge regression. */
  readonly unseen: UnseenForecast;
  readonly groups: ErrorGroups;
  readonly next: readonly ForecastStep[];
}

/** What a table holds. */
export function tableFacts(source: SeriesSource): TableFacts {
  const { table } = source;
  const { task, columns } = suggestTask(source);
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
  };
}

/**
 * Fits ridge regression and measures it beside the simple rules, as every run does. The model is disposed of.
 *
 * @throws DatasetError or RangeError for a choice that does not fit the rows; the signal's reason when it is aborted
 */
export async function measureSimpleRules(
  source: SeriesSource,
  choices: SeriesChoice,
  {
    backend,
    latest,
    signal,
  }: {
    readonly backend: { readonly name: string; readonly threads: number };
    readonly latest: number;
    readonly signal?: AbortSignal;
  },
): Promise<Baselines> {
  const { units: _units, epochs: _epochs, ...task } = choices;
  const { model, result } = await trainTask(anySeriesTask, {
    backend,
    source,
    recipe: findRecipe(anySeriesTask, 'ridge'),
    choices: task,
    ...(signal && { signal }),
  });
  try {
    const answers = new SeriesAnswers(source);
    return {
      task: model.form.fields.task,
      inputs: model.form.fields.columns,
      result,
      unseen: await answers.unseen(model, latest, signal),
      groups: await answers.errors(model, signal),
      next: await answers.next(model, signal),
    };
  } finally {
    model.model.dispose();
  }
}

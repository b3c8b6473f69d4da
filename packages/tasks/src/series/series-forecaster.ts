import { awaitsBackend, ready } from '@seqloom/backend';
import { abortSignal, type OptionRules, optional, resolveOptions, rule, text } from '@seqloom/options';
import { load, save } from '@seqloom/train';
import { refuseOtherKind } from '../attached-to-file.ts';
import { inApiWords } from '../options/api-words.ts';
import { attachmentsOf } from '../task-of-file.ts';
import { anySeriesTask } from './any-series-task.ts';
import type { Errors } from './baselines.ts';
import { type ColumnInfluence, explainWindows } from './explain-windows.ts';
import { forecastSteps, type SeriesModel } from './forecasts.ts';
import { SERIES_LOAD_OPTIONS, seriesModelOf } from './model-file.ts';
import { type ForecastStep, unseenWindows } from './new-rows.ts';
import { checkRows, isTable, openRows, type SeriesRows } from './open-rows.ts';
import type { SeriesResult } from './run.ts';
import { type SeriesEvaluation, scoreWindows } from './score-windows.ts';
import { SERIES_WORDS } from './series-api-words.ts';
import type { SeriesSource } from './series-source.ts';

/** Rows for a forecaster, and what it may be told. */
export interface SeriesCallOptions {
  /** Default: the rows that it was trained with. */
  readonly rows?: SeriesRows | undefined;
  /** The column of times, for rows that are objects. Default: the one that looks like times. */
  readonly time?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

const CALL_RULES: OptionRules<SeriesCallOptions> = {
  rows: optional(rule<SeriesRows>(checkRows)),
  time: optional(text()),
  signal: optional(abortSignal()),
};

/** What a forecaster keeps of its training. */
export interface SeriesTraining {
  readonly result: SeriesResult;
  readonly source: SeriesSource;
}

/**
 * A model that forecasts a column, ready to use: the network, the scale of its inputs and how rows become windows. `forecast`
 * trains it.
 */
export class SeriesForecaster {
  /** The network with its form, for the functions of `@seqloom/tasks`. */
  readonly parts: SeriesModel;
  readonly #training: SeriesTraining | undefined;

  constructor(parts: SeriesModel, training?: SeriesTraining) {
    this.parts = parts;
    this.#training = training;
  }

  /** How it was trained and what it reached on the latest rows; undefined for one that was read from a file. */
  get result(): SeriesResult | undefined {
    return this.#training?.result;
  }

  /** Simple rules on the same rows, persistence first. */
  get baselines(): readonly Errors[] | undefined {
    return this.result?.baselines;
  }

  /**
   * The values that follow the last row, one for each row until the horizon.
   *
   * @throws DatasetError when the last rows have a gap or are too few; TypeError or RangeError for an unknown or wrong option
   * @example
   * ```ts
   * const steps = await model.predict();
   * console.log(steps.map(({ time, value }) => `${new Date(time).toISOString()} ${value.toFixed(1)}`));
   * ```
   */
  async predict(options: SeriesCallOptions = {}): Promise<readonly ForecastStep[]> {
    return this.#on('predict', options, (source, signal) => forecastSteps(this.parts, source, signal));
  }

  /**
   * Measures the model on rows after those that it has learned from.
   *
   * @throws DatasetError when there are none; RangeError when no window fits
   */
  async evaluate(options: SeriesCallOptions = {}): Promise<SeriesEvaluation> {
    return this.#on('evaluate', options, (source, signal) =>
      scoreWindows(this.parts, unseenWindows(this.parts.form, source), signal),
    );
  }

  /**
   * How much each column tells: by how much the error grows on rows that the model has not learned from when the column is
   * exchanged for its mean. The largest first.
   *
   * @throws as {@link evaluate}
   */
  async explain(options: SeriesCallOptions = {}): Promise<readonly ColumnInfluence[]> {
    return this.#on('explain', options, (source, signal) =>
      explainWindows(this.parts, unseenWindows(this.parts.form, source), signal),
    );
  }

  /** The model as the bytes of a file, which {@link SeriesForecaster.load} and the command line read. */
  save(): Promise<Uint8Array<ArrayBuffer>> {
    return save(this.parts.model, { attachments: attachmentsOf(anySeriesTask, this.parts) });
  }

  /** Releases the memory of the network. */
  dispose(): void {
    this.parts.model.dispose();
  }

  /**
   * Reads a model that {@link save} or the command line wrote.
   *
   * @throws ModelFileError when the file is damaged or holds something else
   */
  static async load(bytes: Uint8Array): Promise<SeriesForecaster> {
    refuseOtherKind(bytes, 'series');
    if (awaitsBackend()) await ready();
    return new SeriesForecaster(seriesModelOf(load(bytes, SERIES_LOAD_OPTIONS), 'the file'));
  }

  /** Uses the rows of a call, or those of the training. */
  async #on<T>(
    method: string,
    given: SeriesCallOptions,
    use: (source: SeriesSource, signal: AbortSignal | undefined) => Promise<T>,
  ): Promise<T> {
    const owner = `SeriesForecaster: ${method}`;
    if (Array.isArray(given) || isTable(given as SeriesRows)) {
      throw new TypeError(`${owner}: expected { rows }, got the rows themselves. Write ${method}({ rows }).`);
    }
    const { rows, time, signal } = resolveOptions<SeriesCallOptions>(owner, given, CALL_RULES);
    return inApiWords(owner, SERIES_WORDS, async () => use(await this.#source(rows, time), signal));
  }

  async #source(rows: SeriesRows | undefined, time: string | undefined): Promise<SeriesSource> {
    if (rows) return { name: 'rows', table: await openRows(rows, time) };
    if (this.#training) return this.#training.source;
    throw new RangeError('a model from a file has no rows. Give it rows.');
  }
}

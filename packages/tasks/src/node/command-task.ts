import type { SelectedBackend } from '@seqloom/backend';
import type { OptionTable } from '../options/command-option.ts';
import type { TableRow } from '../report/delimited.ts';
import type { Task } from '../task.ts';
import type { TaskTypes } from '../task-types.ts';
import type { WriteTextOptions } from '../writing/write-text.ts';
import type { Terminal } from './terminal/terminal.ts';

/** Where a command is when it opens data. */
export interface OpenContext<Model> {
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  /** The saved model that the data are for. */
  readonly model?: Model;
}

/** A task on a command line: the task, and where its data come from. */
export interface CommandTask<T extends TaskTypes, Where = object> {
  readonly task: Task<T>;
  /** What it is for, in one line. */
  readonly description: string;
  /** What `--version` prints. */
  readonly version: string;
  /** What `--data` may be. */
  readonly data: { readonly hint: string; readonly help: string };
  /** What a user may say about the data. */
  readonly where: OptionTable<Where>;
  /**
   * Opens data.
   *
   * @param data what was typed after `--data`
   * @throws DatasetError when there is no such name or path, or it cannot be read
   */
  openSource(data: string, where: Partial<Where>, context: OpenContext<T['model']>): Promise<T['source']>;
  /** What a saved model answers. */
  readonly answers: Answers<T>;
}

/** How a saved model is used. */
export type Answers<T extends TaskTypes> =
  | PredictAnswers<T['model']>
  | ForecastAnswers<T>
  | WriteAnswers<T['model']>;

/** `predict`: answers on texts, from arguments, a file, or lines of the standard input. */
export interface PredictAnswers<Model> {
  readonly help: string;
  predict(model: Model, texts: readonly string[], signal: AbortSignal): Promise<readonly TableRow[]>;
  /** Why it answers a text so, for `--explain`; without it there is no such option. */
  explain?(model: Model, text: string, signal: AbortSignal): Promise<TableRow>;
  /** The model where no file is named; without it one has to be. */
  usual?(): Promise<Model>;
}

/** `forecast`: answers on data that `--data` names. */
export interface ForecastAnswers<T extends TaskTypes> {
  readonly help: string;
  forecast(
    model: T['model'],
    source: T['source'],
    options: { readonly backend: Pick<SelectedBackend, 'name' | 'threads'>; readonly signal: AbortSignal },
  ): Promise<Forecast>;
}

/** `write`: a text that goes on from a beginning. */
export interface WriteAnswers<Model> {
  readonly help: string;
  /** What is added to the beginning, piece by piece. */
  write(model: Model, options: WriteTextOptions): AsyncIterable<string>;
}

/** What is said about the time after a series. */
export interface Forecast {
  /** For the JSON line. */
  readonly result: object;
  /** For a person, in one line. */
  readonly text: string;
  /** A row for each step, for a file. */
  readonly rows: readonly TableRow[];
}

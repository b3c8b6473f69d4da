import type { SelectedBackend } from '@seqloom/backend';
import type { LoadedModel, LoadOptions } from '@seqloom/train';
import type { OptionTable } from './options/command-option.ts';
import type { ProgressTexts } from './progress.ts';
import type { HtmlTable } from './report/html-page.ts';
import type { Run, RunChoice } from './run.ts';
import type { TaskTypes } from './task-types.ts';

/** Data that have a name. */
export interface NamedData {
  /** What users type: `bundled`. */
  readonly word: string;
  /** What results call them: `bundled-reviews`. */
  readonly name: string;
  /** What reports say about them, after the name. */
  readonly about?: string;
}

/** What users type for a task that is not a script of this repository. */
export interface TaskProgram {
  /** Before the words of `uses`: `seqloom`. */
  readonly name: string;
  /** `seqloom classify`. */
  readonly train: string;
}

/** The models for some data, of which the one that does best on the validation part is taken. */
export interface ChosenModels<T extends TaskTypes> {
  readonly models: readonly string[];
  /** Takes the place of the recipes' own numbers. */
  readonly choices: Partial<T['choices']>;
}

/** What a table of results shows, in the terminal and in the report. */
export type ResultTable = HtmlTable;

/** What a report says about runs on the same data. Plain text. */
export interface ReportTexts<Result> {
  /** What is asked, in one sentence. */
  question(result: Result): string;
  /** `Film reviews` in `Film reviews: 3 models compared`. */
  readonly subject: string;
  /** What the parts are made of: `reviews`. */
  readonly samples: string;
  /** What the comparison shows of a run, and what it is compared with. */
  comparison(results: readonly Result[]): string;
  /** How to read the table. */
  note(result: Result): string;
  table(results: readonly Result[]): ResultTable;
  /** The options that repeat a run, after `--model NAME --data PATH`. */
  repeat(result: Result): readonly string[];
}

/** What a sweep compares. */
export interface SweepMeasure<Result> {
  /** The name of the result on the test part: `testAccuracy`. */
  readonly test: string;
  /** Of the last or best epoch on the validation part. */
  readonly validation: string;
  /** What people call it: `test accuracy`. */
  readonly label: string;
  /** What a whole number of it is called on an axis: `accuracy`. */
  readonly axis: string;
  readonly better: 'higher' | 'lower';
  /** What a model that has learned nothing reaches. */
  baseline(result: Result): { readonly name: string; readonly value: number };
  /** The same as results call it: `{ baselineAccuracy }`. */
  baselineResult(result: Result): object;
  /** What results say about a setting beside the model: its vectors, its units. */
  facts(result: Result): object;
  /** What a user should know about a run; empty where there is nothing. */
  remark(result: Result): string;
  /** Columns of the CSV beside those of all sweeps, by name. */
  readonly columns: Readonly<Record<string, (result: Result) => string | number>>;
}

/** What a sweep varies when nothing is said. */
export interface SweepDefaults<T extends TaskTypes> {
  readonly models: readonly string[];
  readonly choices: { readonly [Name in keyof T['choices']]?: readonly NonNullable<T['choices'][Name]>[] };
  readonly seeds: readonly number[];
}

/** What a saved model measured on new data. */
export interface Evaluation {
  /** For the JSON line. */
  readonly result: object;
  /** For a person, in one line. */
  readonly text: string;
}

/**
 * A task: what is learned from which data, with which models, and how that is said. Training, measuring, sweeps, reports and
 * model files are written once over it. It knows no platform, so that a page can use it too.
 */
export interface Task<T extends TaskTypes> {
  /** What users type after `pnpm`; model files carry it. */
  readonly name: string;
  /** The program whose commands use its model files, and the command that writes them. Default `pnpm NAME`, `pnpm NAME train`. */
  readonly program?: TaskProgram;
  /** What its model files hold: `a model of film reviews`. */
  readonly holds: string;
  /** The commands that its model files are for. */
  readonly uses: readonly string[];
  readonly recipes: readonly T['recipe'][];
  /** The data that have a name. */
  readonly named: readonly NamedData[];
  /** What a user may choose of a run. */
  readonly choices: OptionTable<T['choices']>;
  /** Whether a recipe has a number to choose; a sweep runs a model without those that it lacks. */
  takes(recipe: T['recipe'], choice: keyof T['choices'] & string): boolean;
  /**
   * Makes a run of data.
   *
   * @throws RangeError for a choice that does not fit the recipe or the data, DatasetError for the data
   */
  prepare(source: T['source'], choice: RunChoice<T>): Promise<Run<T>>;
  /** What a user should know about data before anything is made of them. */
  notices(source: T['source']): readonly string[];
  /** The models for data when none is named; without it one has to be. */
  choose?(source: T['source'], choices: Partial<T['choices']>): ChosenModels<T>;
  /** What it comes to, in a few words, for help. */
  readonly chooses?: string;

  /** What travels in a model file beside the weights. */
  attachments(model: T['model']): Readonly<Record<string, unknown>>;
  readonly loadOptions: LoadOptions;
  /** @throws ModelFileError when the file holds something else; then nothing stays allocated */
  open(loaded: LoadedModel, file: string): T['model'];

  /** Measures a saved model on the test part of data. */
  evaluate(
    model: T['model'],
    source: T['source'],
    options: { readonly backend: Pick<SelectedBackend, 'name' | 'threads'>; readonly signal?: AbortSignal },
  ): Promise<Evaluation>;

  readonly progress: ProgressTexts<T['plan']>;
  /** The result for a person: curve and numbers, without what all tasks say. */
  resultText(result: T['result']): string;
  readonly report: ReportTexts<T['result']>;
  readonly sweep: { readonly measure: SweepMeasure<T['result']>; readonly defaults: SweepDefaults<T> };
}

import type { SelectedBackend } from '@seqloom/backend';
import type { FitOptions, LoadedModel, LoadOptions, SingleOutputModel, TrainingData } from '@seqloom/train';
import type { OptionTable } from './options/command-option.ts';
import type { Facts } from './report/facts.ts';
import type { HtmlTable } from './report/html-page.ts';
import type { NetworkDetails } from './report/network-details.ts';

/** A model of a task with everything that decides how it is trained. Knows no platform and no data set. */
export interface AnyRecipe {
  /** What users type. */
  readonly name: string;
  /** What the model is, in a few words. */
  readonly title: string;
  /** Where it comes from. */
  readonly source: string;
}

/** Data to train or measure on. */
export interface AnySource {
  /** What results call it. */
  readonly name: string;
  /** The path it was read from, as a user gave it. */
  readonly data?: string;
}

/** Data that have a name. */
export interface NamedData {
  /** What users type: `bundled`. */
  readonly word: string;
  /** What results call them: `bundled-reviews`. */
  readonly name: string;
  /** What reports say about them, after the name. */
  readonly about?: string;
}

/** What every run measured. */
export interface AnyResult {
  readonly model: string;
  readonly dataset: string;
  /** The path of the data, where they are the user's own. */
  readonly data?: string;
  readonly backend: string;
  readonly threads: number;
  readonly seed: number;
  readonly parameters: number;
  readonly trainSamples: number;
  readonly validationSamples: number;
  readonly testSamples: number;
  /** Epochs that were run. */
  readonly epochs: number;
  /** Training with its validation, without reading, preparing and testing. */
  readonly seconds: number;
  /** A number an epoch for each measure; empty where weights are solved for at once. */
  readonly history: History;
}

/** Numbers by epoch. */
export type History = Readonly<Record<string, readonly number[]>>;

/** What every plan of a run says. */
export interface AnyPlan {
  readonly model: string;
  readonly dataset: string;
  /** The table of layers. */
  readonly summary: string;
}

/** One step that was done. */
export interface StepReport {
  /** From 1. */
  readonly epoch: number;
  /** Within the epoch, from 1. */
  readonly step: number;
  /** The mean loss of the epoch so far, in the unit of the results. */
  readonly loss: number;
}

/** One epoch that was done, with what was measured, by name. */
export type EpochReport = Readonly<Record<string, number>> & {
  /** From 1. */
  readonly epoch: number;
  /** The most there will be. */
  readonly epochs: number;
  /** Since training began. */
  readonly seconds: number;
};

/** What a run tells while it lasts. Every hook is optional. */
export interface ProgressSink<Plan> {
  /** The data are ready and the model is built. */
  onStart?(plan: Plan): void;
  onStep?(step: StepReport): void;
  onEpoch?(epoch: EpochReport): void;
}

/** How a task speaks of a run while it lasts. */
export interface ProgressTexts<Plan, Step = StepReport, Epoch = EpochReport> {
  /** What begins, in a few lines. */
  opening(plan: Plan): string;
  /** An epoch that was done, in one line. */
  epoch(epoch: Epoch, plan: Plan): string;
  /** How long the bar is. A run of 0 epochs has none. */
  length(plan: Plan): { readonly epochs: number; readonly stepsPerEpoch: number };
  /** How many epochs the bar speaks of: `10`, `at most 10`. */
  epochs(epochs: number): string;
  /** What the bar shows of a step, `loss 0.6931`; of none before the first. */
  measure(step: Step | undefined, plan: Plan): string;
}

/** A saved model with what travels in its file. */
export interface AnyModel {
  /** The caller's, to dispose of. */
  readonly model: SingleOutputModel;
}

/** The types of a task. */
export interface TaskTypes {
  readonly source: AnySource;
  readonly recipe: AnyRecipe;
  /** What a user may choose of a run. */
  readonly choices: object;
  readonly plan: AnyPlan;
  readonly result: AnyResult;
  readonly model: AnyModel;
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

/** What decides a run. */
export interface RunChoice<T extends TaskTypes> {
  readonly recipe: T['recipe'];
  /** Takes the place of the recipe's own numbers. */
  readonly choices: Partial<T['choices']>;
  /** Decides initial weights, split, order and dropout. */
  readonly seed: number;
  readonly backend: Pick<SelectedBackend, 'name' | 'threads'>;
  readonly signal?: AbortSignal | undefined;
  /** Keeps what runs on the same data share; a sweep gives the same one to all of its runs. */
  readonly cache?: Map<string, unknown> | undefined;
}

/** How a network is trained step by step. */
export interface Training
  extends Pick<
    FitOptions,
    'batchSize' | 'loss' | 'metrics' | 'stepsPerEpoch' | 'validationSteps' | 'callbacks'
  > {
  readonly data: TrainingData;
  readonly validation: TrainingData;
  readonly epochs: number;
  /** What a loss of 1 is in the unit of the results. Default 1. */
  readonly lossUnit?: number;
  /** Disposed of after the run. */
  readonly optimizer: NonNullable<Exclude<FitOptions['optimizer'], string>>;
  /** What the logs of an epoch are in results and progress, in order. */
  measures(logs: Readonly<Record<string, number>>): Record<string, number>;
}

/** What training left beside the weights. */
export interface Learned {
  readonly seconds: number;
  /** Epochs that were run. */
  readonly epochs: number;
  readonly history: History;
}

/** A picture of a run. */
export interface Chart {
  readonly svg: string;
  /** The name of its file beside the report; without one it is shown only. */
  readonly file?: string;
  /** Where the report shows it: in half or all of the width, or not. Default half. */
  readonly place?: 'half' | 'row' | 'none';
}

/** What a report says of a run besides its charts. */
export interface RunDetails {
  /** How it was trained. */
  readonly settings: Facts;
  /** The data card. */
  readonly data: Facts;
  /** Shown below the charts. */
  readonly tables?: readonly TitledTable[];
}

/** A table with its heading. */
export interface TitledTable extends HtmlTable {
  readonly title: string;
  /** How to read it, in a sentence. */
  readonly note?: string;
}

/** What a run measured, and pictures of it. */
export interface Outcome<Result> {
  readonly result: Result;
  /** How the run was done, in a sentence or two. */
  readonly about: string;
  /** Made when a report is: a data card reads all of the data. */
  details?(): RunDetails;
  charts(): readonly Chart[];
}

/** How long the parts of a run took, in seconds. */
export interface RunTimings {
  /** From data that were read to a network that is built. */
  readonly prepare: number;
  /** With validation. */
  readonly train: number;
  /** On the test part. */
  readonly measure: number;
}

/** An outcome with what the runner itself knows of the run. */
export interface ReportedRun<Result> extends Outcome<Result> {
  readonly network?: NetworkDetails;
  readonly timings?: RunTimings;
}

/** A trained model with all that is needed to use it and to show what it did. */
export interface Trained<T extends TaskTypes> extends ReportedRun<T['result']> {
  readonly network: NetworkDetails;
  readonly timings: RunTimings;
  /** The caller's, to dispose of. */
  readonly model: T['model'];
}

/** A run whose data are ready: what is built, how it is trained, how it is measured. */
export interface Run<T extends TaskTypes> {
  /** Makes the network, a stack or one that branches, and builds it with a seed. */
  network(seed: number): SingleOutputModel;
  /** Step by step; without it the weights are solved for at once. */
  readonly training?: Training;
  solve?(model: SingleOutputModel, signal?: AbortSignal): void | Promise<void>;
  plan(model: SingleOutputModel): T['plan'];
  measure(model: SingleOutputModel, learned: Learned): Promise<Outcome<T['result']>>;
  /** The model as it is used and saved. */
  finish(model: SingleOutputModel): T['model'];
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
  choose?(source: T['source']): ChosenModels<T>;

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

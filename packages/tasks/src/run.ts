import type { SelectedBackend } from '@seqloom/backend';
import type { FitOptions, Network, SingleOutputModel, TrainingData } from '@seqloom/train';
import type { Facts } from './report/facts.ts';
import type { HtmlTable } from './report/html-page.ts';
import type { NetworkDetails } from './report/network-details.ts';
import type { History, TaskTypes } from './task-types.ts';

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

/** A network that is trained on its own before the whole that it is a part of, or that begins with what it learned. */
export interface Stage {
  /** What progress calls it: `language model`. */
  readonly name: string;
  readonly model: Network;
  /** Its optimizer is disposed of after the stage. */
  readonly training: Training;
  /** Takes what was learned; it runs also when the stage did not come to an end, then without. Releases what only the stage needs. */
  finish?(learned: Learned | undefined): void | Promise<void>;
}

/** A picture of a run. */
export interface Chart {
  readonly svg: string;
  /** The name of its file beside the report; without one it is shown only. */
  readonly file?: string;
  /** Where the report shows it: in half or all of the width, or not. Default half. */
  readonly place?: 'half' | 'row' | 'none';
  /** The numbers of the picture, which the report shows below it. */
  readonly table?: HtmlTable;
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
  /** What is trained first, one after the other; each has its own optimizer. */
  before?(model: SingleOutputModel): readonly Stage[];
  /** Step by step; without it the weights are solved for at once. */
  readonly training?: Training;
  solve?(model: SingleOutputModel, signal?: AbortSignal): void | Promise<void>;
  plan(model: SingleOutputModel): T['plan'];
  measure(model: SingleOutputModel, learned: Learned): Promise<Outcome<T['result']>>;
  /** The model as it is used and saved. */
  finish(model: SingleOutputModel): T['model'];
}

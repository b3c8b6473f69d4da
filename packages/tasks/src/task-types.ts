import type { SingleOutputModel } from '@seqloom/train';

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

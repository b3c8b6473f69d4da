import type { AnyModel, AnyPlan, AnyRecipe, AnyResult, AnySource } from '../task-types.ts';
import type { TokenTable } from '../token-table.ts';

/** A text in three parts, one after the other. */
export interface WritingSource extends AnySource {
  readonly train: string;
  readonly validation: string;
  readonly test: string;
}

/** The types of the task. */
export interface WritingTypes {
  readonly source: WritingSource;
  readonly recipe: WritingRecipe;
  readonly choices: WritingSettings;
  readonly plan: WritingPlan;
  readonly result: WritingResult;
  readonly model: WritingModel;
}

/** What a text is made of. */
export type TextUnit = 'characters' | 'words';

/** A language model. */
export interface WritingRecipe extends AnyRecipe {
  readonly unit: TextUnit;
  readonly defaults: WritingSettings;
}

/** The numbers of a run. */
export interface WritingSettings {
  /** The most characters or words with a number of their own. */
  readonly vocabulary: number;
  /** How many the model sees at a time while training. */
  readonly context: number;
  readonly embeddingSize: number;
  readonly units: number;
  readonly layers: number;
  readonly dropout: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
}

/** What will be done. */
export interface WritingPlan extends AnyPlan {
  readonly settings: WritingSettings;
  readonly unit: TextUnit;
  /** Different characters or words that the model knows. */
  readonly vocabulary: number;
  readonly trainSamples: number;
  readonly validationSamples: number;
  readonly testSamples: number;
  readonly stepsPerEpoch: number;
}

/** A text that a model wrote. */
export interface WrittenSample {
  readonly temperature: number;
  readonly beginning: string;
  readonly text: string;
}

/** What a run measured. */
export interface WritingResult extends AnyResult {
  readonly settings: WritingSettings;
  readonly unit: TextUnit;
  /** Different characters or words that the model knows. */
  readonly vocabulary: number;
  /** Of the last epoch, at the beginning of every window without context. */
  readonly valPerplexity: number;
  readonly bestValPerplexity: number;
  /** Of the held-out text, read from its first token to its last. */
  readonly testPerplexity: number;
  /** Of a trigram model with Kneser–Ney smoothing on the same tokens. */
  readonly baselinePerplexity: number;
  readonly written: readonly WrittenSample[];
}

/** What travels in a model file beside the weights and the tokens. */
export interface WritingForm {
  readonly recipe: string;
  readonly unit: TextUnit;
}

/** A model that writes. */
export interface WritingModel extends AnyModel {
  readonly table: TokenTable;
  readonly form: WritingForm;
}

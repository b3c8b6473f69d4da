import type { AnyModel, AnyPlan, AnyRecipe, AnyResult } from '../task-types.ts';
import type { TokenTable } from '../token-table.ts';
import type { TranslationSource } from './translation-source.ts';

/** The types of the task. */
export interface TranslationTypes {
  readonly source: TranslationSource;
  readonly recipe: TranslationRecipe;
  readonly choices: TranslationSettings;
  readonly plan: TranslationPlan;
  readonly result: TranslationResult;
  readonly model: TranslationModel;
}

/** An encoder and a decoder. */
export interface TranslationRecipe extends AnyRecipe {
  /** Whether the decoder looks at all outputs of the encoder rather than at its last states alone. */
  readonly attention: boolean;
}

/** The numbers of a run. */
export interface TranslationSettings {
  /** The most words of each language. */
  readonly words: number;
  readonly embeddingSize: number;
  readonly units: number;
  readonly dropout: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
}

/** What will be done. */
export interface TranslationPlan extends AnyPlan {
  readonly settings: TranslationSettings;
  readonly trainSamples: number;
  readonly validationSamples: number;
  readonly testSamples: number;
  /** Different words of each language that the model knows. */
  readonly sourceWords: number;
  readonly targetWords: number;
  readonly stepsPerEpoch: number;
}

/** A held-out sentence and what became of it. */
export interface ShownTranslation {
  readonly source: string;
  readonly translation: string;
  readonly references: readonly string[];
}

/** What a run measured. */
export interface TranslationResult extends AnyResult {
  readonly settings: TranslationSettings;
  readonly sourceWords: number;
  readonly targetWords: number;
  /** Of the last epoch: cross-entropy per word, the words before it given. */
  readonly valLoss: number;
  readonly bestValLoss: number;
  /** BLEU of the test sentences, letters of either size alike: the most likely word each time. */
  readonly greedyBleu: number;
  /** With the beam search. */
  readonly beamBleu: number;
  readonly beams: number;
  /** Of the translations of the most similar training sentences. */
  readonly baselineBleu: number;
  readonly shown: readonly ShownTranslation[];
}

/** What travels in a model file beside the weights and the words. */
export interface TranslationForm {
  readonly recipe: string;
  /** The most tokens of a translation, the end included. */
  readonly longest: number;
}

/** A model that translates. */
export interface TranslationModel extends AnyModel {
  readonly source: TokenTable;
  readonly target: TokenTable;
  readonly form: TranslationForm;
}

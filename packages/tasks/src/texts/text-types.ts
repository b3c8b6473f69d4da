import type { Tokenizer } from '@seqloom/text';
import type { AnyModel, AnyPlan, AnyResult } from '../task-types.ts';
import type { ClassScores } from './class-scores.ts';
import type { VectorCoverage } from './pretrained-matrix.ts';
import type { TextRecipe, TextSettings } from './recipe.ts';
import type { TextForm } from './text-form.ts';
import type { TextSource } from './text-source.ts';

/** The types of the task. */
export interface TextTypes {
  readonly source: TextSource;
  readonly recipe: TextRecipe;
  readonly choices: TextChoices;
  readonly plan: TextPlan;
  readonly result: TextResult;
  readonly model: TextModel;
}

/** What a user may choose of a run on texts. */
export type TextChoices = Omit<TextSettings, 'epsilon'> & {
  /** Which word vectors a pretrained recipe begins with. */
  readonly vectors?: string;
};

/** How many texts each part has. */
export interface SampleCounts {
  readonly trainSamples: number;
  readonly validationSamples: number;
  readonly testSamples: number;
}

/** What will be done. */
export interface TextPlan extends AnyPlan, SampleCounts {
  readonly settings: TextSettings;
  /** How much of the vocabulary has a pretrained vector, where the recipe begins with some. */
  readonly vectorCoverage?: VectorCoverage;
  readonly stepsPerEpoch: number;
  /** What was seen in a file of the user's own. */
  readonly notices?: readonly string[];
}

/** What a run measured. */
export interface TextResult extends AnyResult, SampleCounts {
  readonly settings: TextSettings;
  /** Which word vectors a pretrained recipe began with. */
  readonly vectors?: string;
  /** How much of the vocabulary has a pretrained vector. */
  readonly vectorCoverage?: VectorCoverage;
  /** Of the last epoch. */
  readonly valAccuracy: number;
  /** Of the best epoch. */
  readonly bestValAccuracy: number;
  readonly testLoss: number;
  readonly testAccuracy: number;
  /** Of the majority class of the test texts. */
  readonly baselineAccuracy: number;
  /** Where there are more than two classes. */
  readonly scores?: ClassScores;
  /** What was said about the file. */
  readonly form?: NonNullable<TextSource['form']>;
}

/** A model that answers texts. */
export interface TextModel extends AnyModel {
  readonly tokenizer: Tokenizer;
  readonly form: TextForm;
}

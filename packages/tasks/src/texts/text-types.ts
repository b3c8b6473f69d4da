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
export type TextChoices = Omit<TextSettings, 'epsilon' | 'languageModel'> & {
  /** Which word vectors a pretrained recipe begins with. */
  readonly vectors?: string;
};

/** How many texts each part has. */
export interface SampleCounts {
  readonly trainSamples: number;
  readonly validationSamples: number;
  readonly testSamples: number;
}

/** The numbers of a run; of an ensemble only those that hold for all of its members. */
export type RunSettings = Partial<TextSettings> & Pick<TextSettings, 'validationSplit'>;

/** What will be done. */
export interface TextPlan extends AnyPlan, SampleCounts {
  readonly settings: RunSettings;
  /** The members of an ensemble, in the order in which they learn. */
  readonly members?: readonly string[];
  /** How much of the vocabulary has a pretrained vector, where the recipe begins with some. */
  readonly vectorCoverage?: VectorCoverage;
  readonly stepsPerEpoch: number;
  /** What was seen in a file of the user's own. */
  readonly notices?: readonly string[];
}

/** A member of an ensemble. */
export interface MemberResult {
  readonly model: string;
  readonly settings: TextSettings;
  /** Of its logits in those of the ensemble. */
  readonly weight: number;
  /** Of its last epoch. */
  readonly valAccuracy: number;
  /** Of its training. */
  readonly seconds: number;
}

/** What a run measured. */
export interface TextResult extends AnyResult, SampleCounts {
  readonly settings: RunSettings;
  /** Which word vectors a pretrained recipe began with. */
  readonly vectors?: string;
  /** How much of the vocabulary has a pretrained vector. */
  readonly vectorCoverage?: VectorCoverage;
  /** The members of an ensemble. */
  readonly members?: readonly MemberResult[];
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

/** How a network reads texts: the words it knows, and how they become its input. */
export interface TextReader {
  readonly tokenizer: Tokenizer;
  readonly form: TextForm;
}

/** A model that answers texts. */
export interface TextModel extends AnyModel, TextReader {
  /** How the members of an ensemble after the first read texts; each has an input of {@link model}. */
  readonly others?: readonly TextReader[];
}

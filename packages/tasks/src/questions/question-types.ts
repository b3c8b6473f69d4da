import type { SymbolicTensor } from '@seqloom/nn';
import type { AnyModel, AnyPlan, AnyRecipe, AnyResult } from '../task-types.ts';
import type { StorySource } from './story.ts';
import type { StoryForm } from './story-form.ts';

/** The numbers of a run on stories that a user may change. */
export interface QuestionSettings {
  /** Width of the word vectors and of the layers. */
  readonly units: number;
  /** Passes over the training stories. */
  readonly epochs: number;
  /** Stories a step. */
  readonly batchSize: number;
  /** Step size of Adam, which falls to 0 over the run. */
  readonly learningRate: number;
  /** The last part of the training stories, which validates, in (0, 1). */
  readonly validationSplit: number;
  /** Trains on the first so many of the rest; absent: on all. */
  readonly trainSamples?: number;
}

/** A model that answers: what becomes of a story and a question before the last layer. */
export interface QuestionRecipe extends AnyRecipe {
  readonly defaults: QuestionSettings;
  /**
   * @param story `[B, S · W]` ids, `W` words a sentence
   * @param question `[B, Q]` ids
   * @returns `[B, …]` from which the answer is told
   */
  read(
    story: SymbolicTensor,
    question: SymbolicTensor,
    form: StoryForm,
    settings: QuestionSettings,
  ): SymbolicTensor;
}

/** The types of the task. */
export interface QuestionTypes {
  readonly source: StorySource;
  readonly recipe: QuestionRecipe;
  readonly choices: QuestionSettings;
  readonly plan: QuestionPlan;
  readonly result: QuestionResult;
  readonly model: QuestionModel;
}

/** What will be done. */
export interface QuestionPlan extends AnyPlan {
  readonly settings: QuestionSettings;
  readonly trainSamples: number;
  readonly validationSamples: number;
  readonly testSamples: number;
  readonly stepsPerEpoch: number;
}

/** Accuracy on stories of a length that training did not have. */
export interface LongerStories {
  readonly sentences: number;
  readonly samples: number;
  readonly accuracy: number;
}

/** What a run measured. */
export interface QuestionResult extends AnyResult {
  readonly settings: QuestionSettings;
  /** Of the last epoch. */
  readonly valAccuracy: number;
  readonly bestValAccuracy: number;
  readonly testLoss: number;
  readonly testAccuracy: number;
  /** Of the most frequent answer of the test stories. */
  readonly baselineAccuracy: number;
  /** The most sentences of a training story. */
  readonly longestTrained: number;
  readonly longer: readonly LongerStories[];
}

/** A model that answers questions. */
export interface QuestionModel extends AnyModel {
  readonly form: StoryForm;
}

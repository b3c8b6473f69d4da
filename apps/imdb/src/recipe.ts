import type { EmbeddingMatrix } from '@seqloom/embeddings';
import type { Layer } from '@seqloom/nn';

/** The numbers of a recipe that a user may change. */
export interface Settings {
  /** Vocabulary size: ids run from 1 (the most frequent word) to `words − 1`; rarer words are left out. */
  readonly words: number;
  /** Words a review is cut or filled up to, both in front. Absent where a model takes whole reviews. */
  readonly maxlen?: number;
  /** Width of the layers between the words and the answer. Absent where a model has none to choose. */
  readonly units?: number;
  /** Passes over the training reviews. */
  readonly epochs: number;
  /** Reviews a step. */
  readonly batchSize: number;
  /** Step size of RMSprop, the optimizer of every recipe. */
  readonly learningRate: number;
  /** What RMSprop adds to the mean square of the gradient before it takes the root. Default: Keras 3's 1e-7. */
  readonly epsilon?: number;
  /** The share of the training reviews that validates, in (0, 1). */
  readonly validationSplit: number;
  /** Trains on the first so many of the rest; absent: on all. The validation reviews stay the same. */
  readonly trainSamples?: number;
}

/** How reviews become inputs: `bag` marks the words that occur, `[B, words]`; `ids` keeps their order, `[B, maxlen]`. */
export type InputKind = 'bag' | 'ids';

/** A model of the chapter with everything that decides how it is trained. Knows no platform and no data set. */
export interface Recipe {
  /** What users type. */
  readonly name: string;
  /** What the model is, in a few words. */
  readonly title: string;
  /** Where the settings come from. */
  readonly source: string;
  readonly input: InputKind;
  /** Whether the model reads reviews from their last word to their first. Default false. */
  readonly reversed?: boolean;
  /** For 25,000 reviews of some 230 words. */
  readonly defaults: Settings;
  /** What differs for the bundled reviews, which are few and short. */
  readonly bundled?: Partial<Settings>;
  /** Whether the network begins with pretrained word vectors. Default false. */
  readonly pretrained?: boolean;
  /**
   * The network, from the input to the probability that a review is positive.
   *
   * @param vectors of the vocabulary, where the recipe is `pretrained`
   */
  layers(settings: Settings, vectors?: EmbeddingMatrix): Layer[];
}

/** The loss of every recipe: two classes, one probability. */
export const LOSS = 'binaryCrossentropy';

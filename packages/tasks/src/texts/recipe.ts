import type { EmbeddingMatrix } from '@seqloom/embeddings';
import type { Layer } from '@seqloom/nn';
import type { AnyRecipe } from '../task-types.ts';

/** The numbers of a recipe that a user may change. */
export interface TextSettings {
  /** Vocabulary size: ids run from 1 (the most frequent word) to `words − 1`; rarer words are left out. */
  readonly words: number;
  /** Words a text is cut or filled up to, both in front. Absent where a model takes whole texts. */
  readonly maxlen?: number;
  /** Width of the word vectors. Absent where the recipe's own was not replaced. */
  readonly embeddingSize?: number;
  /** Width of the hidden or recurrent layers. Absent where a model has none to choose. */
  readonly units?: number;
  /** Hidden or recurrent layers, one after the other. Absent where the recipe's own was not replaced. */
  readonly layers?: number;
  /** The fraction of values that is dropped before the answer while training, in [0, 1). */
  readonly dropout?: number;
  /** Passes over the training texts. */
  readonly epochs: number;
  /** Texts a step. */
  readonly batchSize: number;
  /** Step size of RMSprop, the optimizer of every recipe. */
  readonly learningRate: number;
  /** What RMSprop adds to the mean square of the gradient before it takes the root. Default: Keras 3's 1e-7. */
  readonly epsilon?: number;
  /** The fraction of the training texts that validates, in (0, 1). */
  readonly validationSplit: number;
  /** Trains on the first so many of the rest; absent: on all. The validation texts stay the same. */
  readonly trainSamples?: number;
}

/** The numbers that not every recipe has. */
export type OptionalSetting = 'maxlen' | 'embeddingSize' | 'units' | 'layers';

/**
 * How texts become inputs: `bag` marks the words that occur, `[B, words]`; `grams` has how often sequences of characters do, `[B, words]`;
 * `ids` keeps the order of words, `[B, maxlen]`.
 */
export type InputKind = 'bag' | 'grams' | 'ids';

/** A model of the chapter with everything that decides how it is trained. Knows no platform and no data set. */
export interface TextRecipe extends AnyRecipe {
  readonly input: InputKind;
  /** Whether the model reads texts from their last word to their first. Default false. */
  readonly reversed?: boolean;
  /** For 25,000 texts of some 230 words. */
  readonly defaults: TextSettings;
  /** What differs for texts that are few and short. */
  readonly few?: Partial<TextSettings>;
  /** The numbers of {@link OptionalSetting} that the recipe has. */
  readonly takes: readonly OptionalSetting[];
  /** Whether the network begins with pretrained word vectors. Default false. */
  readonly pretrained?: boolean;
  /**
   * The network, from the input to the last layer before the answer.
   *
   * @param vectors of the vocabulary, where the recipe is `pretrained`
   */
  layers(settings: TextSettings, vectors?: EmbeddingMatrix): Layer[];
}

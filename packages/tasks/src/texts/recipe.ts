import type { Layer } from '@seqloom/nn';
import type { AnyRecipe } from '../task-types.ts';
import type { LanguageModelSettings } from './language-model/language-stage.ts';

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
  /** The longest n-grams, in words, that are features. Absent where single words are. */
  readonly ngrams?: number;
  /** Passes over the training texts. */
  readonly epochs: number;
  /** Texts a step. */
  readonly batchSize: number;
  /** Step size of the optimizer. */
  readonly learningRate: number;
  /** What RMSprop adds to the mean square of the gradient before it takes the root. Default: Keras 3's 1e-7. */
  readonly epsilon?: number;
  /** The fraction of the training texts that validates, in (0, 1). */
  readonly validationSplit: number;
  /** Trains on the first so many of the rest; absent: on all. The validation texts stay the same. */
  readonly trainSamples?: number;
  /** Of the language model of the texts that the network begins with; absent where it begins with none. */
  readonly languageModel?: LanguageModelSettings;
}

/** The numbers that not every recipe has. */
export type OptionalSetting = 'maxlen' | 'embeddingSize' | 'units' | 'layers' | 'ngrams';

/**
 * How texts become inputs: `bag` marks the words that occur, `[B, words]`; `grams` has how often sequences of characters do, `[B, words]`;
 * `ngrams` names the n-grams of words that occur, each once, `[B, N]` ids with N that of the longest text; `ids` keeps the order of
 * words, `[B, maxlen]`.
 */
export type InputKind = 'bag' | 'grams' | 'ngrams' | 'ids';

/** The first values of a table of features: a row for each id. */
export interface FeatureRows {
  /** Row-major `[inputDim, outputDim]`. */
  readonly weights: Float32Array;
  readonly inputDim: number;
  readonly outputDim: number;
}

/** A model of the chapter with everything that decides how it is trained. Knows no platform and no data set. */
export interface TextRecipe extends AnyRecipe {
  readonly input: InputKind;
  /** Whether the model reads texts from their last word to their first. Default false. */
  readonly reversed?: boolean;
  /** Whether the marks . ! ? are words of n-grams. Default false. */
  readonly marks?: boolean;
  /** For 25,000 texts of some 230 words. */
  readonly defaults: TextSettings;
  /** What differs for texts that are few and short. */
  readonly few?: Partial<TextSettings>;
  /** The numbers of {@link OptionalSetting} that the recipe has. */
  readonly takes: readonly OptionalSetting[];
  /** Whether the network begins with pretrained word vectors. Default false. */
  readonly pretrained?: boolean;
  /**
   * Whether the network begins as naive Bayes, with the log-count ratios of the training texts; the layer of the answer then adds a bias only,
   * to begin with. Default false.
   */
  readonly logCountRatios?: boolean;
  /** Default `rmsprop`; the rate of `adam` falls to 0 along a cosine. */
  readonly optimizer?: 'adagrad' | 'adam' | 'rmsprop';
  /** Recipes whose logits an ensemble adds up, each with a weight; its own network is made of theirs. */
  readonly members?: readonly TextRecipe[];
  /**
   * The network, from the input to the last layer before the answer.
   *
   * @param rows a vector for each word, where the recipe is `pretrained`; log-count ratios, where it begins with them
   */
  layers(settings: TextSettings, rows?: FeatureRows): readonly Layer[];
}

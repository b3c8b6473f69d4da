import {
  checkFunction,
  checkNotNegative,
  checkOptions,
  checkPositive,
  checkPositiveInteger,
} from '@seqloom/options';
import { createRandom } from '@seqloom/random';
import { Breather } from './breather.ts';
import { countCorpus, encodeCorpus } from './corpus.ts';
import { negativeTable } from './negative-table.ts';
import { checkReadableTwice, type Sentences } from './sentences.ts';
import { type SkipGramKernel, skipGramKernel } from './skip-gram-kernel.ts';
import { TRAINING_OPTIONS, type TrainingOptions } from './training-options.ts';
import { WordVectors } from './word-vectors.ts';

/** Options of `trainSkipGram`, with gensim's names of things and its defaults. */
export interface SkipGramOptions extends TrainingOptions {
  /** Most words to each side that are predicted; the width of each position is drawn from 1 … window. Default 5. */
  readonly window?: number;
  /** Random words per predicted word that must be told apart from it. Default 5. */
  readonly negative?: number;
  /** Initial step; falls linearly to `minLearningRate`. Default 0.025. */
  readonly learningRate?: number;
  /** Default 0.0001. */
  readonly minLearningRate?: number;
  /** Words more frequent than this share of the corpus are left out at random; 0 keeps all. Default 0.001. */
  readonly subsample?: number;
  /** Leave out words that occur less often. Default 5. */
  readonly minCount?: number;
  /** Keep only so many words, the most frequent. Default: all. */
  readonly maxWords?: number;
}

/**
 * Trains skip-gram vectors with negative sampling: each word `w` learns to tell a neighbour `c` from `negative` words
 * `n` drawn by `count^0.75`, maximising `ln σ(w·c) + Σ ln σ(−w·n)`. Words come out most frequent first.
 *
 * The inner loops run in WebAssembly with SIMD, on one thread in one order: the same seed gives the same vectors.
 *
 * **Source**: Mikolov et al., "Distributed representations of words and phrases and their compositionality", 2013; the
 * learning rate, windows and subsampling of gensim's `Word2Vec(sg=1)`.
 *
 * @param sentences read twice
 * @throws RangeError when an option is out of range or no word is frequent enough
 * @throws TypeError for a generator as sentences and for a sentence that is no list of words
 * @throws Error when the loss is no longer finite, with the epoch
 */
export async function trainSkipGram(
  sentences: Sentences,
  options: SkipGramOptions = {},
): Promise<WordVectors> {
  const { dimensions = 100, window = 5, negative = 5, epochs = 5, seed = 0, minCount = 5 } = options;
  const { learningRate = 0.025, minLearningRate = 0.0001, subsample = 0.001, maxWords } = options;
  checkOptions('trainSkipGram', options, {
    ...TRAINING_OPTIONS,
    window: true,
    negative: true,
    learningRate: true,
    minLearningRate: true,
    subsample: true,
    minCount: true,
    maxWords: true,
  });
  for (const [name, value] of Object.entries({ dimensions, window, negative, epochs })) {
    checkPositiveInteger('trainSkipGram', name, value);
  }
  checkPositive('trainSkipGram', 'learningRate', learningRate);
  checkPositive('trainSkipGram', 'minLearningRate', minLearningRate);
  checkNotNegative('trainSkipGram', 'subsample', subsample);
  if (options.onEpoch !== undefined) checkFunction('trainSkipGram', 'onEpoch', options.onEpoch);
  checkReadableTwice('trainSkipGram', sentences);

  const { words, counts } = countCorpus('trainSkipGram', sentences, {
    minCount,
    ...(maxWords !== undefined && { maxWords }),
  });
  if (words.length === 0) throw new RangeError(`trainSkipGram: no word occurs ${minCount} times.`);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const { tokens, starts } = encodeCorpus('trainSkipGram', sentences, words, total);
  const keep = keptShares(counts, tokens.length, subsample);
  const table = negativeTable(counts, 0.75);
  const longest = starts.reduce((most, end, s) => Math.max(most, end - (starts[s - 1] ?? 0)), 0);
  const kernel = await skipGramKernel({ size: words.length, dimensions, window, negative, table, longest });
  const initial = createRandom(seed, 'skip-gram');
  for (let row = 0; row < words.length; row++) {
    const coordinates = kernel.words.subarray(row * kernel.stride, row * kernel.stride + dimensions);
    initial.fillUniform(coordinates, -0.5 / dimensions, 0.5 / dimensions);
  }
  const breather = new Breather(options.signal);
  const steps = epochs * tokens.length;

  for (let epoch = 1; epoch <= epochs; epoch++) {
    const random = createRandom(seed, 'skip-gram', epoch);
    kernel.start(random.uint32() | 1);
    let loss = 0;
    for (let s = 0; s + 1 < starts.length; s++) {
      const progress = ((epoch - 1) * tokens.length + starts[s]!) / steps;
      const rate = Math.max(minLearningRate, learningRate - (learningRate - minLearningRate) * progress);
      let length = 0;
      for (let i = starts[s]!; i < starts[s + 1]!; i++) {
        const token = tokens[i]!;
        if (keep[token]! >= 1 || random.uint32() < keep[token]! * 2 ** 32) kernel.sentence[length++] = token;
      }
      loss += kernel.train(length, rate);
      if (breather.due) await breather.breathe();
    }
    if (!Number.isFinite(loss)) {
      throw new Error(`trainSkipGram: the loss of epoch ${epoch} is ${loss}. Lower learningRate.`);
    }
    options.onEpoch?.({ epoch, loss: loss / Math.max(1, kernel.pairs()) });
  }
  return new WordVectors(words, dimensions, withoutPadding(kernel, words.length, dimensions));
}

/** The share of each word's occurrences that is kept: `(√(c / tn) + 1) · tn / c` of count `c`, `n` tokens, share `t`. */
function keptShares(counts: Float64Array, tokens: number, subsample: number): Float64Array {
  const threshold = subsample * tokens;
  return counts.map((count) =>
    threshold === 0 ? 1 : (Math.sqrt(count / threshold) + 1) * (threshold / count),
  );
}

function withoutPadding({ words, stride }: SkipGramKernel, size: number, dimensions: number): Float32Array {
  const data = new Float32Array(size * dimensions);
  for (let row = 0; row < size; row++) {
    data.set(words.subarray(row * stride, row * stride + dimensions), row * dimensions);
  }
  return data;
}

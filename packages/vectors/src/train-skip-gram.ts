import { notNegative, type OptionRules, positive, positiveInteger, resolveOptions } from '@seqloom/options';
import { createRandom } from '@seqloom/random';
import { bound } from './bound-rule.ts';
import { Breather } from './breather.ts';
import { countCorpus, encodeCorpus } from './corpus.ts';
import { negativeTable } from './negative-table.ts';
import { checkReadableTwice, type Sentences } from './sentences.ts';
import { type SkipGramKernel, skipGramKernel } from './skip-gram-kernel.ts';
import { TRAINING_RULES, type TrainingOptions } from './training-options.ts';
import { WordVectors } from './word-vectors.ts';

/** Options of `trainSkipGram`, with the names and defaults of gensim. */
export interface SkipGramOptions extends TrainingOptions {
  /** Most words to each side that are predicted; the width of each position is drawn from 1 … window. Default 5. */
  readonly window?: number;
  /** Negative samples per predicted word. Default 5. */
  readonly negative?: number;
  /** Initial step; falls linearly to `minLearningRate`. Default 0.025. */
  readonly learningRate?: number;
  /** Default 0.0001. */
  readonly minLearningRate?: number;
  /** Words with more than this fraction of the corpus are left out at random; 0 keeps all. Default 0.001. */
  readonly subsample?: number;
  /** Words that occur less often are left out. Default 5. */
  readonly minCount?: number;
  /** Number of words to keep, the most frequent. Default: all. */
  readonly maxWords?: number;
}

const RULES: OptionRules<SkipGramOptions> = {
  ...TRAINING_RULES,
  epochs: positiveInteger(5),
  window: positiveInteger(5),
  negative: positiveInteger(5),
  learningRate: positive(0.025),
  minLearningRate: positive(0.0001),
  subsample: notNegative(0.001),
  minCount: positiveInteger(5),
  maxWords: bound(),
};

/**
 * Trains skip-gram vectors with negative sampling: each word `w` learns to tell a neighbour `c` from `negative` words
 * `n` drawn by `count^0.75`, maximising `ln σ(w·c) + Σ ln σ(−w·n)`. The result has the most frequent words first.
 *
 * The inner loops run in WebAssembly with SIMD, on one thread in one order: the same seed gives the same vectors.
 *
 * **Source**: Mikolov et al., "Distributed representations of words and phrases and their compositionality", 2013; the
 * learning rate, windows and subsampling of gensim's `Word2Vec(sg=1)`.
 *
 * @param sentences read twice
 * @throws RangeError when an option is out of range or no word is frequent enough
 * @throws TypeError for a generator as sentences and for a sentence that is not a list of words
 * @throws Error when the loss is no longer finite, with the epoch
 */
export async function trainSkipGram(
  sentences: Sentences,
  options: SkipGramOptions = {},
): Promise<WordVectors> {
  const resolved = resolveOptions('trainSkipGram', options, RULES);
  const { dimensions, epochs, window, negative, minCount, maxWords, subsample } = resolved;
  const { learningRate, minLearningRate, seed, signal, onEpoch } = resolved;
  checkReadableTwice('trainSkipGram', sentences);

  const counting = { minCount, maxWords, order: 'frequency' } as const;
  const { words, counts } = countCorpus('trainSkipGram', sentences, counting);
  if (words.length === 0) throw new RangeError(`trainSkipGram: no word occurs ${minCount} times.`);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const { tokens, starts } = encodeCorpus('trainSkipGram', sentences, words, total);
  const keep = keepProbabilities(counts, tokens.length, subsample);
  const table = negativeTable(counts, 0.75);
  const longest = starts.reduce((most, end, s) => Math.max(most, end - (starts[s - 1] ?? 0)), 0);
  const kernel = await skipGramKernel({ size: words.length, dimensions, window, negative, table, longest });
  const initial = createRandom(seed, 'skip-gram');
  for (let row = 0; row < words.length; row++) {
    const coordinates = kernel.words.subarray(row * kernel.stride, row * kernel.stride + dimensions);
    initial.fillUniform(coordinates, -0.5 / dimensions, 0.5 / dimensions);
  }
  const breather = new Breather(signal);
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
    onEpoch?.({ epoch, loss: loss / Math.max(1, kernel.pairs()) });
  }
  return new WordVectors(words, dimensions, withoutPadding(kernel, words.length, dimensions));
}

/** The probability to keep a word: `(√(c / tn) + 1) · tn / c` for count `c`, `n` tokens and threshold `t`. */
function keepProbabilities(counts: Float64Array, tokens: number, subsample: number): Float64Array {
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

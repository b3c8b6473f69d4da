import { createRandom } from '@seqloom/random';
import { Breather } from './breather.ts';
import { countWords, encodeCorpus, type Sentences } from './corpus.ts';
import { negativeTable } from './negative-table.ts';
import { lossTable, sigmoidPlace, sigmoidTable } from './sigmoid-table.ts';
import { checkPositive, checkPositiveInteger, type TrainingOptions } from './training-options.ts';
import { WordVectors } from './word-vectors.ts';

/** Options of `trainSkipGram`, with gensim's names of things and its defaults. */
export interface SkipGramOptions extends TrainingOptions {
  /** Most words to each side that are predicted; the width of each position is drawn from 1 … window. Default 5. */
  readonly window?: number;
  /** Random words per predicted word that must be told apart from it. Default 5. */
  readonly negative?: number;
  /** Passes over the corpus. Default 5. */
  readonly epochs?: number;
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
  /** Called after each epoch with the mean loss per predicted word, in nats. */
  readonly onEpoch?: (progress: { readonly epoch: number; readonly loss: number }) => void;
}

/** Everything one training step reads and writes. */
interface Model {
  readonly dimensions: number;
  /** `[V, D]` vectors of the words, the result. */
  readonly words: Float32Array;
  /** `[V, D]` vectors of the contexts. */
  readonly contexts: Float32Array;
  /** `[D]` the change of a word's vector, gathered over its samples. */
  readonly change: Float32Array;
  readonly table: Int32Array;
  readonly negative: number;
  /** State of a xorshift generator, never 0: the negative samples need more numbers than anything else. */
  state: number;
}

/**
 * Trains skip-gram vectors with negative sampling: each word `w` learns to tell a neighbour `c` from `negative` words
 * `n` drawn by `count^0.75`, maximising `ln σ(w·c) + Σ ln σ(−w·n)`. Words come out most frequent first.
 *
 * One thread, one order: the same seed gives the same vectors.
 *
 * **Source**: Mikolov et al., "Distributed representations of words and phrases and their compositionality", 2013; the
 * learning rate, windows and subsampling of gensim's `Word2Vec(sg=1)`.
 *
 * @param sentences read twice
 * @throws RangeError when an option is out of range or no word is frequent enough
 * @throws Error when the loss is no longer finite, with the epoch
 */
export async function trainSkipGram(
  sentences: Sentences,
  options: SkipGramOptions = {},
): Promise<WordVectors> {
  const { dimensions = 100, window = 5, negative = 5, epochs = 5, seed = 0, minCount = 5 } = options;
  const { learningRate = 0.025, minLearningRate = 0.0001, subsample = 0.001, maxWords } = options;
  for (const [name, value] of Object.entries({ dimensions, window, negative, epochs })) {
    checkPositiveInteger('trainSkipGram', name, value);
  }
  checkPositive('trainSkipGram', 'learningRate', learningRate);
  checkPositive('trainSkipGram', 'minLearningRate', minLearningRate);
  if (!(subsample >= 0))
    throw new RangeError(`trainSkipGram: subsample must not be negative, got ${subsample}.`);

  const { words, counts } = countWords(sentences, { minCount, ...(maxWords !== undefined && { maxWords }) });
  if (words.length === 0) throw new RangeError(`trainSkipGram: no word occurs ${minCount} times.`);
  const { tokens, starts } = encodeCorpus(sentences, words);
  const keep = keptShares(counts, tokens.length, subsample);
  const model: Model = {
    dimensions,
    words: createRandom(seed, 'skip-gram').fillUniform(
      new Float32Array(words.length * dimensions),
      -0.5 / dimensions,
      0.5 / dimensions,
    ),
    contexts: new Float32Array(words.length * dimensions),
    change: new Float32Array(dimensions),
    table: negativeTable(counts, 0.75),
    negative,
    state: 1,
  };
  const breather = new Breather(options.signal);
  const total = epochs * tokens.length;
  const sentence: number[] = [];

  for (let epoch = 1; epoch <= epochs; epoch++) {
    const random = createRandom(seed, 'skip-gram', epoch);
    model.state = random.uint32() | 1;
    let loss = 0;
    let pairs = 0;
    for (let s = 0; s + 1 < starts.length; s++) {
      const progress = ((epoch - 1) * tokens.length + starts[s]!) / total;
      const rate = Math.max(minLearningRate, learningRate - (learningRate - minLearningRate) * progress);
      sentence.length = 0;
      for (let i = starts[s]!; i < starts[s + 1]!; i++) {
        const token = tokens[i]!;
        if (keep[token]! >= 1 || random.uint32() < keep[token]! * 2 ** 32) sentence.push(token);
      }
      for (let i = 0; i < sentence.length; i++) {
        const reach = 1 + ((nextState(model) >>> 8) % window);
        const end = Math.min(i + reach, sentence.length - 1);
        for (let j = Math.max(0, i - reach); j <= end; j++) {
          if (j === i) continue;
          loss += trainPair(model, sentence[j]!, sentence[i]!, rate);
          pairs++;
        }
      }
      if (breather.due) await breather.breathe();
    }
    if (!Number.isFinite(loss)) {
      throw new Error(`trainSkipGram: the loss of epoch ${epoch} is ${loss}. Lower learningRate.`);
    }
    options.onEpoch?.({ epoch, loss: loss / Math.max(1, pairs) });
  }
  return new WordVectors(words, dimensions, model.words);
}

/** The share of each word's occurrences that is kept: `(√(c / tn) + 1) · tn / c` of count `c`, `n` tokens, share `t`. */
function keptShares(counts: Float64Array, tokens: number, subsample: number): Float64Array {
  const threshold = subsample * tokens;
  return counts.map((count) =>
    threshold === 0 ? 1 : (Math.sqrt(count / threshold) + 1) * (threshold / count),
  );
}

/** Moves `word` towards `context` and away from random words, and these accordingly; returns the loss before. */
function trainPair(model: Model, word: number, context: number, rate: number): number {
  const { dimensions, words, contexts, change, table, negative } = model;
  const w = word * dimensions;
  const placeBits = Math.clz32(table.length) + 1; // shifts 32 random bits down to a place of the table
  let loss = 0;
  change.fill(0);
  for (let sample = 0; sample <= negative; sample++) {
    let other = context;
    if (sample > 0) {
      other = table[nextState(model) >>> placeBits]!;
      if (other === context) continue;
    }
    const c = other * dimensions;
    // Four sums, because each addition to a single one would wait for the one before.
    let p0 = 0;
    let p1 = 0;
    let p2 = 0;
    let p3 = 0;
    let d = 0;
    for (; d + 3 < dimensions; d += 4) {
      p0 += words[w + d]! * contexts[c + d]!;
      p1 += words[w + d + 1]! * contexts[c + d + 1]!;
      p2 += words[w + d + 2]! * contexts[c + d + 2]!;
      p3 += words[w + d + 3]! * contexts[c + d + 3]!;
    }
    for (; d < dimensions; d++) p0 += words[w + d]! * contexts[c + d]!;
    const product = p0 + p1 + (p2 + p3);
    const label = sample === 0 ? 1 : 0;
    const place = sigmoidPlace(product);
    loss += label === 1 ? lossTable[place]! : lossTable[lossTable.length - 1 - place]!;
    const step = rate * (label - sigmoidTable[place]!);
    for (let e = 0; e < dimensions; e++) {
      const coordinate = contexts[c + e]!;
      change[e]! += step * coordinate;
      contexts[c + e] = coordinate + step * words[w + e]!;
    }
  }
  for (let e = 0; e < dimensions; e++) words[w + e]! += change[e]!;
  return loss;
}

/** The next 32 bits of Marsaglia's xorshift. */
function nextState(model: Model): number {
  let { state } = model;
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  model.state = state;
  return state;
}

import {
  boolean,
  checkNumber,
  checkPositive,
  checkPositiveInteger,
  count,
  formatValue,
  notNegative,
  type OptionRules,
  optional,
  positiveInteger,
  resolveOptions,
  rule,
} from '@seqloom/options';
import { createRandom } from '@seqloom/random';
import type { NegativeTable } from './negative-table.ts';
import type { Sequence } from './pad-sequences.ts';

/** Options of {@link skipGrams}. */
export interface SkipGramsOptions {
  /** Words to the left and to the right that count as contexts of a word. Default 4. */
  readonly windowSize?: number;
  /** Negative pairs per positive pair. Default 1. */
  readonly negativeSamples?: number;
  /** Whether the pairs are shuffled. Default `true`. */
  readonly shuffle?: boolean;
  /** Probability of keeping a word as target, by index; see {@link makeSamplingTable}. Default: keep all. */
  readonly samplingTable?: ArrayLike<number> | undefined;
  /** Draws the negative contexts. Default: all indices from 1 on, with equal probability. */
  readonly negativeTable?: NegativeTable | undefined;
  /** Seed of subsampling, negative samples and order. Default 0. */
  readonly seed?: number;
}

const RULES: OptionRules<SkipGramsOptions> = {
  windowSize: positiveInteger(4),
  negativeSamples: notNegative(1),
  shuffle: boolean(true),
  samplingTable: optional(rule<ArrayLike<number>>(checkProbabilities)),
  negativeTable: optional(rule<NegativeTable>(checkNegativeTable)),
  seed: count(0),
};

function checkProbabilities(owner: string, option: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && 'length' in value) return;
  throw new TypeError(`${owner}: ${option} must be an array of numbers, got ${formatValue(value)}.`);
}

function checkNegativeTable(owner: string, option: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && 'sample' in value) return;
  throw new TypeError(`${owner}: ${option} must come from makeNegativeTable, got ${formatValue(value)}.`);
}

/** Pairs of word indices, item by item. */
export interface SkipGrams {
  readonly targets: Int32Array;
  readonly contexts: Int32Array;
  /** 1 for a context from the window, 0 for a negative sample. */
  readonly labels: Float32Array;
}

/**
 * Pairs every word of a sequence with the words around it (label 1) and with negative samples (label 0). Index 0 is
 * padding and is skipped.
 *
 * @param vocabularySize greatest index + 1.
 * @throws TypeError for an index that is not a number.
 * @throws RangeError for an index outside the vocabulary or the sampling table, for a negative table that is larger than
 * the vocabulary, and for options out of range.
 *
 * **Source**: `keras.preprocessing.sequence.skipgrams`; the positive pairs are the same and in the same order.
 */
export function skipGrams(
  sequence: Sequence,
  vocabularySize: number,
  options: SkipGramsOptions = {},
): SkipGrams {
  const resolved = resolveOptions('skipGrams', options, RULES);
  const { windowSize, negativeSamples, shuffle, samplingTable, negativeTable, seed } = resolved;
  checkNumber('skipGrams', 'vocabularySize', vocabularySize, { min: 2, integer: true });
  if (negativeTable !== undefined && negativeTable.size > vocabularySize) {
    throw new RangeError(
      `skipGrams: negativeTable draws indices below ${negativeTable.size}, but vocabularySize is ${vocabularySize}. Make the table of the first ${vocabularySize} counts.`,
    );
  }
  const words = checkedIndices(sequence, vocabularySize);

  const sampling = createRandom(seed, 'skip-grams/subsampling');
  const targets: number[] = [];
  const contexts: number[] = [];
  for (const [i, target] of words.entries()) {
    if (target === 0) continue;
    if (samplingTable !== undefined) {
      const probability: unknown = samplingTable[target];
      if (probability === undefined) {
        throw new RangeError(`skipGrams: samplingTable has no entry for index ${target}. Make it larger.`);
      }
      if (typeof probability !== 'number' || Number.isNaN(probability)) {
        throw new TypeError(
          `skipGrams: samplingTable must hold probabilities, got ${formatValue(probability)} for index ${target}.`,
        );
      }
      if (probability < sampling.uniform()) continue;
    }
    const end = Math.min(words.length, i + windowSize + 1);
    for (let j = Math.max(0, i - windowSize); j < end; j++) {
      if (j === i || words[j] === 0) continue;
      targets.push(target);
      contexts.push(words[j]!);
    }
  }

  const positives = targets.length;
  const negatives = Math.floor(positives * negativeSamples);
  const drawing = createRandom(seed, 'skip-grams/negatives');
  const shuffled = drawing.shuffle(targets);
  for (let i = 0; i < negatives; i++) {
    targets.push(shuffled[i % positives]!);
    contexts.push(negativeTable?.sample(drawing) ?? 1 + drawing.integer(vocabularySize - 1));
  }

  const length = targets.length;
  const order = shuffle ? createRandom(seed, 'skip-grams/order').permutation(length) : undefined;
  const pick = (i: number): number => order?.[i] ?? i;
  return {
    targets: Int32Array.from({ length }, (_, i) => targets[pick(i)]!),
    contexts: Int32Array.from({ length }, (_, i) => contexts[pick(i)]!),
    labels: Float32Array.from({ length }, (_, i) => (pick(i) < positives ? 1 : 0)),
  };
}

/**
 * The probability of keeping the word of each rank (1 is the most frequent), so that frequent words do not
 * dominate {@link skipGrams}. Frequencies are those of Zipf's law:
 *
 *     1 / f(r) ≈ r · (ln r + γ) + 1/2 − 1/(12 r)        p(r) = min(1, √(samplingFactor / f(r)))
 *
 * **Shapes**: → `size` probabilities; entry 0 is that of padding and equals entry 1.
 *
 * @throws RangeError unless `size` is a positive integer and `samplingFactor` positive.
 *
 * **Source**: `keras.preprocessing.sequence.make_sampling_table` (γ = 0.577).
 */
export function makeSamplingTable(size: number, samplingFactor = 1e-5): Float64Array {
  checkPositiveInteger('makeSamplingTable', 'size', size);
  checkPositive('makeSamplingTable', 'samplingFactor', samplingFactor);
  return Float64Array.from({ length: size }, (_, index) => {
    const rank = Math.max(1, index);
    const inverseFrequency = rank * (Math.log(rank) + 0.577) + 0.5 - 1 / (12 * rank);
    return Math.min(1, Math.sqrt(samplingFactor * inverseFrequency));
  });
}

function checkedIndices(sequence: Sequence, vocabularySize: number): number[] {
  if (typeof sequence !== 'object' || sequence === null) {
    throw new TypeError(`skipGrams: sequence must be an array of indices, got ${formatValue(sequence)}.`);
  }
  return Array.from(sequence, (index: unknown, position) => {
    if (typeof index !== 'number') {
      throw new TypeError(`skipGrams: position ${position} must be a number, got ${formatValue(index)}.`);
    }
    if (Number.isInteger(index) && index >= 0 && index < vocabularySize) return index;
    throw new RangeError(
      `skipGrams: position ${position} holds ${index}, expected an index in 0 … ${vocabularySize - 1}.`,
    );
  });
}

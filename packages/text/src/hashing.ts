import { checkOptions, checkPositiveInteger, formatValue } from '@seqloom/options';
import { checkString } from './check-string.ts';
import { checkedStrings } from './checked-texts.ts';
import { denseCells } from './dense-cells.ts';
import { md5 } from './md5.ts';
import { murmur3 } from './murmur3.ts';
import type { FloatTensor3 } from './one-hot.ts';
import { pythonSplit } from './python-split.ts';
import { utf8Bytes } from './utf8.ts';
import {
  checkWordSequenceOptions,
  checkWordSequenceTypes,
  WORD_SEQUENCE_OPTIONS,
  type WordSequenceOptions,
  wordSequence,
} from './word-sequence.ts';

/**
 * How words are hashed: `'murmur3'` (fast), `'md5'` (the numbers of Keras' `hash_function='md5'`), or a function
 * from a word to an integer.
 */
export type HashFunction = 'murmur3' | 'md5' | ((word: string) => number);

/** Options of {@link hashingTrick}. */
export interface HashingTrickOptions extends WordSequenceOptions {
  /** Default `'murmur3'`. */
  readonly hash?: HashFunction;
}

/** Options of {@link oneHotHashed}. */
export interface OneHotHashedOptions {
  /** Length `d` of the vectors. Default 1000. */
  readonly dimensionality?: number;
  /** Words per sample. Default 10. */
  readonly maxLength?: number;
  /** Default `'murmur3'`. */
  readonly hash?: HashFunction;
}

/** Hashed one-hot vectors and the words that cannot be told apart in them. */
export interface HashedVectors extends FloatTensor3 {
  /** Indices that several different words share, with these words. */
  readonly collisions: ReadonlyMap<number, readonly string[]>;
}

/**
 * The hash of a word modulo `buckets`: an integer in `0 … buckets − 1`, the same on every machine.
 *
 * @throws RangeError unless `buckets` is an integer in 1 … 2^32, or when a hash function of your own returns
 * something else than an integer.
 */
export function hashWord(word: string, buckets: number, hash: HashFunction = 'murmur3'): number {
  checkString('hashing', 'word', word);
  if (!Number.isInteger(buckets) || buckets < 1 || buckets > 2 ** 32) {
    throw new RangeError(
      `hashing: the number of buckets must be an integer in 1 … 2^32, got ${formatValue(buckets)}.`,
    );
  }
  if (hash === 'murmur3') return murmur3(utf8Bytes(word)) % buckets;
  if (hash === 'md5') {
    // The digest as one big-endian number; every intermediate value stays below 2^40.
    return md5(utf8Bytes(word)).reduce((remainder, byte) => (remainder * 256 + byte) % buckets, 0);
  }
  if (typeof hash !== 'function') {
    throw new RangeError(`hashing: hash must be 'murmur3', 'md5' or a function, got ${formatValue(hash)}.`);
  }
  const value = hash(word);
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(
      `hashing: the hash function must return an integer, got ${formatValue(value)} for ${formatValue(word)}.`,
    );
  }
  return ((value % buckets) + buckets) % buckets; // never negative, as Python's %
}

/**
 * Turns a text into indices without a vocabulary: `hash(word) mod (n − 1) + 1`, so 1 … n − 1, with 0 kept free.
 * Different words may share an index; {@link findCollisions} tells which.
 *
 * @throws RangeError unless `n` is an integer of 2 or more.
 *
 * **Source**: `keras.preprocessing.text.hashing_trick`; with `hash: 'md5'` the same numbers.
 *
 * @example
 * hashingTrick('The cat sat', 1000, { hash: 'md5' });  // three indices, the same as in Python
 */
export function hashingTrick(text: string, n: number, options: HashingTrickOptions = {}): number[] {
  checkOptions('hashingTrick', options, { ...WORD_SEQUENCE_OPTIONS, hash: true });
  checkWordSequenceTypes('hashingTrick', options);
  return hashedWords('hashingTrick', text, n, options);
}

function hashedWords(owner: string, text: string, n: number, options: HashingTrickOptions): number[] {
  if (!Number.isInteger(n) || n < 2 || n > 2 ** 32) {
    throw new RangeError(`${owner}: n must be an integer in 2 … 2^32, got ${formatValue(n)}.`);
  }
  const { hash = 'murmur3', ...splitting } = options;
  return wordSequence(owner, text, splitting).map((word) => hashWord(word, n - 1, hash) + 1);
}

/**
 * Keras' `one_hot`: despite its name a list of hashed word indices in 1 … n − 1. The hash is murmur3, so that the
 * indices are the same in every run (Python's `hash`, which Keras takes, changes from run to run).
 */
export function oneHot(text: string, n: number, options: WordSequenceOptions = {}): number[] {
  checkWordSequenceOptions('oneHot', options);
  return hashedWords('oneHot', text, n, options);
}

/**
 * Turns each of the first `maxLength` words of every sample into a one-hot vector of a fixed length, with the
 * word's hash as its index: `hash(word) mod d`. Words are cut at white space, case and punctuation kept.
 *
 * **Shapes**: `n` samples → `[n, maxLength, d]` float32.
 *
 * **Source**: _Deep Learning with Python_, listing 6.4.
 *
 * @example
 * oneHotHashed(['The cat sat on the mat.', 'The dog ate my homework.']).shape;  // [2, 10, 1000]
 */
export function oneHotHashed(samples: readonly string[], options: OneHotHashedOptions = {}): HashedVectors {
  checkOptions('oneHotHashed', options, { dimensionality: true, maxLength: true, hash: true });
  const { dimensionality = 1000, maxLength = 10, hash = 'murmur3' } = options;
  checkPositiveInteger('oneHotHashed', 'dimensionality', dimensionality);
  checkPositiveInteger('oneHotHashed', 'maxLength', maxLength);
  const words = checkedStrings('oneHotHashed', samples).map((sample) =>
    pythonSplit(sample).slice(0, maxLength),
  );
  const indexOf = (word: string): number => hashWord(word, dimensionality, hash);
  const collisions = findCollisions(words.flat(), indexOf);
  const shape = [samples.length, maxLength, dimensionality] as const;
  const data = new Float32Array(denseCells('oneHotHashed', shape, 'Encode fewer samples at a time.'));
  for (const [row, sample] of words.entries()) {
    for (const [position, word] of sample.entries()) {
      data[(row * maxLength + position) * dimensionality + indexOf(word)] = 1;
    }
  }
  return { data, shape, collisions };
}

/**
 * The indices that several different words share, with these words in order of first occurrence.
 *
 * @example
 * findCollisions(words, (word) => hashWord(word, 1000));
 */
export function findCollisions(
  words: Iterable<string>,
  indexOf: (word: string) => number,
): Map<number, string[]> {
  const byIndex = new Map<number, string[]>();
  for (const word of new Set(words)) {
    const index = indexOf(word);
    const others = byIndex.get(index);
    if (others === undefined) byIndex.set(index, [word]);
    else others.push(word);
  }
  return new Map(Array.from(byIndex).filter(([, sharing]) => sharing.length > 1));
}

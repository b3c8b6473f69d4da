import { denseCells } from '@seqloom/arrays';
import {
  checkNumber,
  checkText,
  formatValue,
  type OptionalRule,
  type OptionRules,
  positiveInteger,
  type Resolved,
  resolveOptions,
  rule,
} from '@seqloom/options';
import { checkedStrings } from './checked-texts.ts';
import { md5 } from './md5.ts';
import { murmur3 } from './murmur3.ts';
import type { FloatTensor3 } from './one-hot.ts';
import { pythonSplit } from './python-split.ts';
import { utf8Bytes } from './utf8.ts';
import { checkWordOrFunction } from './word-or-function.ts';
import { WORD_SEQUENCE_RULES, type WordSequenceOptions, wordSequence } from './word-sequence.ts';

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

const HASH: OptionalRule<HashFunction> = rule<HashFunction>(checkHash, 'murmur3');
const HASHING_TRICK_RULES: OptionRules<HashingTrickOptions> = { ...WORD_SEQUENCE_RULES, hash: HASH };
const ONE_HOT_HASHED_RULES: OptionRules<OneHotHashedOptions> = {
  dimensionality: positiveInteger(1000),
  maxLength: positiveInteger(10),
  hash: HASH,
};

function checkHash(owner: string, option: string, value: unknown): void {
  checkWordOrFunction(owner, option, value, ['murmur3', 'md5']);
}

/** Hashed one-hot vectors and the words that have the same vector. */
export interface HashedVectors extends FloatTensor3 {
  /** Indices of several different words, with these words. */
  readonly collisions: ReadonlyMap<number, readonly string[]>;
}

/**
 * The hash of a word modulo `buckets`: an integer in `0 … buckets − 1`, the same on every machine.
 *
 * @throws RangeError unless `buckets` is an integer in 1 … 2^32, for an unknown `hash`, and when a hash function returns
 * anything but an integer.
 */
export function hashWord(word: string, buckets: number, hash: HashFunction = 'murmur3'): number {
  checkText('hashWord', 'word', word);
  checkNumber('hashWord', 'buckets', buckets, { min: 1, max: 2 ** 32, integer: true });
  checkHash('hashWord', 'hash', hash);
  return bucketOf('hashWord', word, buckets, hash);
}

/** `hashWord` with checked arguments. */
function bucketOf(owner: string, word: string, buckets: number, hash: HashFunction): number {
  if (hash === 'murmur3') return murmur3(utf8Bytes(word)) % buckets;
  if (hash === 'md5') {
    // The digest as one big-endian number; every intermediate value stays below 2^40.
    return md5(utf8Bytes(word)).reduce((remainder, byte) => (remainder * 256 + byte) % buckets, 0);
  }
  const value = hash(word);
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(
      `${owner}: hash must return an integer, got ${formatValue(value)} for ${formatValue(word)}.`,
    );
  }
  return ((value % buckets) + buckets) % buckets; // not negative, as the remainder of Python
}

/**
 * Turns a text into indices without a vocabulary: `hash(word) mod (n − 1) + 1`, so 1 … n − 1; 0 is left for padding.
 * Different words may have the same index; {@link findCollisions} lists them.
 *
 * @throws RangeError unless `n` is an integer in 2 … 2^32, and for a wrong option; TypeError for a value of the wrong type.
 *
 * **Source**: `keras.preprocessing.text.hashing_trick`; with `hash: 'md5'` the same numbers.
 *
 * @example
 * hashingTrick('The cat sat', 1000, { hash: 'md5' });  // three indices, the same as in Python
 */
export function hashingTrick(text: string, n: number, options: HashingTrickOptions = {}): number[] {
  return hashedWords('hashingTrick', text, n, resolveOptions('hashingTrick', options, HASHING_TRICK_RULES));
}

function hashedWords(
  owner: string,
  text: string,
  n: number,
  options: Resolved<HashingTrickOptions>,
): number[] {
  checkNumber(owner, 'n', n, { min: 2, max: 2 ** 32, integer: true });
  return wordSequence(owner, text, options).map((word) => bucketOf(owner, word, n - 1, options.hash) + 1);
}

/**
 * Keras' `one_hot`: a list of hashed word indices in 1 … n − 1, not of vectors. The hash is murmur3, because Python's
 * `hash`, which Keras uses, gives other indices in every run.
 */
export function oneHot(text: string, n: number, options: WordSequenceOptions = {}): number[] {
  const resolved = resolveOptions('oneHot', options, WORD_SEQUENCE_RULES);
  return hashedWords('oneHot', text, n, { ...resolved, hash: 'murmur3' });
}

/**
 * Turns each of the first `maxLength` words of every sample into a one-hot vector of a fixed length, with the
 * word's hash as its index: `hash(word) mod d`. Words are split at white space; case and punctuation are kept.
 *
 * **Shapes**: `n` samples → `[n, maxLength, d]` float32.
 *
 * **Source**: _Deep Learning with Python_, listing 6.4.
 *
 * @example
 * oneHotHashed(['The cat sat on the mat.', 'The dog ate my homework.']).shape;  // [2, 10, 1000]
 */
export function oneHotHashed(samples: readonly string[], options: OneHotHashedOptions = {}): HashedVectors {
  const { dimensionality, maxLength, hash } = resolveOptions('oneHotHashed', options, ONE_HOT_HASHED_RULES);
  const words = checkedStrings('oneHotHashed', samples).map((sample) =>
    pythonSplit(sample).slice(0, maxLength),
  );
  const indexOf = (word: string): number => bucketOf('oneHotHashed', word, dimensionality, hash);
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
 * The indices of several different words, with these words in order of first occurrence.
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
  return new Map(Array.from(byIndex).filter(([, sameIndex]) => sameIndex.length > 1));
}

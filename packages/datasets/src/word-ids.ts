import {
  count,
  nullable,
  type OptionRules,
  optional,
  positiveInteger,
  resolveOptions,
} from '@seqloom/options';
import { createRandom } from '@seqloom/random';
import type { LabelledTexts } from './labelled-texts.ts';

/** Splits a text into words; `textToWordSequence` of `@seqloom/text` makes Keras' words. */
export type Tokenize = (text: string) => readonly string[];

/** Numbers of words, 1 for the most frequent. */
export type WordIndex = ReadonlyMap<string, number>;

/** The three settings {@link encodeReviews} and {@link decodeReview} must agree on; `null` leaves a mark out. */
export interface MarkOptions {
  /** Written before every review. Default 1. */
  readonly startChar?: number | null;
  /** Stands for words cut off by `numWords` or `skipTop`. Default 2; with `null` they are left out. */
  readonly oovChar?: number | null;
  /** Added to every word number, so that 0 … indexFrom stay free for marks. Default 3. */
  readonly indexFrom?: number;
}

/** Options of {@link encodeReviews}: those of Keras' `imdb.load_data`. */
export interface EncodeReviewsOptions extends MarkOptions {
  /** Ids from here on become `oovChar`. Default: no limit. */
  readonly numWords?: number | undefined;
  /** Ids below this become `oovChar`. Default 0. */
  readonly skipTop?: number;
  /** Reviews of this many ids or more, the start mark included, are left out. Default: none are. */
  readonly maxlen?: number | undefined;
  /** Seed of the order of the reviews. Default 113, as `keras.datasets.imdb` has it. */
  readonly seed?: number;
}

const MARK_RULES: OptionRules<MarkOptions> = {
  startChar: nullable(count(), 1),
  oovChar: nullable(count(), 2),
  indexFrom: count(3),
};
export const ENCODE_RULES: OptionRules<EncodeReviewsOptions> = {
  ...MARK_RULES,
  numWords: optional(positiveInteger()),
  skipTop: count(0),
  maxlen: optional(positiveInteger()),
  seed: count(113),
};

/** Reviews as sequences of ids. */
export interface EncodedReviews {
  readonly sequences: readonly Int32Array[];
  readonly labels: Uint8Array;
}

/**
 * Numbers the words of texts by how often they occur, from 1; of equally frequent words the one seen first
 * comes first.
 *
 * @example
 * buildWordIndex(train.texts, textToWordSequence).get('the'); // 1
 */
export function buildWordIndex(texts: Iterable<string>, tokenize: Tokenize): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const word of tokenize(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const ranked = [...counts].sort(([, a], [, b]) => b - a); // stable: ties keep the order of first appearance
  return new Map(ranked.map(([word], rank) => [word, rank + 1]));
}

/**
 * IMDB in Keras' pre-tokenised form, made from the raw texts: shuffled, each review a start mark and its word
 * numbers, words outside `skipTop ≤ id < numWords` replaced by `oovChar`. Words that the index does not have
 * are skipped. As in Keras, both limits and `maxlen` look at the finished ids, marks and `indexFrom` included.
 *
 * Differs from `imdb.load_data` in two points: the order comes from our own generator, and without
 * `numWords` every word is kept (Keras' code loses the rarest one).
 *
 * @throws RangeError when `maxlen` leaves no review.
 * Source: Keras 3, `keras.datasets.imdb.load_data`.
 * @example
 * const wordIndex = buildWordIndex(train.texts, textToWordSequence);
 * const { sequences, labels } = encodeReviews(train, { tokenize: textToWordSequence, wordIndex }, { numWords: 10_000 });
 */
export function encodeReviews(
  reviews: Pick<LabelledTexts, 'texts' | 'labels'>,
  words: { readonly tokenize: Tokenize; readonly wordIndex: WordIndex },
  options: EncodeReviewsOptions = {},
): EncodedReviews {
  const settings = resolveOptions('encodeReviews', options, ENCODE_RULES);
  const { numWords = Number.POSITIVE_INFINITY, skipTop, maxlen, seed } = settings;
  const { startChar, oovChar, indexFrom } = settings;
  const sequences: Int32Array[] = [];
  const labels: number[] = [];
  for (const row of createRandom(seed, 'reviews').permutation(reviews.texts.length)) {
    const ids: number[] = startChar === null ? [] : [startChar];
    for (const word of words.tokenize(reviews.texts[row]!)) {
      const rank = words.wordIndex.get(word);
      if (rank !== undefined) ids.push(rank + indexFrom);
    }
    if (maxlen !== undefined && ids.length >= maxlen) continue;
    const kept = (id: number): boolean => skipTop <= id && id < numWords;
    sequences.push(
      Int32Array.from(oovChar === null ? ids.filter(kept) : ids.map((id) => (kept(id) ? id : oovChar))),
    );
    labels.push(reviews.labels[row]!);
  }
  if (sequences.length === 0) {
    throw new RangeError(
      `encodeReviews: no review is shorter than maxlen ${maxlen}. Increase maxlen or give more reviews.`,
    );
  }
  return { sequences, labels: Uint8Array.from(labels) };
}

/**
 * The words of an encoded review, with `[START]` and `[OOV]` for the marks. Padding — id 0, unless that is a mark or
 * a word — is left out, so that a padded review reads like the review.
 *
 * @throws RangeError when an id stands for no word.
 * @example
 * decodeReview(sequences[0], wordIndex); // '[START] this film was just brilliant …'
 */
export function decodeReview(
  sequence: ArrayLike<number>,
  wordIndex: WordIndex,
  options: MarkOptions = {},
): string {
  const { startChar, oovChar, indexFrom } = resolveOptions('decodeReview', options, MARK_RULES);
  const words = wordsByNumber(wordIndex);
  const read: string[] = [];
  for (let i = 0; i < sequence.length; i++) {
    const id = sequence[i]!;
    const word = id === startChar ? '[START]' : id === oovChar ? '[OOV]' : words[id - indexFrom];
    if (word !== undefined) read.push(word);
    else if (id !== PADDING) {
      throw new RangeError(
        `decodeReview: id ${id} stands for no word; with indexFrom ${indexFrom} ids go from ${indexFrom + 1} to ${indexFrom + words.length - 1}. Decode with the options used to encode.`,
      );
    }
  }
  return read.join(' ');
}

/** The id that pads sequences. */
const PADDING = 0;

/** Inverting 88,000 words takes longer than decoding a review, so it is done once for each index. */
const inverted = new WeakMap<WordIndex, string[]>();

function wordsByNumber(wordIndex: WordIndex): string[] {
  let words = inverted.get(wordIndex);
  if (!words) {
    words = [];
    for (const [word, number] of wordIndex) words[number] = word;
    inverted.set(wordIndex, words);
  }
  return words;
}

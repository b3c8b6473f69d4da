import {
  boolean,
  checkNumber,
  checkText,
  formatValue,
  type OptionRules,
  resolveOptions,
} from '@seqloom/options';
import { WORD_SEQUENCE_RULES, type WordSequenceOptions, wordSequence } from './word-sequence.ts';

/** Upper bound on a width: longer lists of widths, such as all up to 2^31, would not fit in memory. */
const MAX_WIDTH = 10_000;
/** As for `textToWordSequence`, but upper case stays by default. */
const WORD_NGRAM_RULES: OptionRules<WordSequenceOptions> = { ...WORD_SEQUENCE_RULES, lower: boolean(false) };

/**
 * All n-grams of a list of tokens: first those of the first width from left to right, then of the next.
 *
 * `T` tokens have `T − k + 1` n-grams of width `k`.
 *
 * @param widths a number `n` for the widths 1 … n, or the widths themselves.
 * @param separator the text between the tokens of an n-gram. Default: a space.
 * @throws TypeError unless `tokens` is an array of strings, RangeError for a width that is not a positive integer
 * or above 10,000.
 *
 * **Source**: same order as `tf.strings.ngrams`.
 *
 * @example
 * ngrams(['the', 'cat', 'sat'], 2);  // ['the', 'cat', 'sat', 'the cat', 'cat sat']
 */
export function ngrams(
  tokens: readonly string[],
  widths: number | readonly number[],
  separator = ' ',
): string[] {
  checkText('ngrams', 'separator', separator);
  if (!Array.isArray(tokens)) {
    throw new TypeError(`ngrams: tokens must be an array of strings, got ${formatValue(tokens)}.`);
  }
  const wrong = tokens.findIndex((token) => typeof token !== 'string');
  if (wrong >= 0) {
    throw new TypeError(`ngrams: token ${wrong} must be a string, got ${formatValue(tokens[wrong])}.`);
  }
  return joinedGrams(tokens, ngramWidths('ngrams', widths), separator);
}

/** `ngrams` with checked arguments. */
export function joinedGrams(
  tokens: readonly string[],
  widths: readonly number[],
  separator: string,
): string[] {
  const grams: string[] = [];
  for (const width of widths) {
    for (let start = 0; start + width <= tokens.length; start++) {
      grams.push(width === 1 ? tokens[start]! : tokens.slice(start, start + width).join(separator));
    }
  }
  return grams;
}

/**
 * The word n-grams of a text. Unlike {@link textToWordSequence} it keeps upper case unless `lower` is true.
 *
 * **Source**: _Deep Learning with Python_, section 6.1, "Understanding n-grams and bag-of-words".
 *
 * @example
 * new Set(wordNgrams('The cat sat on the mat.', 2)).size;  // 11, the bag of 2-grams
 */
export function wordNgrams(
  text: string,
  widths: number | readonly number[],
  options: WordSequenceOptions = {},
): string[] {
  const words = wordSequence('wordNgrams', text, resolveOptions('wordNgrams', options, WORD_NGRAM_RULES));
  return joinedGrams(words, ngramWidths('wordNgrams', widths), ' ');
}

/** The character n-grams of a text, by code points; spaces and punctuation are characters too. */
export function characterNgrams(text: string, widths: number | readonly number[]): string[] {
  checkText('characterNgrams', 'text', text);
  return joinedGrams([...text], ngramWidths('characterNgrams', widths), '');
}

/** The bag of n-grams as a set: each n-gram once, in order of first occurrence. */
export function bagOfNgrams(grams: Iterable<string>): Set<string> {
  return new Set(checkedGrams('bagOfNgrams', grams));
}

/** The bag of n-grams with counts: how often each occurs. */
export function countNgrams(grams: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const gram of checkedGrams('countNgrams', grams)) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  return counts;
}

/** Refuses a string, which is an iterable of characters. */
function checkedGrams(owner: string, grams: Iterable<string>): Iterable<string> {
  if (typeof grams === 'object' && grams !== null && Symbol.iterator in grams) return grams;
  throw new TypeError(`${owner}: grams must be a list of n-grams, got ${formatValue(grams)}.`);
}

/** The widths 1 … n for a number, else the widths given. */
export function ngramWidths(owner: string, widths: number | readonly number[]): readonly number[] {
  const list: readonly number[] = typeof widths === 'object' ? widths : [widths];
  for (const width of list) {
    checkNumber(owner, 'a width of n-grams', width, { min: 1, max: MAX_WIDTH, integer: true });
  }
  return typeof widths === 'number' ? Array.from({ length: widths }, (_, i) => i + 1) : widths;
}

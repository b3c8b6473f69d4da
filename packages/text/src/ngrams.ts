import { checkPositiveInteger } from '@seqloom/options';
import { checkWordSequenceOptions, type WordSequenceOptions, wordSequence } from './word-sequence.ts';

/**
 * All n-grams of a list of tokens: first those of the first width from left to right, then of the next.
 *
 * `T` tokens have `T − k + 1` n-grams of width `k`.
 *
 * @param widths a number `n` for the widths 1 … n, or the widths themselves.
 * @param separator what joins tokens. Default: a space.
 * @throws RangeError for a width that is not a positive integer.
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
  const grams: string[] = [];
  for (const width of ngramWidths(widths)) {
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
  checkWordSequenceOptions('wordNgrams', options);
  return ngrams(wordSequence('wordNgrams', text, { lower: false, ...options }), widths);
}

/** The character n-grams of a text, by code points; spaces and punctuation are characters too. */
export function characterNgrams(text: string, widths: number | readonly number[]): string[] {
  return ngrams([...text], widths, '');
}

/** The bag of n-grams as a set: what occurs, in order of first occurrence. */
export function bagOfNgrams(grams: Iterable<string>): Set<string> {
  return new Set(grams);
}

/** The bag of n-grams with counts: how often each occurs. */
export function countNgrams(grams: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const gram of grams) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  return counts;
}

/** The widths 1 … n for a number, else the widths given. */
export function ngramWidths(widths: number | readonly number[]): readonly number[] {
  const list = typeof widths === 'number' ? [widths] : widths;
  for (const width of list) checkPositiveInteger('ngrams', 'a width', width);
  return typeof widths === 'number' ? Array.from({ length: widths }, (_, i) => i + 1) : widths;
}

import { formatValue } from '@seqloom/options';

/**
 * Sentences, each a list of words. Made by a tokenizer; texts are not cut into words here. What reads them twice refuses
 * a generator: give an array, or an object whose `[Symbol.iterator]` starts afresh.
 */
export type Sentences = Iterable<readonly string[]>;

/** The way out of what cannot be read twice. */
export const READ_TWICE = 'Give an array, or an object whose [Symbol.iterator] starts afresh.';

/**
 * Refuses sentences that are used up by one reading.
 *
 * @throws TypeError for a generator and any other iterable that is its own iterator
 */
export function checkReadableTwice(owner: string, sentences: Sentences): void {
  // What is no iterable is refused where it is read.
  if (Object.is(sentences?.[Symbol.iterator]?.(), sentences)) {
    throw new TypeError(
      `${owner}: sentences are read twice, and a generator or iterator can be read only once. ${READ_TWICE}`,
    );
  }
}

/** The sentences one by one; a text in place of a list of words would be counted by characters. */
export function* checkedSentences(owner: string, sentences: Sentences): Generator<readonly string[]> {
  if (typeof sentences !== 'object' || typeof sentences?.[Symbol.iterator] !== 'function') {
    throw new TypeError(
      `${owner}: sentences must be an iterable of lists of words, got ${formatValue(sentences)}.`,
    );
  }
  let position = 0;
  for (const sentence of sentences) {
    if (!Array.isArray(sentence)) {
      throw new TypeError(
        `${owner}: sentence ${position} must be a list of words, got ${formatValue(sentence)}. Cut texts into words first.`,
      );
    }
    position++;
    yield sentence;
  }
}

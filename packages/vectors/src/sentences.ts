import { formatValue } from '@seqloom/options';

/**
 * Sentences, each a list of words from a tokenizer. Functions that read them twice refuse a generator: give an array, or
 * an object whose `[Symbol.iterator]` starts again.
 */
export type Sentences = Iterable<readonly string[]>;

/** Advice for sentences that cannot be read twice. */
export const READ_TWICE = 'Give an array, or an object whose [Symbol.iterator] starts again.';

/**
 * Refuses sentences that can be read only once.
 *
 * @throws TypeError for a generator and any other iterable that is its own iterator
 */
export function checkReadableTwice(owner: string, sentences: Sentences): void {
  // Anything else than an iterable is refused by the reader.
  if (Object.is(sentences?.[Symbol.iterator]?.(), sentences)) {
    throw new TypeError(
      `${owner}: sentences are read twice, and a generator or iterator can be read only once. ${READ_TWICE}`,
    );
  }
}

/** @throws TypeError unless the value is an array of words */
export function checkWords(owner: string, option: string, value: unknown): void {
  if (Array.isArray(value)) return;
  throw new TypeError(`${owner}: ${option} must be a list of words, got ${formatValue(value)}.`);
}

/**
 * The sentences one by one.
 *
 * @throws TypeError for a sentence that is not an array; the words of a text would be its characters
 */
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
        `${owner}: sentence ${position} must be a list of words, got ${formatValue(sentence)}. Split texts into words first.`,
      );
    }
    position++;
    yield sentence;
  }
}

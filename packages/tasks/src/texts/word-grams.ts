import { bagOfNgrams, ngrams, type TokenSpan, textToWordSequence, tokenOffsets } from '@seqloom/text';

/** A mark, or what stands between ASCII punctuation, but for the apostrophe, and blanks: the words of `textToWordSequence`. */
const WORD_OR_MARK = /[.!?]|[^\s!-&(-/:-@[-`{-~]+/g;

/** `<br>` and `<br />`. */
const LINE_BREAK = /<br *\/?>/gi;

/**
 * The words of a text, in lower case.
 *
 * @param marks whether the marks . ! ? are words, too, and line breaks of HTML are not
 */
export function wordsOf(text: string, marks: boolean): string[] {
  return marks ? placesOf(text).map(({ token }) => token) : textToWordSequence(text);
}

/** The same with their places in the text. */
export function wordPlaces(text: string, marks: boolean): TokenSpan[] {
  return marks ? placesOf(text) : tokenOffsets(text);
}

function placesOf(text: string): TokenSpan[] {
  const blanked = text.replace(LINE_BREAK, (tag) => ' '.repeat(tag.length));
  return Array.from(blanked.matchAll(WORD_OR_MARK), ({ 0: word, index }) => ({
    token: word.toLowerCase(),
    start: index,
    end: index + word.length,
  }));
}

/** The n-grams of words in a text, up to `longest` words, each once. */
export function wordGrams(words: readonly string[], longest: number): string[] {
  return [...bagOfNgrams(ngrams(words, longest))];
}

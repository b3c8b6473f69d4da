import { bagOfNgrams, ngrams, textToWordSequence } from '@seqloom/text';

/** The n-grams of words in a text, up to `longest` words, each once. */
export function wordGrams(text: string, longest: number): string[] {
  return [...bagOfNgrams(ngrams(textToWordSequence(text), longest))];
}

import { checkText, positiveInteger, resolveOptions } from '@seqloom/options';

/** Options of {@link cutPages}. */
export interface CutPagesOptions {
  /** Words a page has at least. Default 150. */
  readonly words?: number;
}

/** Where a sentence ends: a mark, quotes or brackets that close, white space. */
const SENTENCE_END = /(?<=[.!?]["'”’)\]]*)\s+/u;

/**
 * Cuts a text into pages at the ends of sentences: each has the fewest sentences that make so many words. What is left at the end is
 * a page of its own where it has half as many words, otherwise it belongs to the page before it.
 *
 * @throws TypeError unless `text` is a text, RangeError for a number of words that is not a positive integer
 *
 * @example
 * cutPages('One two. Three four. Five.', { words: 2 }); // ['One two.', 'Three four.', 'Five.']
 */
export function cutPages(text: string, options: CutPagesOptions = {}): string[] {
  const { words } = resolveOptions('cutPages', options, { words: positiveInteger(150) });
  checkText('cutPages', 'text', text);
  const pages: string[] = [];
  let sentences: string[] = [];
  let count = 0;
  for (const sentence of text.trim().split(SENTENCE_END)) {
    if (sentence === '') continue;
    sentences.push(sentence.replace(/\s+/g, ' '));
    count += sentence.split(/\s+/).length;
    if (count < words) continue;
    pages.push(sentences.join(' '));
    [sentences, count] = [[], 0];
  }
  if (sentences.length === 0) return pages;
  const rest = sentences.join(' ');
  const last = pages.pop();
  if (last === undefined) return [rest];
  return 2 * count >= words ? [...pages, last, rest] : [...pages, `${last} ${rest}`];
}

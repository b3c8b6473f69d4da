import { formatValue } from '@seqloom/options';
import { checkedTokens } from './checked-texts.ts';
import { segmentWords } from './segmenter.ts';

/** Change of a text before it is split. */
export type Standardize =
  | 'lowerAndStripPunctuation'
  | 'lower'
  | 'stripPunctuation'
  | 'none'
  | ((text: string) => string);

/** How a text is split into tokens; `{ locale }` splits by the words of a language that writes no spaces. */
export type Split =
  | 'whitespace'
  | 'character'
  | 'none'
  | { readonly locale: string }
  | ((text: string) => readonly string[]);

const PUNCTUATION = /[!"#$%&()*+,\-./:;<=>?@[\\\]^_`{|}~']/g;
/** As in TensorFlow, white space is that of ASCII. */
export const ASCII_WHITESPACE: RegExp = /[\t-\r ]+/;

/** Applies a {@link Standardize}. As in TensorFlow, `lower` means the letters A to Z only. */
export function standardizeText(text: string, standardize: Standardize): string {
  if (typeof standardize === 'function') {
    const standardized: unknown = standardize(text);
    if (typeof standardized === 'string') return standardized;
    throw new TypeError(
      `TextVectorizer: standardize must return a string, got ${formatValue(standardized)}.`,
    );
  }
  const lowers = standardize === 'lower' || standardize === 'lowerAndStripPunctuation';
  const strips = standardize === 'stripPunctuation' || standardize === 'lowerAndStripPunctuation';
  const lowered = lowers ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text;
  return strips ? lowered.replace(PUNCTUATION, '') : lowered;
}

/** Applies a {@link Split}. As in TensorFlow, white space is that of ASCII. */
export function splitText(text: string, split: Split): readonly string[] {
  if (typeof split === 'function') return checkedTokens('TextVectorizer', 'split', split(text));
  if (split === 'whitespace') return text.split(ASCII_WHITESPACE).filter((token) => token !== '');
  if (split === 'character') return [...text];
  return split === 'none' ? [text] : segmentWords(text, split.locale);
}

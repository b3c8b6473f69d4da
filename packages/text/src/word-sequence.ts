import { checkBoolean, checkOptions, formatValue } from '@seqloom/options';
import { checkString } from './check-string.ts';
import { pythonLower } from './python-lower.ts';

/** Keras' default filters: ASCII punctuation without the apostrophe, tab and line feed. */
export const DEFAULT_FILTERS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n';

/** How a text is cut into words. */
export interface WordSequenceOptions {
  /** Characters that count as `split`, each code point on its own. Default: {@link DEFAULT_FILTERS}. */
  readonly filters?: string;
  /** Whether the text is lowercased first, as Python does it. Default `true`. */
  readonly lower?: boolean;
  /** The separator between words, one or more characters. Default: one space. */
  readonly split?: string;
}

/**
 * Cuts a text into words: lowercases it, turns every character of `filters` into `split`, splits at `split` and
 * drops empty words. Only `split` separates: a no-break space, for one, is part of a word.
 *
 * @throws RangeError when `split` is empty.
 *
 * **Source**: `keras.preprocessing.text.text_to_word_sequence`, equal to it for every text.
 *
 * @example
 * textToWordSequence('The cat sat on the mat.');  // ['the', 'cat', 'sat', 'on', 'the', 'mat']
 */
export function textToWordSequence(text: string, options: WordSequenceOptions = {}): string[] {
  checkWordSequenceOptions('textToWordSequence', options);
  return wordSequence('textToWordSequence', text, options);
}

/** The options above, for `checkOptions`. */
export const WORD_SEQUENCE_OPTIONS: Readonly<Record<keyof WordSequenceOptions, true>> = {
  filters: true,
  lower: true,
  split: true,
};

/** Refuses options that do not exist or are of another type. */
export function checkWordSequenceOptions(owner: string, options: WordSequenceOptions): void {
  checkOptions(owner, options, WORD_SEQUENCE_OPTIONS);
  checkWordSequenceTypes(owner, options);
}

/** The types of these options among others. */
export function checkWordSequenceTypes(owner: string, options: WordSequenceOptions): void {
  const { filters, lower, split } = options;
  if (filters !== undefined) checkString(owner, 'filters', filters);
  if (lower !== undefined) checkBoolean(owner, 'lower', lower);
  if (split !== undefined) checkString(owner, 'split', split);
}

/** `textToWordSequence` with options that were checked. */
export function wordSequence(owner: string, text: string, options: WordSequenceOptions): string[] {
  if (typeof text !== 'string') {
    throw new TypeError(`${owner}: text must be a string, got ${formatValue(text)}.`);
  }
  const { filters = DEFAULT_FILTERS, lower = true, split = ' ' } = options;
  const lowered = lower ? pythonLower(text) : text;
  const separators = separatorTable(filters, split);
  return separators === undefined ? splitTranslated(lowered, filters, split) : splitAt(lowered, separators);
}

/**
 * The UTF-16 code units that separate words (1 at their place), or undefined when code units cannot tell: a
 * separator of several units, or half of a surrogate pair.
 */
export function separatorTable(filters: string, split: string): Uint8Array | undefined {
  if (split === '') {
    throw new RangeError("Tokenizer: split must not be empty, got ''. Use charLevel to get characters.");
  }
  if (split.length > 1) {
    if (/[\ud800-\udfff]/u.test(split)) {
      throw new RangeError('Tokenizer: split of several characters must not contain lone surrogates.');
    }
    return undefined;
  }
  const separators = new Uint8Array(0x10000);
  for (const character of filters + split) {
    const unit = character.charCodeAt(0);
    if (unit >= 0xd800 && unit <= 0xdfff) return undefined;
    separators[unit] = 1;
  }
  return separators;
}

/** The words of a text between separators that are single code units. */
function splitAt(text: string, separators: Uint8Array): string[] {
  const words: string[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (separators[text.charCodeAt(i)] === 0) continue;
    if (i > start) words.push(text.slice(start, i));
    start = i + 1;
  }
  if (start < text.length) words.push(text.slice(start));
  return words;
}

/** The general case, as Keras writes it: filtered code points become `split`, then the text is split. */
function splitTranslated(text: string, filters: string, split: string): string[] {
  const filtered = new Set(filters);
  const words: string[] = [];
  const single = [...split].length === 1;
  let word = '';
  if (single) {
    // One code point, perhaps a lone surrogate: joining and splitting strings could join it to its neighbour.
    for (const character of text) {
      if (character !== split && !filtered.has(character)) word += character;
      else if (word !== '') {
        words.push(word);
        word = '';
      }
    }
    if (word !== '') words.push(word);
    return words;
  }
  for (const character of text) word += filtered.has(character) ? split : character;
  return word.split(split).filter((part) => part !== '');
}

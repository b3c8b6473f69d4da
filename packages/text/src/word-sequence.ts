import {
  boolean,
  checkText,
  type OptionRules,
  type Resolved,
  resolveOptions,
  rule,
  text as string,
} from '@seqloom/options';
import { pythonLower } from './python-lower.ts';

/** Keras' default filters: ASCII punctuation without the apostrophe, tab and line feed. */
export const DEFAULT_FILTERS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n';

/** How a text is split into words. */
export interface WordSequenceOptions {
  /** Characters that count as `split`, each code point on its own. Default: {@link DEFAULT_FILTERS}. */
  readonly filters?: string;
  /** Whether the text is lowercased first, as by Python's `str.lower`. Default `true`. */
  readonly lower?: boolean;
  /** The separator between words, one or more characters. Default: one space. */
  readonly split?: string;
}

/**
 * Splits a text into words: lowercases it, replaces every character of `filters` by `split`, splits at `split` and
 * drops empty words. Only `split` separates words: a no-break space, for instance, is part of a word.
 *
 * @throws RangeError for an option that does not exist and when `split` is empty; TypeError for a value of the wrong type.
 *
 * **Source**: `keras.preprocessing.text.text_to_word_sequence`, equal to it for every text.
 *
 * @example
 * textToWordSequence('The cat sat on the mat.');  // ['the', 'cat', 'sat', 'on', 'the', 'mat']
 */
export function textToWordSequence(text: string, options: WordSequenceOptions = {}): string[] {
  const resolved = resolveOptions('textToWordSequence', options, WORD_SEQUENCE_RULES);
  return wordSequence('textToWordSequence', text, resolved);
}

/** The rules of the options above. */
export const WORD_SEQUENCE_RULES: OptionRules<WordSequenceOptions> = {
  filters: string(DEFAULT_FILTERS),
  lower: boolean(true),
  split: rule<string>(checkSeparator, ' '),
};

function checkSeparator(owner: string, option: string, value: unknown): void {
  checkText(owner, option, value);
  if (value === '') {
    throw new RangeError(`${owner}: ${option} must not be empty. Use charLevel to get characters.`);
  }
  if (value.length > 1 && /[\ud800-\udfff]/u.test(value)) {
    throw new RangeError(`${owner}: ${option} of several characters must not contain lone surrogates.`);
  }
}

/** `textToWordSequence` with resolved options. */
export function wordSequence(owner: string, text: string, options: Resolved<WordSequenceOptions>): string[] {
  checkText(owner, 'text', text);
  const { filters, lower, split } = options;
  const lowered = lower ? pythonLower(text) : text;
  const separators = separatorTable(filters, split);
  return separators === undefined ? splitTranslated(lowered, filters, split) : splitAt(lowered, separators);
}

/**
 * A table with 1 for every UTF-16 code unit that separates words. Undefined when a separator or a filtered character
 * takes several code units or is a surrogate.
 */
export function separatorTable(filters: string, split: string): Uint8Array | undefined {
  if (split.length > 1) return undefined;
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

/** The general case, as in Keras: filtered code points are replaced by `split`, then the text is split. */
function splitTranslated(text: string, filters: string, split: string): string[] {
  const filtered = new Set(filters);
  const words: string[] = [];
  const single = [...split].length === 1;
  let word = '';
  if (single) {
    // The code point may be a lone surrogate, which string concatenation could join to its neighbour.
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

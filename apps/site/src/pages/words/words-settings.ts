import { numberIn, type OptionRules, oneOf, text } from '@seqloom/options';

/** What the address holds. */
export interface WordsSettings {
  /** Whose nearest words are shown. */
  readonly word: string;
  /** "`a` is to `b` as `c` is to …". */
  readonly a: string;
  readonly b: string;
  readonly c: string;
  /** The middle of the map, from 0 to 1, and how far it is enlarged. */
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
  /** The map, or the words in view as a table. */
  readonly view: 'map' | 'table';
}

/** The largest enlargement: some ten words are in view. */
export const MOST_ZOOM = 48;

export const WORDS_RULES: OptionRules<Partial<WordsSettings>> = {
  word: text('ocean'),
  a: text('man'),
  b: text('king'),
  c: text('woman'),
  x: numberIn({ min: 0, max: 1 }, 0.5),
  y: numberIn({ min: 0, max: 1 }, 0.5),
  zoom: numberIn({ min: 1, max: MOST_ZOOM }, 1),
  view: oneOf(['map', 'table'], 'map'),
};

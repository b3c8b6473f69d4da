import type { Options } from 'minisearch';

/** A passage of the documentation, as the search finds it. */
export interface SearchDocument {
  readonly id: number;
  /** Below `docs`: `from-keras/#layers`. */
  readonly address: string;
  /** Of the page. */
  readonly page: string;
  readonly heading: string;
  readonly text: string;
  /** The beginning of the text. */
  readonly excerpt: string;
}

/** Guides say how, so they come before the reference of the same words. */
const GUIDE_BOOST = 1.6;

/** The same when the index is built and when it is read. */
export const SEARCH_OPTIONS: Options<SearchDocument> = {
  fields: ['heading', 'page', 'text'],
  storeFields: ['address', 'page', 'heading', 'excerpt'],
  processTerm: wordsOf,
  searchOptions: {
    boost: { heading: 4, page: 2 },
    prefix: true,
    fuzzy: 0.15,
    combineWith: 'AND',
    boostDocument: (_id, _term, stored) =>
      /^(?:api|packages|apps)\//.test(String(stored?.address)) ? 1 : GUIDE_BOOST,
  },
};

/**
 * A word in small letters; of a name in camelCase also its parts, so that `learning rate` finds `learningRate`. A heading is its whole
 * words, so that `Dense` comes before `DenseOptions`.
 */
function wordsOf(term: string, field?: string): string | string[] {
  if (field === 'heading') return term.toLowerCase();
  const parts = term.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g) ?? [];
  return [...new Set([term, ...(parts.length > 1 ? parts : [])].map((word) => word.toLowerCase()))];
}

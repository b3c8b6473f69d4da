import { countWords, encodeCorpus, type Sentences } from './corpus.ts';
import { PairCounter } from './pair-counter.ts';
import { sparseMatrix, type WordMatrix } from './sparse-matrix.ts';

/** Options of `cooccurrence`. */
export interface CooccurrenceOptions {
  /** How many words to each side count as near. Default 5. */
  readonly window?: number;
  /** What a word at distance `d` adds: 1, or `1 / d` as in GloVe. Default `uniform`. */
  readonly weighting?: 'uniform' | 'inverse-distance';
  /** Which side counts: `both` gives a symmetric matrix, `right` counts what follows the row's word. Default `both`. */
  readonly side?: 'both' | 'right';
  /** Rows and columns, in this order. Default: all words in order of appearance. */
  readonly words?: readonly string[];
}

/**
 * Counts how often words stand near each other: entry `(i, j)` is the weight of all occurrences of word `j` within
 * `window` words of an occurrence of word `i` in the same sentence. Words outside `words` are taken out of the sentences
 * first.
 *
 * @param sentences read twice unless `words` is given
 * @throws RangeError when `window` is not a positive integer
 *
 * @example
 * ```ts
 * const matrix = cooccurrence([['I', 'like', 'NLP', '.']], { window: 1 });
 * denseMatrix(matrix); // 0 1 0 0 | 1 0 1 0 | 0 1 0 1 | 0 0 1 0
 * ```
 */
export function cooccurrence(sentences: Sentences, options: CooccurrenceOptions = {}): WordMatrix {
  const { window = 5, weighting = 'uniform', side = 'both' } = options;
  if (!Number.isInteger(window) || window < 1) {
    throw new RangeError(`cooccurrence: window must be a positive integer, got ${window}.`);
  }
  const words = options.words ?? countWords(sentences, { order: 'appearance' }).words;
  const { tokens, starts } = encodeCorpus(sentences, words);
  const pairs = new PairCounter(words.length);
  for (let s = 0; s + 1 < starts.length; s++) {
    for (let i = starts[s]!; i < starts[s + 1]!; i++) {
      const end = Math.min(i + window, starts[s + 1]! - 1);
      for (let j = i + 1; j <= end; j++) {
        const weight = weighting === 'uniform' ? 1 : 1 / (j - i);
        pairs.add(tokens[i]!, tokens[j]!, weight);
        if (side === 'both') pairs.add(tokens[j]!, tokens[i]!, weight);
      }
    }
  }
  return sparseMatrix(words, pairs);
}

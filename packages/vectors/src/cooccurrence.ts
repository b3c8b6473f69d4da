import { checkOneOf, checkOptions, checkPositiveInteger } from '@seqloom/options';
import { countCorpus, encodeCorpus } from './corpus.ts';
import { PairCounter } from './pair-counter.ts';
import { checkReadableTwice, type Sentences } from './sentences.ts';
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
 * @throws RangeError when an option is out of range
 * @throws TypeError for a sentence that is no list of words, and for a generator that would be read twice
 *
 * @example
 * ```ts
 * const matrix = cooccurrence([['I', 'like', 'NLP', '.']], { window: 1 });
 * denseMatrix(matrix); // 0 1 0 0 | 1 0 1 0 | 0 1 0 1 | 0 0 1 0
 * ```
 */
export function cooccurrence(sentences: Sentences, options: CooccurrenceOptions = {}): WordMatrix {
  checkOptions('cooccurrence', options, { window: true, weighting: true, side: true, words: true });
  const { window = 5, weighting = 'uniform', side = 'both' } = options;
  checkPositiveInteger('cooccurrence', 'window', window);
  checkOneOf('cooccurrence', 'weighting', weighting, ['uniform', 'inverse-distance']);
  checkOneOf('cooccurrence', 'side', side, ['both', 'right']);
  const { words, total } = options.words ? { words: options.words } : allWords(sentences);
  const { tokens, starts } = encodeCorpus('cooccurrence', sentences, words, total);
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

function allWords(sentences: Sentences): { words: readonly string[]; total?: number } {
  checkReadableTwice('cooccurrence', sentences);
  const { words, counts } = countCorpus('cooccurrence', sentences, { order: 'appearance' });
  return { words, total: counts.reduce((sum, count) => sum + count, 0) };
}

import { type OptionRules, oneOf, optional, positiveInteger, resolveOptions, rule } from '@seqloom/options';
import { countCorpus, encodeCorpus } from './corpus.ts';
import { PairCounter } from './pair-counter.ts';
import { checkReadableTwice, checkWords, type Sentences } from './sentences.ts';
import { sparseMatrix, type WordMatrix } from './sparse-matrix.ts';

/** Options of `cooccurrence`. */
export interface CooccurrenceOptions {
  /** Number of words to each side that are counted. Default 5. */
  readonly window?: number;
  /** Weight of a word at distance `d`: 1, or `1 / d` as in GloVe. Default `uniform`. */
  readonly weighting?: 'uniform' | 'inverse-distance';
  /** Counted sides: `both` gives a symmetric matrix, `right` counts the words after that of the row. Default `both`. */
  readonly side?: 'both' | 'right';
  /** Rows and columns, in this order. Default: all words in order of appearance. */
  readonly words?: readonly string[] | undefined;
}

const RULES: OptionRules<CooccurrenceOptions> = {
  window: positiveInteger(5),
  weighting: oneOf(['uniform', 'inverse-distance'], 'uniform'),
  side: oneOf(['both', 'right'], 'both'),
  words: optional(rule<readonly string[]>(checkWords)),
};

/**
 * Counts how often words occur near each other: entry `(i, j)` is the weight of all occurrences of word `j` within
 * `window` words of an occurrence of word `i` in the same sentence. Words outside `words` are removed from the sentences
 * first.
 *
 * @param sentences read twice unless `words` is given
 * @throws RangeError when an option is out of range
 * @throws TypeError for a sentence that is not a list of words, and for a generator that would be read twice
 *
 * @example
 * ```ts
 * const matrix = cooccurrence([['I', 'like', 'NLP', '.']], { window: 1 });
 * denseMatrix(matrix); // 0 1 0 0 | 1 0 1 0 | 0 1 0 1 | 0 0 1 0
 * ```
 */
export function cooccurrence(sentences: Sentences, options: CooccurrenceOptions = {}): WordMatrix {
  const resolved = resolveOptions('cooccurrence', options, RULES);
  const { window, weighting, side } = resolved;
  const { words, total } = resolved.words ? { words: resolved.words } : allWords(sentences);
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
  const counting = { minCount: 1, maxWords: Number.POSITIVE_INFINITY, order: 'appearance' } as const;
  const { words, counts } = countCorpus('cooccurrence', sentences, counting);
  return { words, total: counts.reduce((sum, count) => sum + count, 0) };
}

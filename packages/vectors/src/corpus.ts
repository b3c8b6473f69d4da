import {
  formatValue,
  type OptionRules,
  oneOf,
  positiveInteger,
  type Resolved,
  resolveOptions,
} from '@seqloom/options';
import { bound } from './bound-rule.ts';
import { checkedSentences, READ_TWICE, type Sentences } from './sentences.ts';

/** Words and how often they occur, in the same order. */
export interface WordCounts {
  readonly words: readonly string[];
  readonly counts: Float64Array;
}

/** Options of `countWords`. */
export interface CountWordsOptions {
  /** Words that occur less often are left out. Default 1. */
  readonly minCount?: number;
  /** Number of words to keep, the most frequent. Default: all. */
  readonly maxWords?: number;
  /** `frequency`, falling, equal counts in order of appearance, or `appearance`. Default `frequency`. */
  readonly order?: 'frequency' | 'appearance';
}

const RULES: OptionRules<CountWordsOptions> = {
  minCount: positiveInteger(1),
  maxWords: bound(),
  order: oneOf(['frequency', 'appearance'], 'frequency'),
};

/**
 * Counts the words of a corpus: the vocabulary for the other functions.
 *
 * @param sentences read once
 * @throws RangeError when `minCount` or `maxWords` is not a positive integer
 * @throws TypeError for a sentence that is not a list of words
 */
export function countWords(sentences: Sentences, options: CountWordsOptions = {}): WordCounts {
  return countCorpus('countWords', sentences, resolveOptions('countWords', options, RULES));
}

/** `countWords` with resolved options. */
export function countCorpus(
  owner: string,
  sentences: Sentences,
  options: Resolved<CountWordsOptions>,
): WordCounts {
  const { minCount, maxWords, order } = options;
  const counts = new Map<string, number>();
  for (const sentence of checkedSentences(owner, sentences))
    for (const word of sentence) counts.set(word, (counts.get(word) ?? 0) + 1);
  for (const word of counts.keys()) {
    if (typeof word !== 'string')
      throw new TypeError(`${owner}: a word must be a string, got ${formatValue(word)}.`);
  }
  const appearance = [...counts].filter(([, count]) => count >= minCount);
  const byFrequency = [...appearance].sort(([, a], [, b]) => b - a).slice(0, maxWords);
  const kept = new Set(byFrequency.map(([word]) => word));
  const entries = order === 'frequency' ? byFrequency : appearance.filter(([word]) => kept.has(word));
  return { words: entries.map(([word]) => word), counts: Float64Array.from(entries, ([, count]) => count) };
}

/** A corpus as word numbers: sentence `s` is `tokens[starts[s] … starts[s + 1])`. Unknown words are left out. */
export interface EncodedCorpus {
  readonly tokens: Int32Array;
  readonly starts: Int32Array;
}

/**
 * Replaces words by their positions in `words` and drops the others.
 *
 * @param expected tokens that an earlier pass over the same sentences counted
 */
export function encodeCorpus(
  owner: string,
  sentences: Sentences,
  words: readonly string[],
  expected?: number,
): EncodedCorpus {
  const index = new Map(words.map((word, i) => [word, i]));
  let tokens = new Int32Array(1 << 16);
  let length = 0;
  const starts = [0];
  for (const sentence of checkedSentences(owner, sentences)) {
    if (length + sentence.length > tokens.length) {
      const larger = new Int32Array(Math.max(length + sentence.length, 2 * tokens.length));
      larger.set(tokens);
      tokens = larger;
    }
    for (const word of sentence) {
      const id = index.get(word);
      if (id !== undefined) tokens[length++] = id;
    }
    starts.push(length);
  }
  if (expected !== undefined && length !== expected) {
    throw new RangeError(
      `${owner}: sentences gave ${expected} words at the first reading and ${length} at the second. ${READ_TWICE}`,
    );
  }
  return { tokens: tokens.subarray(0, length), starts: Int32Array.from(starts) };
}

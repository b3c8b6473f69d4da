/** Sentences, each a list of words. Made by a tokenizer; texts are not cut into words here. */
export type Sentences = Iterable<readonly string[]>;

/** Words and how often they occur, in the same order. */
export interface WordCounts {
  readonly words: readonly string[];
  readonly counts: Float64Array;
}

/** Options of `countWords`. */
export interface CountWordsOptions {
  /** Leave out words that occur less often. Default 1. */
  readonly minCount?: number;
  /** Keep only so many words, the most frequent. Default: all. */
  readonly maxWords?: number;
  /** `frequency`, falling, equal counts in order of appearance, or `appearance`. Default `frequency`. */
  readonly order?: 'frequency' | 'appearance';
}

/**
 * Counts the words of a corpus: the vocabulary that the other functions work on.
 *
 * @throws RangeError when `minCount` or `maxWords` is not a positive integer
 */
export function countWords(sentences: Sentences, options: CountWordsOptions = {}): WordCounts {
  const { minCount = 1, maxWords = Number.POSITIVE_INFINITY, order = 'frequency' } = options;
  if (!Number.isInteger(minCount) || minCount < 1) {
    throw new RangeError(`countWords: minCount must be a positive integer, got ${minCount}.`);
  }
  if (maxWords !== Number.POSITIVE_INFINITY && (!Number.isInteger(maxWords) || maxWords < 1)) {
    throw new RangeError(`countWords: maxWords must be a positive integer, got ${maxWords}.`);
  }
  const counts = new Map<string, number>();
  for (const sentence of sentences)
    for (const word of sentence) counts.set(word, (counts.get(word) ?? 0) + 1);
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

/** Replaces words by their positions in `words` and drops the others. */
export function encodeCorpus(sentences: Sentences, words: readonly string[]): EncodedCorpus {
  const index = new Map(words.map((word, i) => [word, i]));
  let tokens = new Int32Array(1 << 16);
  let length = 0;
  const starts = [0];
  for (const sentence of sentences) {
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
  return { tokens: tokens.subarray(0, length), starts: Int32Array.from(starts) };
}

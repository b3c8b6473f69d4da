import { compareUtf8 } from './utf8.ts';
import type { WordCounts } from './word-counts.ts';
import { WordTable } from './word-table.ts';

/** The words that a vocabulary takes. */
export interface RankedWords {
  /** Most frequent first, equal counts by falling UTF-8 order. */
  readonly table: WordTable;
  /** `ln(1 + N / (1 + df))` by the number of the word in the table, N documents and df of them with the word. */
  readonly idf: Float32Array;
}

/**
 * Takes the most frequent words.
 *
 * @param most how many
 * @param special words that are left out
 */
export function rankWords(counts: WordCounts, most: number, special: readonly unknown[]): RankedWords {
  const words = counts.table.words();
  const ids = mostFrequent(words, counts.counts, most, special);
  const table = new WordTable();
  for (const id of ids) table.internWord(words[id]!);
  const { documents, docs } = counts;
  return { table, idf: Float32Array.from(ids, (id) => Math.log(1 + documents / (1 + docs[id]!))) };
}

/** The ids of at most `most` words that are not special. Those of equal counts are sorted only as far as they are taken. */
function mostFrequent(
  words: readonly string[],
  counts: Float64Array,
  most: number,
  special: readonly unknown[],
): Uint32Array {
  const ids = Uint32Array.from(words.keys())
    .filter((id) => !special.includes(words[id]))
    .sort((a, b) => counts[b]! - counts[a]!);
  for (let start = 0, end = 0; start < Math.min(most, ids.length); start = end) {
    while (end < ids.length && counts[ids[end]!] === counts[ids[start]!]) end++;
    ids.subarray(start, end).sort((a, b) => compareUtf8(words[b]!, words[a]!));
  }
  return ids.subarray(0, most);
}

/** Idf weights with that of special tokens in front: the mean, because their document frequency is not counted. */
export function withMeanInFront(weights: Float32Array, special: number): Float32Array {
  const mean = weights.length === 0 ? 0 : weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  const all = new Float32Array(special + weights.length).fill(mean);
  all.set(weights, special);
  return all;
}

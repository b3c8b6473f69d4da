import { type NdArray, ndArray } from '@seqloom/arrays';
import { BEGIN, END, type TokenTable } from '../token-table.ts';
import { sentenceWords } from './sentence-words.ts';
import type { TranslatedSentence } from './translation-source.ts';

/** The words of both languages. */
export interface LanguageTables {
  readonly source: TokenTable;
  readonly target: TokenTable;
}

/** What a decoder learns: the next word, given those before it. */
export interface TranslationArrays {
  readonly inputs: { readonly source: NdArray; readonly target: NdArray };
  readonly targets: NdArray;
}

/** The arrays of every pair: sentence `[N, S]`, translation after its begin `[N, T]`, and before its end `[N, T]`. */
export function translationArrays(
  sentences: readonly TranslatedSentence[],
  tables: LanguageTables,
): TranslationArrays {
  const pairs = sentences.flatMap(({ source, targets }) => targets.map((target) => ({ source, target })));
  const source = pairs.map((pair) => tables.source.encode(sentenceWords(pair.source)));
  const target = pairs.map((pair) => tables.target.encode(sentenceWords(pair.target)));
  return {
    inputs: { source: padded(source), target: padded(target.map((ids) => [BEGIN, ...ids])) },
    targets: padded(target.map((ids) => [...ids, END])),
  };
}

/** One sentence as the encoder reads it, `[1, S]`. */
export function sentenceArray(words: readonly string[], table: TokenTable): NdArray {
  return padded([table.encode(words)]);
}

/** Filled up with padding at the end. */
function padded(rows: readonly ArrayLike<number>[]): NdArray {
  const width = Math.max(...rows.map(({ length }) => length));
  const data = new Int32Array(rows.length * width);
  rows.forEach((row, i) => {
    data.set(Array.from(row), i * width);
  });
  return ndArray(data, [rows.length, width]);
}

import { checkBoolean, checkOptions, checkPositiveInteger } from '@seqloom/options';
import type { WordVectors } from './word-vectors.ts';

/** Options of both evaluations, with gensim's defaults. */
export interface EvaluationOptions {
  /** Use only the first so many words. Default 300,000. */
  readonly among?: number;
  /** Compare words in upper case; of words that then coincide the first one counts. Default true. */
  readonly ignoreCase?: boolean;
}

/** Looks up the rows of test words: the first `among` words, in upper case if case is ignored. */
export function evaluationRows(
  owner: string,
  vectors: WordVectors,
  options: EvaluationOptions,
): { rows: ReadonlyMap<string, number>; among: number; spelled: (word: string) => string } {
  checkOptions(owner, options, { among: true, ignoreCase: true });
  const { among = 300_000, ignoreCase = true } = options;
  checkPositiveInteger(owner, 'among', among);
  checkBoolean(owner, 'ignoreCase', ignoreCase);
  const spelled = (word: string): string => (ignoreCase ? word.toUpperCase() : word);
  const count = Math.min(among, vectors.size);
  const rows = new Map<string, number>();
  for (let row = 0; row < count; row++) {
    const word = spelled(vectors.words[row]!);
    if (!rows.has(word)) rows.set(word, row);
  }
  return { rows, among: count, spelled };
}

import { boolean, type OptionRules, positiveInteger, resolveOptions } from '@seqloom/options';
import type { WordVectors } from './word-vectors.ts';

/** Options of both evaluations, with gensim's defaults. */
export interface EvaluationOptions {
  /** Number of words to use, the first ones. Default 300,000. */
  readonly among?: number;
  /** Whether words are compared in upper case; of words that are then equal the first one is used. Default true. */
  readonly ignoreCase?: boolean;
}

const RULES: OptionRules<EvaluationOptions> = { among: positiveInteger(300_000), ignoreCase: boolean(true) };

/** Looks up the rows of test words: the first `among` words, in upper case if case is ignored. */
export function evaluationRows(
  owner: string,
  vectors: WordVectors,
  options: EvaluationOptions,
): { rows: ReadonlyMap<string, number>; among: number; spelled: (word: string) => string } {
  const { among, ignoreCase } = resolveOptions(owner, options, RULES);
  const spelled = (word: string): string => (ignoreCase ? word.toUpperCase() : word);
  const count = Math.min(among, vectors.size);
  const rows = new Map<string, number>();
  for (let row = 0; row < count; row++) {
    const word = spelled(vectors.words[row]!);
    if (!rows.has(word)) rows.set(word, row);
  }
  return { rows, among: count, spelled };
}

import { formatValue } from '@seqloom/options';
import { type EvaluationOptions, evaluationRows } from './evaluation-vocabulary.ts';
import { cosine } from './similarity.ts';
import type { WordVectors } from './word-vectors.ts';

/** The result of `evaluateWordPairs`. */
export interface WordPairResult {
  /** Linear correlation of human scores and cosines, in [−1, 1]. */
  readonly pearson: number;
  /** Correlation of their ranks, in [−1, 1]; equal values have their mean rank. */
  readonly spearman: number;
  /** Pairs compared: those whose words both have vectors. */
  readonly pairs: number;
  /** Pairs left out because a word has no vector. */
  readonly unknown: number;
  /** The first line, where it names the columns. */
  readonly header?: string;
}

/**
 * Compares cosines with human judgements of similarity, from a file such as WordSim-353: lines `word TAB word TAB
 * score`; lines that begin with `#` are comments, and the first line may name the columns.
 *
 * **Source**: gensim's `evaluate_word_pairs`, its defaults and its numbers.
 *
 * @param text the whole file
 * @throws RangeError when a line is malformed or no pair has vectors
 */
export function evaluateWordPairs(
  vectors: WordVectors,
  text: string,
  options: EvaluationOptions = {},
): WordPairResult {
  const { rows, spelled } = evaluationRows('evaluateWordPairs', vectors, options);
  const scores: number[] = [];
  const cosines: number[] = [];
  let unknown = 0;
  let first = true;
  let header: string | undefined;
  for (const [i, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.startsWith('#') || line.trim() === '') continue;
    const [a, b, score, ...more] = line.split('\t');
    const mayBeHeader = first && more.length === 0 && Number.isNaN(Number(score ?? 0));
    first = false;
    if (mayBeHeader) {
      header = line;
      continue;
    }
    if (
      a === undefined ||
      b === undefined ||
      !score?.trim() ||
      more.length > 0 ||
      !Number.isFinite(Number(score))
    ) {
      throw new RangeError(
        `evaluateWordPairs: line ${i + 1} must be "word TAB word TAB score", got ${formatValue(line)}.`,
      );
    }
    const [rowA, rowB] = [rows.get(spelled(a)), rows.get(spelled(b))];
    if (rowA === undefined || rowB === undefined) {
      unknown++;
      continue;
    }
    scores.push(Number(score));
    cosines.push(cosine(vectors, vectors.words[rowA]!, vectors.words[rowB]!));
  }
  if (scores.length === 0) throw new RangeError('evaluateWordPairs: no pair has vectors for both words.');
  return {
    pearson: pearson(scores, cosines),
    spearman: pearson(ranks(scores), ranks(cosines)),
    pairs: scores.length,
    unknown,
    ...(header !== undefined && { header }),
  };
}

/** `Σ (x − x̄)(y − ȳ) / √(Σ (x − x̄)² Σ (y − ȳ)²)`. */
function pearson(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [x[i]! - meanX, y[i]! - meanY];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xy / Math.sqrt(xx * yy);
}

/** Ranks from 1 on; equal values have the mean of their ranks. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((i, j) => values[i]! - values[j]!);
  const result = new Array<number>(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let place = start; place < end; place++) result[order[place]!] = (start + end + 1) / 2;
    start = end;
  }
  return result;
}

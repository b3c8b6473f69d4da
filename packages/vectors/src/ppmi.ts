import { type OptionRules, positive, resolveOptions } from '@seqloom/options';
import type { WordMatrix } from './sparse-matrix.ts';

/** Options of `ppmi`. */
export interface PpmiOptions {
  /** Exponent of the column sums; 0.75 gives rare contexts less weight. Default 1. */
  readonly smoothing?: number;
  /** Subtracted as `ln shift`; a skip-gram with `k` negative samples corresponds to `k`. Default 1. */
  readonly shift?: number;
}

const RULES: OptionRules<PpmiOptions> = { smoothing: positive(1), shift: positive(1) };

/**
 * Positive pointwise mutual information of a co-occurrence matrix: `max(0, ln(p(i,j) / (p(i) p(j))) − ln shift)`, where
 * `p(j)` is smoothed. Entries of zero are left out.
 *
 * **Source**: Levy, Goldberg, "Neural word embedding as implicit matrix factorization", 2014; Levy, Goldberg, Dagan,
 * "Improving distributional similarity with lessons learned from word embeddings", 2015 (smoothing).
 *
 * @throws RangeError when an option is not positive
 */
export function ppmi(matrix: WordMatrix, options: PpmiOptions = {}): WordMatrix {
  const { smoothing, shift } = resolveOptions('ppmi', options, RULES);
  const { words } = matrix;
  const rowSums = new Float64Array(words.length);
  const columnSums = new Float64Array(words.length);
  for (let row = 0; row < words.length; row++) {
    for (let i = matrix.starts[row]!; i < matrix.starts[row + 1]!; i++) {
      rowSums[row]! += matrix.values[i]!;
      columnSums[matrix.columns[i]!]! += matrix.values[i]!;
    }
  }
  const smoothed = columnSums.map((sum) => sum ** smoothing);
  const total = smoothed.reduce((sum, value) => sum + value, 0);
  const starts = new Int32Array(words.length + 1);
  const columns: number[] = [];
  const values: number[] = [];
  for (let row = 0; row < words.length; row++) {
    for (let i = matrix.starts[row]!; i < matrix.starts[row + 1]!; i++) {
      const column = matrix.columns[i]!;
      // p(i,j) / (p(i) p(j)) = (n(i,j) / n(i)) / p(j)
      const information = Math.log(matrix.values[i]! / rowSums[row]! / (smoothed[column]! / total) / shift);
      if (information > 0) {
        columns.push(column);
        values.push(information);
      }
    }
    starts[row + 1] = columns.length;
  }
  return { words, starts, columns: Int32Array.from(columns), values: Float64Array.from(values) };
}

import { formatValue } from '@seqloom/options';
import type { Random } from '@seqloom/random';

/** Draws word indices with given probabilities, in constant time per draw. */
export interface NegativeTable {
  /** Drawn indices are below it. */
  readonly size: number;
  /** Draws one index. */
  sample(random: Random): number;
  /** The probability with which an index is drawn. */
  probability(index: number): number;
}

/**
 * A table for negative sampling: index `i` is drawn with probability `counts[i]^power / Σ counts^power`. The power
 * 0.75 draws rare words somewhat more often than they occur.
 *
 * @param counts occurrences by word index; give index 0, which is no word, the count 0.
 * @throws TypeError for a count that is not a number.
 * @throws RangeError for a count that is negative or not finite, and when all are 0.
 *
 * **Source**: Mikolov et al. 2013, "Distributed Representations of Words and Phrases"; Vose's alias method.
 */
export function makeNegativeTable(counts: ArrayLike<number>, power = 0.75): NegativeTable {
  if (typeof counts !== 'object' || counts === null || !Number.isSafeInteger(counts.length)) {
    throw new TypeError(`makeNegativeTable: counts must be an array of numbers, got ${formatValue(counts)}.`);
  }
  if (!Number.isFinite(power)) {
    throw new TypeError(`makeNegativeTable: power must be a finite number, got ${formatValue(power)}.`);
  }
  const size = counts.length;
  const weights = Float64Array.from({ length: size }, (_, index) => {
    const count: unknown = counts[index];
    if (typeof count !== 'number') {
      throw new TypeError(`makeNegativeTable: count ${index} must be a number, got ${formatValue(count)}.`);
    }
    if (!(count >= 0 && count < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`makeNegativeTable: count ${index} must be 0 or more and finite, got ${count}.`);
    }
    return count === 0 ? 0 : count ** power;
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) throw new RangeError('makeNegativeTable: all counts are 0, so there is nothing to draw.');

  // Each of the `size` columns is drawn equally often; it holds a share `keep` of its own index, the rest is alias.
  const keep = weights.map((weight) => (weight * size) / total);
  const heaviest = weights.reduce((best, weight, index) => (weight > weights[best]! ? index : best), 0);
  const alias = new Int32Array(size).fill(heaviest);
  const small: number[] = [];
  const large: number[] = [];
  for (let index = 0; index < size; index++) (keep[index]! < 1 ? small : large).push(index);
  while (small.length > 0 && large.length > 0) {
    const under = small.pop()!;
    const over = large.at(-1)!;
    alias[under] = over;
    keep[over] = keep[over]! - (1 - keep[under]!);
    if (keep[over]! < 1) small.push(large.pop()!);
  }
  // What is left has a share of 1 up to rounding; a word of weight 0 that is left keeps its share of 0.
  for (const index of small) if (weights[index]! > 0) keep[index] = 1;

  return {
    size,
    sample(random) {
      const column = random.integer(size);
      return random.uniform() < keep[column]! ? column : alias[column]!;
    },
    probability: (index) => (weights[index] ?? 0) / total,
  };
}

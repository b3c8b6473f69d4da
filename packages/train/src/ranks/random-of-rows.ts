import type { Random } from '@seqloom/random';

/** Rows of a batch. */
export interface BatchRows {
  readonly first: number;
  readonly count: number;
  /** Rows of the whole batch. */
  readonly total: number;
}

/**
 * The random numbers that some rows of a batch get when the whole batch is drawn for. An array that is filled is taken to have the rows
 * as its first axis, if its length is a multiple of their number; any other array and every single number is the same for all rows.
 *
 * The arrays of all layers here have the rows as their first axis. A layer of one's own that fills another one, a value for each feature
 * for instance, gets other numbers on each rank where the length happens to be a multiple, on a rank with one row always. Single draws,
 * `random.normal()` for each value, are the same on all ranks.
 */
export function randomOfRows(random: Random, { first, count, total }: BatchRows): Random {
  const fill = (out: Float32Array, draw: () => void): Float32Array => {
    const perRow = out.length % count === 0 ? out.length / count : 0;
    random.skip(first * perRow);
    draw();
    random.skip(perRow === 0 ? 0 : (total - first - count) * perRow);
    return out;
  };
  return {
    uint32: () => random.uint32(),
    uniform: (low, high) => random.uniform(low, high),
    integer: (bound) => random.integer(bound),
    normal: (mean, stddev) => random.normal(mean, stddev),
    truncatedNormal: (mean, stddev) => random.truncatedNormal(mean, stddev),
    permutation: (n) => random.permutation(n),
    shuffle: (items) => random.shuffle(items),
    fillUniform: (out, low, high) => fill(out, () => random.fillUniform(out, low, high)),
    fillNormal: (out, mean, stddev) => fill(out, () => random.fillNormal(out, mean, stddev)),
    fillTruncatedNormal: (out, mean, stddev) =>
      fill(out, () => random.fillTruncatedNormal(out, mean, stddev)),
    fillBernoulli: (out, probability, value) =>
      fill(out, () => random.fillBernoulli(out, probability, value)),
    skip: (words) => random.skip(words),
  };
}

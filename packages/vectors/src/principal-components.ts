import {
  checkNumber,
  formatValue,
  type OptionRules,
  positiveInteger,
  resolveOptions,
} from '@seqloom/options';
import { symmetricEigen } from './symmetric-eigen.ts';
import type { WordVectors } from './word-vectors.ts';

/** Words as points in few dimensions. */
export interface Projection {
  readonly words: readonly string[];
  /** The coordinates of each word, `[words, components]`. */
  readonly points: readonly (readonly number[])[];
  /** Directions of unit length in the space of the vectors, `[components, D]`, orthogonal to each other. */
  readonly directions: readonly Float64Array[];
  /** Fraction of the words' variance along each direction, falling; their sum is at most 1. */
  readonly explained: readonly number[];
}

/** Options of `principalComponents`. */
export interface PrincipalComponentsOptions {
  /** Dimensions of the points. Default 2. */
  readonly components?: number;
}

const RULES: OptionRules<PrincipalComponentsOptions> = { components: positiveInteger(2) };

/**
 * Projects words onto the directions in which their vectors differ most: the leading eigenvectors of the covariance
 * matrix. Points are relative to the words' mean; the sign of a direction is that with which its largest coordinate is
 * positive.
 *
 * @param words two or more, all with vectors
 * @throws RangeError when a word has no vector, or `components` is not in 1 … D
 */
export function principalComponents(
  vectors: WordVectors,
  words: readonly string[],
  options: PrincipalComponentsOptions = {},
): Projection {
  const { components } = resolveOptions('principalComponents', options, RULES);
  const { dimensions } = vectors;
  checkNumber('principalComponents', 'components', components, { min: 1, max: dimensions, integer: true });
  if (words.length < 2) {
    throw new RangeError(`principalComponents: words must be two or more, got ${words.length}.`);
  }
  const rows = centred(vectors, words);
  const covariance = new Float64Array(dimensions * dimensions);
  for (const row of rows) {
    for (let i = 0; i < dimensions; i++) {
      for (let j = 0; j < dimensions; j++)
        covariance[i * dimensions + j]! += (row[i]! * row[j]!) / rows.length;
    }
  }
  let variance = 0;
  for (let i = 0; i < dimensions; i++) variance += covariance[i * dimensions + i]!;
  const eigen = symmetricEigen(covariance, dimensions);
  const directions = eigen.vectors.slice(0, components).map(withPositiveLargest);
  return {
    words,
    points: rows.map((row) => directions.map((direction) => inner(row, direction))),
    directions,
    explained: eigen.values
      .slice(0, components)
      .map((value) => (variance > 0 ? Math.max(0, value) / variance : 0)),
  };
}

/** The words' vectors minus their mean. */
function centred(vectors: WordVectors, words: readonly string[]): Float64Array[] {
  const rows = words.map((word) => {
    const vector = vectors.vector(word);
    if (!vector) throw new RangeError(`principalComponents: there is no vector for ${formatValue(word)}.`);
    return Float64Array.from(vector);
  });
  for (let d = 0; d < vectors.dimensions; d++) {
    const mean = rows.reduce((sum, row) => sum + row[d]!, 0) / rows.length;
    for (const row of rows) row[d]! -= mean;
  }
  return rows;
}

function withPositiveLargest(direction: Float64Array): Float64Array {
  const largest = direction.reduce((best, x) => (Math.abs(x) > Math.abs(best) ? x : best), 0);
  return largest < 0 ? direction.map((x) => -x) : direction;
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += a[d]! * b[d]!;
  return sum;
}

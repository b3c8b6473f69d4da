import { formatValue, type OptionRules, positiveInteger, resolveOptions } from '@seqloom/options';
import { bound } from './bound-rule.ts';
import type { WordVectors } from './word-vectors.ts';

/** A word and its cosine with the query, in [−1, 1]. */
export interface Neighbour {
  readonly word: string;
  readonly similarity: number;
}

/** Options of the searches. */
export interface NeighbourOptions {
  /** Number of words to return. Default 10. */
  readonly count?: number;
  /** Number of words to search, the first ones, which are the most frequent in most files. Default: all. */
  readonly among?: number;
}

const RULES: OptionRules<NeighbourOptions> = { count: positiveInteger(10), among: bound() };

/** Words whose vectors are added and subtracted. */
export interface WordSum {
  readonly positive: readonly string[];
  readonly negative?: readonly string[];
}

/**
 * The cosine of two words' vectors, `a·b / (|a| |b|)`; 0 where one of them is zero.
 *
 * @throws RangeError when a word has no vector
 */
export function cosine(vectors: WordVectors, a: string, b: string): number {
  const { data, dimensions } = vectors;
  const [rowA, rowB] = [rowOf(vectors, a), rowOf(vectors, b)];
  const norms = vectors.inverseNorms();
  let sum = 0;
  for (let d = 0; d < dimensions; d++) sum += data[rowA * dimensions + d]! * data[rowB * dimensions + d]!;
  return sum * norms[rowA]! * norms[rowB]!;
}

/**
 * The Euclidean (L2) distance of two words' vectors, `|a − b|`, from 0 on. Unlike the cosine it depends on their lengths, which in
 * most files grow with how often a word occurs.
 *
 * @throws RangeError when a word has no vector
 * @example
 * ```ts
 * euclidean(vectors, 'king', 'queen');
 * ```
 */
export function euclidean(vectors: WordVectors, a: string, b: string): number {
  const { data, dimensions, scales } = vectors;
  const [rowA, rowB] = [rowOf(vectors, a), rowOf(vectors, b)];
  const [scaleA, scaleB] = [scales?.[rowA] ?? 1, scales?.[rowB] ?? 1];
  let sum = 0;
  for (let d = 0; d < dimensions; d++) {
    const difference = data[rowA * dimensions + d]! * scaleA - data[rowB * dimensions + d]! * scaleB;
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}

/**
 * The words nearest to a word, a vector or a sum of words, by cosine, nearest first. The words of the query are left
 * out. In a sum every vector is normalized first, so that frequent words do not outweigh rare ones.
 *
 * **Source**: the same numbers as gensim's `most_similar`.
 *
 * @throws RangeError when a word has no vector, a vector has another length or an option is out of range
 *
 * @example
 * ```ts
 * mostSimilar(vectors, { positive: ['king', 'woman'], negative: ['man'] }, { count: 1 }); // queen
 * ```
 */
export function mostSimilar(
  vectors: WordVectors,
  query: string | WordSum | Float32Array,
  options: NeighbourOptions = {},
): Neighbour[] {
  return nearest('mostSimilar', vectors, query, options);
}

/** `mostSimilar` for a function that messages name. */
function nearest(
  owner: string,
  vectors: WordVectors,
  query: string | WordSum | Float32Array,
  options: NeighbourOptions,
): Neighbour[] {
  const { count, among } = resolveOptions(owner, options, RULES);
  const sum = typeof query === 'string' ? { positive: [query] } : query;
  const direction = sum instanceof Float32Array ? unit(vectors, sum) : unitSum(vectors, sum);
  const named = sum instanceof Float32Array ? [] : [...sum.positive, ...(sum.negative ?? [])];
  const excluded = new Set(named.map((word) => rowOf(vectors, word)));
  const found = nearestRows(vectors, direction, count, excluded, Math.min(among, vectors.size));
  return found.map(({ row, similarity }) => ({ word: vectors.words[row]!, similarity }));
}

/**
 * Answers "`a` is to `b` as `c` is to …" with the words nearest to `b − a + c`, for instance queen for
 * `analogy(v, 'man', 'king', 'woman')`.
 *
 * @throws RangeError as `mostSimilar`
 */
export function analogy(
  vectors: WordVectors,
  a: string,
  b: string,
  c: string,
  options: NeighbourOptions = {},
): Neighbour[] {
  return nearest('analogy', vectors, { positive: [b, c], negative: [a] }, options);
}

/**
 * The word that is farthest from the mean of all the given ones, each normalized to length 1.
 *
 * **Source**: gensim's `doesnt_match`.
 *
 * @throws RangeError when there are no words or one has no vector
 */
export function doesNotMatch(vectors: WordVectors, words: readonly string[]): string {
  if (words.length === 0) throw new RangeError('doesNotMatch: words must not be empty.');
  const { data, dimensions } = vectors;
  const mean = unitSum(vectors, { positive: words });
  let farthest = words[0]!;
  let lowest = Number.POSITIVE_INFINITY;
  for (const word of words) {
    const row = rowOf(vectors, word);
    let similarity = 0;
    for (let d = 0; d < dimensions; d++) similarity += mean[d]! * data[row * dimensions + d]!;
    similarity *= vectors.inverseNorms()[row]!;
    if (similarity < lowest) {
      lowest = similarity;
      farthest = word;
    }
  }
  return farthest;
}

/** A row and its cosine with the direction of the query. */
export interface RowNeighbour {
  readonly row: number;
  readonly similarity: number;
}

/** The `count` rows among the first `among` with the largest cosine, equal ones in the order of rows. */
function nearestRows(
  vectors: WordVectors,
  direction: Float64Array,
  count: number,
  excluded: ReadonlySet<number>,
  among: number,
): RowNeighbour[] {
  const { data, dimensions } = vectors;
  const norms = vectors.inverseNorms();
  const best: RowNeighbour[] = [];
  for (let row = 0, position = 0; row < among; row++) {
    let sum = 0;
    for (let d = 0; d < dimensions; d++, position++) sum += direction[d]! * data[position]!;
    const similarity = sum * norms[row]!;
    if (best.length === count && similarity <= best[count - 1]!.similarity) continue;
    if (excluded.has(row)) continue;
    insertNeighbour(best, { row, similarity }, count);
  }
  return best;
}

/** Puts a neighbour into its place in a list that falls by similarity and keeps the list at most `count` long. */
export function insertNeighbour(best: RowNeighbour[], neighbour: RowNeighbour, count: number): void {
  let place = best.length;
  while (place > 0 && best[place - 1]!.similarity < neighbour.similarity) place--;
  best.splice(place, 0, neighbour);
  if (best.length > count) best.pop();
}

/** The sum of unit vectors, `Σ p/|p| − Σ n/|n|`, normalized to length 1. */
function unitSum(vectors: WordVectors, { positive, negative = [] }: WordSum): Float64Array {
  if (positive.length + negative.length === 0) {
    throw new RangeError('mostSimilar: positive and negative must not both be empty.');
  }
  const { data, dimensions } = vectors;
  const norms = vectors.inverseNorms();
  const sum = new Float64Array(dimensions);
  const add = (word: string, sign: number): void => {
    const row = rowOf(vectors, word);
    const weight = sign * norms[row]!;
    for (let d = 0; d < dimensions; d++) sum[d]! += weight * data[row * dimensions + d]!;
  };
  for (const word of positive) add(word, 1);
  for (const word of negative) add(word, -1);
  return normalized(sum);
}

function unit(vectors: WordVectors, vector: Float32Array): Float64Array {
  if (vector.length !== vectors.dimensions) {
    throw new RangeError(
      `mostSimilar: the vector has ${vector.length} numbers, expected ${vectors.dimensions}.`,
    );
  }
  return normalized(Float64Array.from(vector));
}

function normalized(vector: Float64Array): Float64Array {
  const length = Math.sqrt(vector.reduce((squares, x) => squares + x * x, 0));
  return length > 0 ? vector.map((x) => x / length) : vector;
}

function rowOf(vectors: WordVectors, word: string): number {
  const row = vectors.indexOf(word);
  if (row < 0) throw new RangeError(`WordVectors: there is no vector for ${formatValue(word)}.`);
  return row;
}

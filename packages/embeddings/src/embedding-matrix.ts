import {
  checkPositiveInteger,
  count,
  formatValue,
  type OptionRules,
  oneOf,
  optional,
  positiveInteger,
  resolveOptions,
} from '@seqloom/options';
import { createRandom } from '@seqloom/random';

/** Word vectors, as `@seqloom/vectors` or any table of one's own gives them. */
export interface VectorTable {
  /** The length of every vector. */
  readonly dimensions: number;
  /** The vector of a word, undefined when there is none. */
  vector(word: string): ArrayLike<number> | undefined;
}

/** Options of `embeddingMatrix`. */
export interface EmbeddingMatrixOptions {
  /** Rows of the matrix; words with a higher id are left out. Default: the highest id + 1. */
  readonly inputDim?: number | undefined;
  /**
   * What a word without a vector gets: `zeros`; `random` normal numbers with the mean and standard deviation of the
   * vectors found; or their `mean` vector. Default `zeros`.
   */
  readonly oov?: 'zeros' | 'random' | 'mean';
  /** Decides the random vectors; default 0. */
  readonly seed?: number;
}

const MATRIX_RULES: OptionRules<EmbeddingMatrixOptions> = {
  inputDim: optional(positiveInteger()),
  oov: oneOf(['zeros', 'random', 'mean'], 'zeros'),
  seed: count(0),
};

/** How many of a vocabulary's words have a vector. */
export interface Coverage {
  /** Words with a row in the matrix. */
  readonly words: number;
  /** Those that have a vector. */
  readonly found: number;
  /** `found / words`; 0 without words. */
  readonly share: number;
  /** The others, in the order of their ids. */
  readonly missing: readonly string[];
}

/** The rows for an `Embedding`. */
export interface EmbeddingMatrix {
  /** Row-major `[inputDim, outputDim]`; for the option `weights`. */
  readonly weights: Float32Array;
  readonly inputDim: number;
  readonly outputDim: number;
  readonly coverage: Coverage;
}

/**
 * Collects the vectors of a vocabulary's words into the matrix an `Embedding` starts from. Rows of ids that stand for no
 * word, the padding 0 above all, are zeros.
 *
 * @param vocabulary ids by word (`Tokenizer.wordIndex`), or the words in the order of their ids
 * (`TextVectorizer.getVocabulary()`; an empty word there is padding)
 * @throws TypeError for a vocabulary or table of another kind, and for what is not a word or a number in them
 * @throws RangeError for an id, size or vector that does not fit
 *
 * @example
 * ```ts
 * const { weights, inputDim, outputDim, coverage } = embeddingMatrix(tokenizer.wordIndex, vectors, { inputDim: 10_000 });
 * const layer = new Embedding({ inputDim, outputDim, weights, trainable: false });
 * console.log(`${coverage.found} of ${coverage.words} words have a vector`);
 * ```
 */
export function embeddingMatrix(
  vocabulary: ReadonlyMap<string, number> | readonly string[],
  vectors: VectorTable,
  options: EmbeddingMatrixOptions = {},
): EmbeddingMatrix {
  const { oov, seed, inputDim: rows } = resolveOptions('embeddingMatrix', options, MATRIX_RULES);
  if (typeof vectors?.vector !== 'function') {
    throw new TypeError(
      `embeddingMatrix: vectors must have dimensions and a method vector(word), as WordVectors, got ${formatValue(vectors)}.`,
    );
  }
  const outputDim = vectors.dimensions;
  checkPositiveInteger('embeddingMatrix', 'the vectors’ dimensions', outputDim);
  const byId = wordsById(vocabulary);
  const inputDim = rows ?? (byId.at(-1)?.id ?? -1) + 1;
  checkPositiveInteger('embeddingMatrix', 'inputDim', inputDim);

  const weights = new Float32Array(inputDim * outputDim);
  const missing: { word: string; id: number }[] = [];
  const words = byId.filter(({ id }) => id < inputDim);
  for (const { word, id } of words) {
    const vector = vectors.vector(word);
    if (!vector) {
      missing.push({ word, id });
      continue;
    }
    if (vector.length !== outputDim) {
      throw new RangeError(
        `embeddingMatrix: the vector of ${formatValue(word)} has length ${vector.length}, expected ${outputDim}.`,
      );
    }
    weights.set(checkedNumbers(vector, word), id * outputDim);
  }
  const found = words.length - missing.length;
  if (oov !== 'zeros' && found > 0) {
    const row =
      oov === 'mean' ? meanRow(weights, outputDim, found) : randomRow(weights, outputDim, found, seed);
    for (const { id } of missing) weights.set(row(), id * outputDim);
  }
  const coverage = {
    words: words.length,
    found,
    share: words.length === 0 ? 0 : found / words.length,
    missing: missing.map(({ word }) => word),
  };
  return { weights, inputDim, outputDim, coverage };
}

function wordsById(
  vocabulary: ReadonlyMap<string, number> | readonly string[],
): { word: string; id: number }[] {
  const words = Array.from(entriesOf(vocabulary), ([word, id]) => ({ word, id })).sort((a, b) => a.id - b.id);
  words.forEach(({ word, id }, i) => {
    if (typeof word !== 'string') {
      throw new TypeError(`embeddingMatrix: words must be strings, got ${formatValue(word)}.`);
    }
    if (!Number.isSafeInteger(id) || id < 0 || id === words[i - 1]?.id) {
      throw new RangeError(
        `embeddingMatrix: the id of ${formatValue(word)} must be an integer from 0 on that no other word has, got ${formatValue(id)}.`,
      );
    }
  });
  return words;
}

function entriesOf(vocabulary: unknown): Iterable<readonly [string, number]> {
  if (vocabulary instanceof Map) return vocabulary;
  if (Array.isArray(vocabulary)) {
    return vocabulary.map((word, id) => [word, id] as const).filter(([word]) => word !== '');
  }
  throw new TypeError(
    `embeddingMatrix: vocabulary must be a Map of ids by word (Tokenizer.wordIndex) or a list of words, ` +
      `got ${formatValue(vocabulary)}. Make a Map of an object with new Map(Object.entries(…)).`,
  );
}

function checkedNumbers(vector: ArrayLike<number>, word: string): ArrayLike<number> {
  for (let d = 0; d < vector.length; d++) {
    if (Number.isFinite(vector[d])) continue;
    throw new TypeError(
      `embeddingMatrix: number ${d + 1} of the vector of ${formatValue(word)} must be finite, got ${formatValue(vector[d])}.`,
    );
  }
  return vector;
}

// Rows without a word and rows still missing are zeros, so sums over the whole matrix are sums over what was found.

function meanRow(weights: Float32Array, width: number, found: number): () => Float32Array {
  const sums = new Float64Array(width);
  for (let i = 0; i < weights.length; i++) sums[i % width]! += weights[i]!;
  const row = Float32Array.from(sums, (sum) => sum / found);
  return () => row;
}

function randomRow(weights: Float32Array, width: number, found: number, seed: number): () => Float32Array {
  const count = found * width;
  let sum = 0;
  let squares = 0;
  for (const value of weights) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / count;
  const stddev = Math.sqrt(Math.max(0, squares / count - mean * mean));
  const random = createRandom(seed, 'embeddingMatrix/oov');
  return () => random.fillNormal(new Float32Array(width), mean, stddev);
}

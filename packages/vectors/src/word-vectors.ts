import { checkNumber, formatValue } from '@seqloom/options';

/** Upper bound on the number of words, which is that of the entries of a Map. */
export const MAX_WORDS: number = 2 ** 24 - 1;
/** Upper bound on the dimensions of a vector. */
export const MAX_DIMENSIONS = 65_536;

/**
 * Words and their vectors: row `i` of `data` belongs to `words[i]`.
 *
 * **Shapes**: `data: [V, D]`, row-major. As `Float32Array` it holds the vectors themselves. As `Int8Array` it holds
 * them in a quarter of the memory, each row with its own scale: `vector = scales[i] · row`.
 *
 * @param words all different; usually the most frequent first
 * @param data `words.length · dimensions` numbers, not copied
 * @param scales one per word, for `Int8Array` data only
 * @throws RangeError when the lengths do not fit or a word comes twice
 */
export class WordVectors {
  readonly words: readonly string[];
  readonly dimensions: number;
  readonly data: Float32Array | Int8Array;
  /** The step of each row of an `Int8Array`; `undefined` for a `Float32Array`. */
  readonly scales: Float32Array | undefined;
  readonly #index = new Map<string, number>();
  #inverseNorms: Float32Array | undefined;

  constructor(
    words: readonly string[],
    dimensions: number,
    data: Float32Array | Int8Array,
    scales?: Float32Array,
  ) {
    checkNumber('WordVectors', 'dimensions', dimensions, { min: 1, max: MAX_DIMENSIONS, integer: true });
    if (words.length > MAX_WORDS) {
      throw new RangeError(`WordVectors: at most ${MAX_WORDS} words, got ${words.length}.`);
    }
    if (data.length !== words.length * dimensions) {
      throw new RangeError(
        `WordVectors: ${words.length} words of ${dimensions} dimensions need ${words.length * dimensions} numbers, got ${data.length}.`,
      );
    }
    const wantedScales = data instanceof Int8Array ? words.length : undefined;
    if (scales?.length !== wantedScales) {
      throw new RangeError(
        `WordVectors: scales must be ${wantedScales === undefined ? 'left out for float32 data' : `${wantedScales} numbers`}, got ${scales?.length ?? 'none'}.`,
      );
    }
    this.words = words;
    this.dimensions = dimensions;
    this.data = data;
    this.scales = scales;
    for (const [i, word] of words.entries()) this.#index.set(word, i);
    if (this.#index.size !== words.length) {
      const twice = words.find((word, i) => this.#index.get(word) !== i);
      throw new RangeError(`WordVectors: the word ${formatValue(twice)} comes twice.`);
    }
  }

  /** Number of words, `V`. */
  get size(): number {
    return this.words.length;
  }

  has(word: string): boolean {
    return this.#index.has(word);
  }

  /** The row of a word, −1 for a word that has none. */
  indexOf(word: string): number {
    return this.#index.get(word) ?? -1;
  }

  /** A copy of a word's vector, `undefined` for a word that has none. */
  vector(word: string): Float32Array | undefined {
    const row = this.#index.get(word);
    return row === undefined ? undefined : this.vectorAt(row);
  }

  /**
   * A copy of a row as float32.
   *
   * @throws RangeError when there is no such row
   */
  vectorAt(row: number): Float32Array {
    if (!Number.isInteger(row) || row < 0 || row >= this.size) {
      throw new RangeError(
        `WordVectors.vectorAt: row must be an integer from 0 to ${this.size - 1}, got ${row}.`,
      );
    }
    const scale = this.scales?.[row] ?? 1;
    const stored = this.data.subarray(row * this.dimensions, (row + 1) * this.dimensions);
    return Float32Array.from(stored, (x) => scale * x);
  }

  /**
   * `1 / |row|` of the rows of `data`, 0 for a row of zeros; an inner product with a row times it is a cosine, for any
   * scale. Computed once.
   */
  inverseNorms(): Float32Array {
    this.#inverseNorms ??= inverseNorms(this.data, this.dimensions);
    return this.#inverseNorms;
  }
}

function inverseNorms(data: Float32Array | Int8Array, dimensions: number): Float32Array {
  const result = new Float32Array(data.length / dimensions);
  for (let row = 0, position = 0; row < result.length; row++) {
    let squares = 0;
    for (let d = 0; d < dimensions; d++, position++) squares += data[position]! * data[position]!;
    result[row] = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  }
  return result;
}

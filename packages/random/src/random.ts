import { inverseNormal } from './inverse-normal.ts';
import { WordStream } from './word-stream.ts';

/** Lower tail `Φ(−2)` and the mass between −2 and 2 standard deviations. */
const TAIL_BELOW_MINUS_2 = 0.02275013194817921;
const MASS_WITHIN_2 = 1 - 2 * TAIL_BELOW_MINUS_2;

/** Buffer for generated words, small enough for the first-level cache. */
const words = new Uint32Array(2048);

/**
 * A sequence of random numbers. Every method advances the sequence. Two objects made with the same arguments return the
 * same numbers for the same calls, to the last bit, on every engine and machine.
 */
export interface Random {
  /** The next 32 random bits, an integer in [0, 2^32). */
  uint32(): number;
  /**
   * A number in [low, high) with 53 random bits; `low` when both are equal.
   *
   * @param low default 0
   * @param high default 1
   * @throws RangeError unless both are finite and `low ≤ high`
   */
  uniform(low?: number, high?: number): number;
  /**
   * An integer in [0, bound), all with equal probability (by rejection sampling).
   *
   * @throws RangeError unless `bound` is an integer in 1 … 2^32
   */
  integer(bound: number): number;
  /**
   * A normally distributed number: `mean + stddev · Φ⁻¹(u)`, with `u` uniform over the centres of 2^32 equal intervals.
   * Every number takes one word. The largest deviation is 6.34 standard deviations.
   *
   * @param mean default 0
   * @param stddev default 1
   * @throws RangeError unless both are finite and `stddev ≥ 0`
   */
  normal(mean?: number, stddev?: number): number;
  /**
   * A normally distributed number within two `stddev` of `mean`, as from Keras' `TruncatedNormal`. Its standard deviation is 0.8796 · `stddev`.
   *
   * @param mean default 0
   * @param stddev default 1
   * @throws RangeError unless both are finite and `stddev ≥ 0`
   */
  truncatedNormal(mean?: number, stddev?: number): number;
  /**
   * The integers 0 … n − 1 in random order (Fisher-Yates).
   *
   * @throws RangeError unless `n` is an integer in 0 … 2^32 − 1
   */
  permutation(n: number): Uint32Array;
  /** The items in random order, as a new array. The order is that of `permutation(items.length)`. */
  shuffle<T>(items: readonly T[]): T[];
  /**
   * Fills `out` with numbers in [low, high) that have 24 random bits each, one word per element. Rounding to float32
   * can reach `high` itself where `low ≠ 0`.
   *
   * @returns `out`
   * @throws RangeError as `uniform`
   */
  fillUniform(out: Float32Array, low?: number, high?: number): Float32Array;
  /**
   * Fills `out` with the numbers of repeated calls of `normal`, rounded to float32.
   *
   * @returns `out`
   * @throws RangeError as `normal`
   */
  fillNormal(out: Float32Array, mean?: number, stddev?: number): Float32Array;
  /**
   * Fills `out` with the numbers of repeated calls of `truncatedNormal`, rounded to float32.
   *
   * @returns `out`
   * @throws RangeError as `truncatedNormal`
   */
  fillTruncatedNormal(out: Float32Array, mean?: number, stddev?: number): Float32Array;
  /**
   * Sets each element to `value` with the given probability and to 0 otherwise: a dropout mask when `value` is
   * `1 / probability`.
   *
   * @param probability in [0, 1], kept to 31 bits
   * @param value default 1
   * @returns `out`
   * @throws RangeError unless `probability` is in [0, 1] and `value` is finite
   */
  fillBernoulli(out: Float32Array, probability: number, value?: number): Float32Array;
  /**
   * Passes over the next words without generating them. `fillUniform`, `fillNormal`, `fillTruncatedNormal` and `fillBernoulli` take
   * one word per element, so that a part of an array can be filled as if all of it were.
   *
   * @param words integer in 0 … 2^34
   * @throws RangeError when it is not
   *
   * **Source**: `numpy.random.Philox.advance`.
   */
  skip(words: number): void;
}

/**
 * Makes the random sequence for one purpose at one step, for instance the dropout mask of one layer in one training
 * step. The generator is counter-based (Philox4x32-10): a sequence depends on these three arguments alone, not on
 * earlier draws. It has 2^34 words and throws after them.
 *
 * @param seed integer in 0 … 2^53 − 1, chosen by the user
 * @param stream name of the purpose; a number is converted to its decimal digits
 * @param step integer in 0 … 2^32 − 1, for instance the training step or the epoch; default 0
 * @throws RangeError when an argument is out of its range
 * @throws TypeError when `stream` is neither a string nor a number
 *
 * @example
 * ```ts
 * const random = createRandom(42, 'dropout/1', 7);
 * const mask = random.fillBernoulli(new Float32Array(64), 0.8, 1 / 0.8);
 * ```
 */
export function createRandom(seed: number, stream: string | number, step = 0): Random {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`createRandom: seed must be an integer from 0 on, got ${seed}.`);
  }
  if (typeof stream !== 'string' && typeof stream !== 'number') {
    throw new TypeError(`createRandom: stream must be a string or a number, got ${typeof stream}.`);
  }
  if (typeof stream === 'number' && !Number.isSafeInteger(stream)) {
    throw new RangeError(`createRandom: a numeric stream must be an integer, got ${stream}.`);
  }
  if (!Number.isInteger(step) || step < 0 || step >= 2 ** 32) {
    throw new RangeError(`createRandom: step must be an integer from 0 to 4294967295, got ${step}.`);
  }
  return new CounterRandom(new WordStream(seed, String(stream), step));
}

class CounterRandom implements Random {
  readonly #stream: WordStream;

  constructor(stream: WordStream) {
    this.#stream = stream;
  }

  uint32(): number {
    return this.#stream.next();
  }

  uniform(low = 0, high = 1): number {
    checkInterval('uniform', low, high);
    const upper = this.#stream.next() >>> 6;
    const lower = this.#stream.next() >>> 5;
    const value = low + (high - low) * ((upper * 2 ** 27 + lower) / 2 ** 53);
    return value < high ? value : low;
  }

  integer(bound: number): number {
    if (!Number.isInteger(bound) || bound < 1 || bound > 2 ** 32) {
      throw new RangeError(`Random.integer: bound must be an integer from 1 to 4294967296, got ${bound}.`);
    }
    return this.#below(bound);
  }

  normal(mean = 0, stddev = 1): number {
    checkNormal('normal', mean, stddev);
    return mean + stddev * standardNormal(this.#stream.next());
  }

  truncatedNormal(mean = 0, stddev = 1): number {
    checkNormal('truncatedNormal', mean, stddev);
    return mean + stddev * standardTruncatedNormal(this.#stream.next());
  }

  permutation(n: number): Uint32Array {
    if (!Number.isInteger(n) || n < 0 || n >= 2 ** 32) {
      throw new RangeError(`Random.permutation: n must be an integer from 0 to 4294967295, got ${n}.`);
    }
    const order = new Uint32Array(n);
    for (let i = 0; i < n; i++) order[i] = i;
    for (let i = n - 1; i > 0; i--) {
      const j = this.#below(i + 1);
      const swapped = order[i]!;
      order[i] = order[j]!;
      order[j] = swapped;
    }
    return order;
  }

  shuffle<T>(items: readonly T[]): T[] {
    return Array.from(this.permutation(items.length), (index) => items[index]!);
  }

  fillUniform(out: Float32Array, low = 0, high = 1): Float32Array {
    checkInterval('fillUniform', low, high);
    const scale = (high - low) / 2 ** 24;
    for (let start = 0; start < out.length; start += words.length) {
      const count = this.#nextWords(out.length - start);
      for (let i = 0; i < count; i++) out[start + i] = low + scale * (words[i]! >>> 8);
    }
    return out;
  }

  fillNormal(out: Float32Array, mean = 0, stddev = 1): Float32Array {
    checkNormal('fillNormal', mean, stddev);
    for (let start = 0; start < out.length; start += words.length) {
      const count = this.#nextWords(out.length - start);
      for (let i = 0; i < count; i++) out[start + i] = mean + stddev * standardNormal(words[i]!);
    }
    return out;
  }

  fillTruncatedNormal(out: Float32Array, mean = 0, stddev = 1): Float32Array {
    checkNormal('fillTruncatedNormal', mean, stddev);
    for (let start = 0; start < out.length; start += words.length) {
      const count = this.#nextWords(out.length - start);
      for (let i = 0; i < count; i++) out[start + i] = mean + stddev * standardTruncatedNormal(words[i]!);
    }
    return out;
  }

  fillBernoulli(out: Float32Array, probability: number, value = 1): Float32Array {
    if (!(probability >= 0 && probability <= 1)) {
      throw new RangeError(`Random.fillBernoulli: probability must be in [0, 1], got ${probability}.`);
    }
    if (!Number.isFinite(value)) {
      throw new RangeError(`Random.fillBernoulli: value must be finite, got ${value}.`);
    }
    // The sign bit of the 32-bit difference tells which is less, also for probability 1, where both wrap. A branch would
    // be mispredicted half of the time.
    const threshold = Math.round(probability * 2 ** 31) | 0;
    for (let start = 0; start < out.length; start += words.length) {
      const count = this.#nextWords(out.length - start);
      for (let i = 0; i < count; i++) out[start + i] = value * ((((words[i]! >>> 1) - threshold) | 0) >>> 31);
    }
    return out;
  }

  skip(words: number): void {
    if (!Number.isInteger(words) || words < 0 || words > 2 ** 34) {
      throw new RangeError(`Random.skip: words must be an integer from 0 to 17179869184, got ${words}.`);
    }
    this.#stream.skip(words);
  }

  /** Refills the shared `words` with up to `wanted` new ones and returns how many there are. */
  #nextWords(wanted: number): number {
    const count = Math.min(wanted, words.length);
    this.#stream.fill(words, count);
    return count;
  }

  #below(bound: number): number {
    // Rejects the first 2^32 mod bound words; the number of the others is a multiple of bound.
    const rejected = 2 ** 32 % bound;
    let word = this.#stream.next();
    while (word < rejected) word = this.#stream.next();
    return word % bound;
  }
}

function standardNormal(word: number): number {
  return inverseNormal((word + 0.5) / 2 ** 32);
}

function standardTruncatedNormal(word: number): number {
  return inverseNormal(TAIL_BELOW_MINUS_2 + MASS_WITHIN_2 * ((word + 0.5) / 2 ** 32));
}

function checkInterval(method: string, low: number, high: number): void {
  if (!Number.isFinite(high - low) || low > high) {
    throw new RangeError(
      `Random.${method}: low and high must be finite, low ≤ high, got ${low} and ${high}.`,
    );
  }
}

function checkNormal(method: string, mean: number, stddev: number): void {
  if (!Number.isFinite(mean) || !Number.isFinite(stddev) || stddev < 0) {
    throw new RangeError(
      `Random.${method}: mean must be finite and stddev finite and not negative, got ${mean} and ${stddev}.`,
    );
  }
}

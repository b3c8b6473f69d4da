import { type OptionRules, positiveInteger, resolveOptions } from '@seqloom/options';

/** Options of `NgramModel`. */
export interface NgramModelOptions {
  /** V: tokens are 0 … V − 1. */
  readonly vocabularySize: number;
  /** N: a token depends on the N − 1 before; default 3, a trigram model. */
  readonly order?: number;
}

const RULES: OptionRules<NgramModelOptions> = {
  vocabularySize: positiveInteger(),
  order: positiveInteger(3),
};

/** What is known of the n-grams of one length. */
interface Level {
  readonly counts: Map<number, number>;
  /** By the tokens before: how many n-grams there are in all, and how many different ones. */
  readonly contexts: Map<number, { total: number; different: number }>;
  /** D: what every count is lowered by. */
  readonly discount: number;
}

/**
 * A language model that counts: the probability of a token after those before, from the n-grams of a text. It is the baseline of neural ones.
 *
 * Interpolated Kneser–Ney: `p(w|h) = (max(c(h,w) − D, 0) + D · N(h) · p(w|h′)) / c(h)`, h′ without its first token, `N(h)` how many different tokens
 * follow h. `c` are counts for the longest n-grams, and for shorter ones in how many different contexts they occur. `D = n₁ / (n₁ + 2 n₂)` from the
 * numbers of n-grams that occur once and twice. At the end stands `1 / V`, so that no probability is 0. No n-gram reaches from one text into another.
 *
 * @throws RangeError for an option out of its range, tokens out of the vocabulary, no tokens, or when `V ** N` exceeds 2^53
 *
 * **Source**: Kneser & Ney 1995; Chen & Goodman 1999, equation 23.
 *
 * @example
 * ```ts
 * const model = new NgramModel([tokens], { vocabularySize: 1000 });
 * const perplexity = Math.exp(-model.meanLogProbability([others]));
 * ```
 */
export class NgramModel {
  readonly order: number;
  readonly vocabularySize: number;
  /** By the length of the n-grams, from 1. */
  readonly #levels: readonly Level[];

  constructor(texts: readonly ArrayLike<number>[], options: NgramModelOptions) {
    const { vocabularySize, order } = resolveOptions('NgramModel', options, RULES);
    if (vocabularySize ** order > Number.MAX_SAFE_INTEGER) {
      throw new RangeError(
        `NgramModel: order ${order} is too high for a vocabulary of ${vocabularySize}: V ** N must be at most 2^53. Lower one of the two.`,
      );
    }
    this.order = order;
    this.vocabularySize = vocabularySize;
    for (const text of texts) this.#check(text);
    if (texts.every(({ length }) => length === 0)) {
      throw new RangeError('NgramModel: there are no tokens. Give at least one text.');
    }
    const levels: Level[] = [];
    let counts = this.#countLongest(texts);
    for (let n = order; n >= 1; n--) {
      levels[n - 1] = this.#level(counts);
      if (n > 1) counts = this.#continuations(counts, n, texts);
    }
    this.#levels = levels;
  }

  /**
   * `ln p(token | context)`.
   *
   * @param context the tokens before, of which the last N − 1 count; fewer at the beginning of a text
   */
  logProbability(context: ArrayLike<number>, token: number): number {
    const longest = Math.min(this.order - 1, context.length);
    let p = 1 / this.vocabularySize;
    let key = 0;
    let scale = 1;
    for (let length = 0; length <= longest; length++) {
      if (length > 0) {
        key += context[context.length - length]! * scale;
        scale *= this.vocabularySize;
      }
      const { counts, contexts, discount } = this.#levels[length]!;
      const seen = contexts.get(key);
      if (!seen) break; // longer contexts have not been seen either
      const count = counts.get(key * this.vocabularySize + token) ?? 0;
      p = (Math.max(count - discount, 0) + discount * seen.different * p) / seen.total;
    }
    return Math.log(p);
  }

  /** The mean of `ln p` over all tokens of texts but the first of each; `exp(−…)` is the perplexity. */
  meanLogProbability(texts: readonly ArrayLike<number>[]): number {
    let [sum, count] = [0, 0];
    for (const text of texts) {
      this.#check(text);
      for (let i = 1; i < text.length; i++) {
        const context = Array.prototype.slice.call(text, Math.max(0, i - this.order + 1), i);
        sum += this.logProbability(context, text[i]!);
        count++;
      }
    }
    if (count === 0) throw new RangeError('NgramModel: a text needs two tokens to be measured, got fewer.');
    return sum / count;
  }

  #check(text: ArrayLike<number>): void {
    for (let i = 0; i < text.length; i++) {
      const token = text[i]!;
      if (Number.isInteger(token) && token >= 0 && token < this.vocabularySize) continue;
      throw new RangeError(
        `NgramModel: tokens must be integers from 0 to ${this.vocabularySize - 1}, got ${token} at ${i}.`,
      );
    }
  }

  /** The counts of n-grams of N tokens, by the number that they make in base V. */
  #countLongest(texts: readonly ArrayLike<number>[]): Map<number, number> {
    const counts = new Map<number, number>();
    const above = this.vocabularySize ** (this.order - 1);
    for (const text of texts) {
      let key = 0;
      for (let i = 0; i < text.length; i++) {
        key = (key % above) * this.vocabularySize + text[i]!;
        if (i + 1 >= this.order) counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    return counts;
  }

  /**
   * The counts of the n-grams that are one token shorter: in how many different contexts they occur. The beginning of a text is one.
   *
   * @param counts of n-grams of n tokens
   */
  #continuations(
    counts: ReadonlyMap<number, number>,
    n: number,
    texts: readonly ArrayLike<number>[],
  ): Map<number, number> {
    const shorter = new Map<number, number>();
    const below = this.vocabularySize ** (n - 1);
    const add = (key: number) => shorter.set(key, (shorter.get(key) ?? 0) + 1);
    for (const key of counts.keys()) add(key % below);
    const beginnings = new Set<number>();
    for (const text of texts) {
      if (text.length < n - 1) continue;
      let key = 0;
      for (let i = 0; i < n - 1; i++) key = key * this.vocabularySize + text[i]!;
      beginnings.add(key);
    }
    for (const key of beginnings) add(key);
    return shorter;
  }

  #level(counts: Map<number, number>): Level {
    const contexts = new Map<number, { total: number; different: number }>();
    let [once, twice] = [0, 0];
    for (const [key, count] of counts) {
      const context = Math.floor(key / this.vocabularySize);
      const seen = contexts.get(context) ?? { total: 0, different: 0 };
      seen.total += count;
      seen.different++;
      contexts.set(context, seen);
      if (count === 1) once++;
      else if (count === 2) twice++;
    }
    // Where nothing occurs once, something is left to the tokens that have not been seen all the same.
    return { counts, contexts, discount: once > 0 ? once / (once + 2 * twice) : 0.5 };
  }
}

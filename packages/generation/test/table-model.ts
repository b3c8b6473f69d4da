import type { TokenModel } from '../src/index.ts';

const [TOKENS, BEFORE_ALL] = [6, 5];

/** The multiples of 1/8 of the oracle. */
function numbers(seed: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => (((i * 7919 + seed * 104729) % 61) - 30) / 8);
}

/** The model of the oracle: logits that depend on the last two tokens. It counts its calls. */
export class TableModel implements TokenModel {
  readonly #table: Float64Array;
  #histories: readonly (readonly number[])[] = [[BEFORE_ALL]];
  steps = 0;

  constructor(seed: number) {
    this.#table = numbers(seed, TOKENS ** 3);
  }

  get batchSize(): number {
    return this.#histories.length;
  }

  step(tokens: Int32Array): Float32Array {
    this.steps++;
    this.#histories = this.#histories.map((history, i) => [...history, tokens[i]!]);
    return Float32Array.from(
      this.#histories.flatMap((history) => {
        const [before, last] = history.slice(-2) as [number, number];
        const start = (before * TOKENS + last) * TOKENS;
        return Array.from(this.#table.subarray(start, start + TOKENS), (logit) => logit / 2);
      }),
    );
  }

  select(rows: readonly number[]): void {
    this.#histories = rows.map((row) => this.#histories[row]!);
  }
}

/** 2^32 divided by the golden ratio: spreads neighbouring keys over the table. */
const SPREAD = 0x9e3779b1;
const EMPTY = -1;

/**
 * Sums by pair of numbers: a hash table with open addressing in two typed arrays, 16 bytes per place, so that ten
 * million pairs take a few hundred megabytes and no objects.
 */
export class PairCounter {
  readonly #columns: number;
  #keys: Float64Array = new Float64Array(1 << 16).fill(EMPTY);
  #sums: Float64Array = new Float64Array(1 << 16);
  size = 0;

  /** @param columns second numbers lie in 0 … columns − 1 */
  constructor(columns: number) {
    this.#columns = columns;
  }

  add(row: number, column: number, amount: number): void {
    const key = row * this.#columns + column;
    const place = find(this.#keys, key);
    if (this.#keys[place] === EMPTY) {
      this.#keys[place] = key;
      this.size++;
    }
    this.#sums[place]! += amount;
    if (2 * this.size > this.#keys.length) this.#grow();
  }

  /** Calls `visit` for each pair, in no particular order. */
  forEach(visit: (row: number, column: number, sum: number) => void): void {
    for (let place = 0; place < this.#keys.length; place++) {
      const key = this.#keys[place]!;
      if (key === EMPTY) continue;
      const row = Math.floor(key / this.#columns);
      visit(row, key - row * this.#columns, this.#sums[place]!);
    }
  }

  #grow(): void {
    const keys = new Float64Array(2 * this.#keys.length).fill(EMPTY);
    const sums = new Float64Array(keys.length);
    for (let old = 0; old < this.#keys.length; old++) {
      const key = this.#keys[old]!;
      if (key === EMPTY) continue;
      const place = find(keys, key);
      keys[place] = key;
      sums[place] = this.#sums[old]!;
    }
    this.#keys = keys;
    this.#sums = sums;
  }
}

/** The place of a key, or the empty one where it belongs. */
function find(keys: Float64Array, key: number): number {
  const mask = keys.length - 1;
  const mixed = Math.imul(key | 0, SPREAD) ^ Math.imul(key / 2 ** 32, SPREAD);
  let place = (mixed ^ (mixed >>> 15)) & mask;
  while (keys[place] !== key && keys[place] !== EMPTY) place = (place + 1) & mask;
  return place;
}

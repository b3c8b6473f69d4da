/** Hash of the empty word. */
export const HASH_SEED: number = 0x811c9dc5 | 0;

/** Numbers per slot of the table. */
const SLOT = 4;
/** Positions in the pool are int32. */
const MAX_POOL = 2 ** 31 - 1;
/** Code units per call of `String.fromCharCode`, whose arguments must fit the stack. */
const STRING_CHUNK = 8192;

/**
 * Numbers words in the order in which they are first seen: 0, 1, 2, …
 *
 * It reads words as ranges of an array of UTF-16 code units and stores them in one pool, so counting the words of a
 * corpus creates no string per token. Any sequence of code units may be a word, also `constructor`, `__proto__`, NUL
 * and lone surrogates.
 */
export class WordTable {
  /** Number of different words. */
  size = 0;

  /** All words one after another. */
  #pool: Uint16Array = new Uint16Array(1 << 12);
  #poolLength = 0;
  /**
   * Open addressing with linear probing, at most half full. A slot is four numbers, id + 1 (0: empty), hash, start in
   * the pool and length, so that most look-ups read one cache line.
   */
  #slots: Int32Array = new Int32Array(SLOT << 9);
  /** Buffer for the units of one word. */
  #word: Uint16Array = new Uint16Array(1 << 6);
  /** By id: start in the pool and length. */
  #ranges: Int32Array = new Int32Array(2 << 8);

  /**
   * The id of `units[start..end]`, which gets the next free id when it is new.
   *
   * @param hash {@link nextHash} over the units, from {@link HASH_SEED} on.
   */
  intern(units: Uint16Array, start: number, end: number, hash: number): number {
    const slot = this.#slot(units, start, end, hash);
    const known = this.#slots[slot]! - 1;
    return known >= 0 ? known : this.#insert(units, start, end, hash, slot);
  }

  /** The id of `units[start..end]`, or −1 when it was never interned. */
  find(units: Uint16Array, start: number, end: number, hash: number): number {
    return this.#slots[this.#slot(units, start, end, hash)]! - 1;
  }

  /** {@link intern} for a word that is a string. */
  internWord(word: string): number {
    return this.intern(this.#unitsOf(word), 0, word.length, hashWord(word));
  }

  /** {@link find} for a word that is a string. */
  findWord(word: string): number {
    return this.find(this.#unitsOf(word), 0, word.length, hashWord(word));
  }

  /** The word with this id as a string. */
  word(id: number): string {
    const start = this.#ranges[2 * id]!;
    const end = start + this.#ranges[2 * id + 1]!;
    let word = '';
    for (let i = start; i < end; i += STRING_CHUNK) {
      word += String.fromCharCode(...this.#pool.subarray(i, Math.min(i + STRING_CHUNK, end)));
    }
    return word;
  }

  /**
   * All words as strings, by id. Words stand in the pool in the order of their ids, so a string of many neighbours is cut
   * into words, which is several times faster than {@link word} for each.
   */
  words(): string[] {
    const words: string[] = [];
    const ranges = this.#ranges;
    for (let id = 0; id < this.size; ) {
      const start = ranges[2 * id]!;
      const end = start + STRING_CHUNK;
      if (start + ranges[2 * id + 1]! > end) {
        words.push(this.word(id++));
        continue;
      }
      const text = String.fromCharCode(...this.#pool.subarray(start, Math.min(end, this.#poolLength)));
      for (; id < this.size; id++) {
        const from = ranges[2 * id]!;
        const to = from + ranges[2 * id + 1]!;
        if (to > end) break;
        words.push(text.slice(from - start, to - start));
      }
    }
    return words;
  }

  #unitsOf(word: string): Uint16Array {
    this.#word = codeUnits(word, this.#word);
    return this.#word;
  }

  /** The place of this word in `#slots`, or of the empty slot for it. */
  #slot(units: Uint16Array, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const pool = this.#pool;
    const mask = slots.length - 1;
    const length = end - start;
    let slot = home(hash) & mask;
    while (slots[slot] !== 0) {
      if (slots[slot + 1] === hash && slots[slot + 3] === length) {
        const from = slots[slot + 2]!;
        let i = 0;
        while (i < length && pool[from + i] === units[start + i]) i++;
        if (i === length) return slot;
      }
      slot = (slot + SLOT) & mask;
    }
    return slot;
  }

  #insert(units: Uint16Array, start: number, end: number, hash: number, slot: number): number {
    const id = this.size++;
    const from = this.#poolLength;
    this.#poolLength += end - start;
    if (this.#poolLength > MAX_POOL) {
      throw new RangeError(
        'Tokenizer: the vocabulary holds more than 2^31 characters. Cut texts into shorter words.',
      );
    }
    if (this.#poolLength > this.#pool.length) {
      this.#pool = grown(this.#pool, this.#poolLength, (n) => new Uint16Array(n));
    }
    // A loop: `set` of a view takes longer than copying a word.
    const pool = this.#pool;
    for (let i = start; i < end; i++) pool[from + i - start] = units[i]!;
    if (2 * id === this.#ranges.length) {
      this.#ranges = grown(this.#ranges, 2 * id + 2, (n) => new Int32Array(n));
    }
    this.#ranges[2 * id] = from;
    this.#ranges[2 * id + 1] = end - start;
    const slots = this.#slots;
    slots[slot] = id + 1;
    slots[slot + 1] = hash;
    slots[slot + 2] = from;
    slots[slot + 3] = end - start;
    if (this.size * 2 * SLOT > this.#slots.length) this.#rehash();
    return id;
  }

  #rehash(): void {
    const old = this.#slots;
    const slots = new Int32Array(old.length * 2);
    const mask = slots.length - 1;
    for (let i = 0; i < old.length; i += SLOT) {
      if (old[i] === 0) continue;
      let slot = home(old[i + 1]!) & mask;
      while (slots[slot] !== 0) slot = (slot + SLOT) & mask;
      for (let k = 0; k < SLOT; k++) slots[slot + k] = old[i + k]!;
    }
    this.#slots = slots;
  }
}

/** One step of FNV-1a: the hash of a word from that of the units before and the next unit. */
export function nextHash(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193);
}

function hashWord(word: string): number {
  let hash = HASH_SEED;
  for (let i = 0; i < word.length; i++) hash = nextHash(hash, word.charCodeAt(i));
  return hash;
}

/** The first slot of a hash, before it is masked to the size of the table: mixes high bits into low ones. */
function home(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return (mixed ^ (mixed >>> 16)) << 2;
}

/**
 * The code units of a text and at least one more, in `buffer` when it is long enough. Scanning an array is much faster
 * than scanning a string, and a read past its end would make the engine drop the optimized scan.
 */
export function codeUnits(text: string, buffer: Uint16Array): Uint16Array {
  const units =
    text.length < buffer.length ? buffer : new Uint16Array(Math.max(text.length + 1, buffer.length * 2));
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
  return units;
}

/** A copy of at least `length` elements and at least twice the old length. */
export function grown<T extends Uint16Array | Int32Array | Float64Array>(
  old: T,
  length: number,
  create: (length: number) => T,
): T {
  const copy = create(Math.max(length, old.length * 2));
  copy.set(old);
  return copy;
}

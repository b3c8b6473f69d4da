const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
/** How many code units `String.fromCharCode` takes in one call without risking the stack. */
const STRING_CHUNK = 8192;

/**
 * Numbers words in the order in which they are first seen: 0, 1, 2, …
 *
 * It reads words as ranges of UTF-16 code units of a longer text and keeps them in one pool, so that counting
 * the words of a corpus makes no string per token. Any sequence of code units is a word like any other:
 * `constructor`, `__proto__`, NUL and lone surrogates included.
 */
export class WordTable {
  /** Number of different words. */
  size = 0;

  #pool: Uint16Array = new Uint16Array(1 << 12);
  /** Word `id` is `pool[starts[id]..starts[id + 1]]`. */
  #starts: Float64Array = new Float64Array(1 << 8);
  #hashes: Int32Array = new Int32Array(1 << 8);
  /** Open addressing with linear probing: id + 1, or 0 for an empty slot. At most half full. */
  #slots: Int32Array = new Int32Array(1 << 9);

  /** The id of `text[start..end]`, which gets the next free id when it is new. */
  intern(text: string, start: number, end: number): number {
    const hash = hashRange(text, start, end);
    const slot = this.#slot(text, start, end, hash);
    const known = this.#slots[slot]! - 1;
    if (known >= 0) return known;
    return this.#insert(text, start, end, hash, slot);
  }

  /** The id of `text[start..end]`, or −1 when it was never interned. */
  find(text: string, start: number, end: number): number {
    return this.#slots[this.#slot(text, start, end, hashRange(text, start, end))]! - 1;
  }

  /** The word with this id as a string that keeps no longer text alive. */
  word(id: number): string {
    const end = this.#starts[id + 1]!;
    let word = '';
    for (let i = this.#starts[id]!; i < end; i += STRING_CHUNK) {
      word += String.fromCharCode(...this.#pool.subarray(i, Math.min(i + STRING_CHUNK, end)));
    }
    return word;
  }

  /** The slot that holds this word, or the empty one where it belongs. */
  #slot(text: string, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const id = slots[slot]! - 1;
      if (id < 0 || (this.#hashes[id] === hash && this.#equals(id, text, start, end))) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #equals(id: number, text: string, start: number, end: number): boolean {
    const from = this.#starts[id]!;
    const length = end - start;
    if (this.#starts[id + 1]! - from !== length) return false;
    const pool = this.#pool;
    for (let i = 0; i < length; i++) if (pool[from + i] !== text.charCodeAt(start + i)) return false;
    return true;
  }

  #insert(text: string, start: number, end: number, hash: number, slot: number): number {
    const id = this.size++;
    const from = this.#starts[id]!;
    const to = from + end - start;
    if (to > this.#pool.length) this.#pool = grown(this.#pool, to, (n) => new Uint16Array(n));
    if (id + 2 > this.#starts.length) {
      this.#starts = grown(this.#starts, id + 2, (n) => new Float64Array(n));
      this.#hashes = grown(this.#hashes, id + 2, (n) => new Int32Array(n));
    }
    for (let i = start; i < end; i++) this.#pool[from + i - start] = text.charCodeAt(i);
    this.#starts[id + 1] = to;
    this.#hashes[id] = hash;
    this.#slots[slot] = id + 1;
    if (this.size * 2 > this.#slots.length) this.#rehash();
    return id;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let id = 0; id < this.size; id++) {
      let slot = this.#hashes[id]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.#slots = slots;
  }
}

/** FNV-1a over code units, then a mixing step, because the table uses the low bits. */
function hashRange(text: string, start: number, end: number): number {
  let hash = FNV_OFFSET;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return hash ^ (hash >>> 16);
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

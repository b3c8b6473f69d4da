/** Which words of a file are wanted. */
export class RowFilter {
  readonly #wanted: ReadonlySet<string> | undefined;
  /** Beginnings, up to the first blank, of wanted words that contain blanks. */
  readonly #beginnings = new Set<string>();

  constructor(words: ReadonlySet<string> | undefined) {
    this.#wanted = words;
    for (const word of words ?? []) {
      const blank = word.search(/[ \t]/);
      if (blank >= 0) this.#beginnings.add(word.slice(0, blank));
    }
  }

  /** Upper bound on the number of words that can be found. */
  get size(): number {
    return this.#wanted?.size ?? Number.POSITIVE_INFINITY;
  }

  wants(word: string): boolean {
    return this.#wanted === undefined || this.#wanted.has(word);
  }

  /** Whether a row whose first field is `field` may belong to a wanted word. */
  mayWant(field: string): boolean {
    return this.wants(field) || this.#beginnings.has(field);
  }
}

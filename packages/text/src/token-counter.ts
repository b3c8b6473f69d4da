import { compareUtf8 } from './utf8.ts';
import { WordTable } from './word-table.ts';

/** Counts tokens and the documents they occur in. */
export class TokenCounter {
  /** Documents added so far. */
  documents = 0;
  readonly #table: WordTable = new WordTable();
  readonly #counts: number[] = [];
  readonly #docs: number[] = [];

  add(tokens: readonly string[]): void {
    this.documents++;
    const seen = new Set<number>();
    for (const token of tokens) {
      const id = this.#table.internWord(token);
      this.#counts[id] = (this.#counts[id] ?? 0) + 1;
      seen.add(id);
    }
    for (const id of seen) this.#docs[id] = (this.#docs[id] ?? 0) + 1;
  }

  /**
   * Every token with its count and document count: the most frequent first, equal counts by falling UTF-8 order.
   */
  ranked(): [token: string, count: number, docs: number][] {
    return this.#counts
      .map((count, id): [string, number, number] => [this.#table.word(id), count, this.#docs[id]!])
      .sort(([a, countA], [b, countB]) => countB - countA || compareUtf8(b, a));
  }
}

import { grown, WordTable } from './word-table.ts';

/** Counts words and the documents they occur in, by the id of the word in its table. */
export class WordCounts {
  readonly table: WordTable = new WordTable();
  /** Documents counted so far. */
  documents = 0;

  #counts: Float64Array = new Float64Array(1 << 8);
  #docs: Float64Array = new Float64Array(1 << 8);
  /** The last document in which each word was seen. */
  #lastDocument: Float64Array = new Float64Array(1 << 8);

  /** Occurrences by word id; at least as long as the table. */
  get counts(): Float64Array {
    this.#reserve();
    return this.#counts;
  }

  /** Documents by word id; at least as long as the table. */
  get docs(): Float64Array {
    this.#reserve();
    return this.#docs;
  }

  /** Counts one document, given as the first `length` of `ids`. */
  countDocument(ids: Int32Array, length: number): void {
    const document = ++this.documents;
    this.#reserve();
    const counts = this.#counts;
    const docs = this.#docs;
    const lastDocument = this.#lastDocument;
    for (let i = 0; i < length; i++) {
      const id = ids[i]!;
      counts[id]!++;
      if (lastDocument[id] === document) continue;
      lastDocument[id] = document;
      docs[id]!++;
    }
  }

  /** Enlarges the arrays to the size of the table. */
  #reserve(): void {
    const size = this.table.size;
    if (size <= this.#counts.length) return;
    const create = (length: number): Float64Array => new Float64Array(length);
    this.#counts = grown(this.#counts, size, create);
    this.#docs = grown(this.#docs, size, create);
    this.#lastDocument = grown(this.#lastDocument, size, create);
  }
}

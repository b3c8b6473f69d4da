import { formatValue } from '@seqloom/options';
import type { Sequence } from './pad-sequences.ts';
import type { TokenizerConfig } from './tokenizer-json.ts';
import { WordCounts } from './word-counts.ts';
import type { WordTable } from './word-table.ts';

/** The part of a saved Tokenizer that fitting sets. */
export type VocabularyConfig = Pick<
  TokenizerConfig,
  'documentCount' | 'words' | 'counts' | 'docs' | 'indices' | 'oovIndex' | 'indexDocs'
>;

/** The vocabulary of a Tokenizer: counts per word and the indices that follow from them. */
export class Vocabulary {
  readonly #oovToken: string | undefined;
  readonly #words: WordCounts = new WordCounts();

  /** Whether the counts have changed since the indices were computed. They are computed again at the next reading. */
  #stale = false;
  /** By word id: the word's index, or −1. */
  #indices: Int32Array = new Int32Array(0);
  #oovIndex: number | undefined;
  readonly #indexDocs: Map<number, number> = new Map();
  #wordIndex: Map<string, number> | undefined;
  #indexWord: Map<number, string> | undefined;

  constructor(oovToken: string | undefined) {
    this.#oovToken = oovToken;
  }

  /** Marks the vocabulary as fitted, also when no text follows. */
  beginFit(): void {
    this.#stale = true;
  }

  get table(): WordTable {
    return this.#words.table;
  }

  get documentCount(): number {
    return this.#words.documents;
  }

  /** Counts one document, given as the first `length` of `ids`. */
  countDocument(ids: Int32Array, length: number): void {
    this.#words.countDocument(ids, length);
    this.#stale = true;
  }

  /** Counts the document frequencies of the indices in one document. */
  countIndices(sequence: Sequence): void {
    this.#updateIndices();
    this.#words.documents++;
    for (const index of new Set(Array.from(sequence))) {
      this.#indexDocs.set(index, (this.#indexDocs.get(index) ?? 0) + 1);
    }
  }

  /** Word indices by id, −1 for none. */
  get indices(): Int32Array {
    this.#updateIndices();
    return this.#indices;
  }

  /** The index of the unknown word, once there is a vocabulary. */
  get oovIndex(): number | undefined {
    this.#updateIndices();
    return this.#oovIndex;
  }

  get indexDocs(): ReadonlyMap<number, number> {
    this.#updateIndices();
    return this.#indexDocs;
  }

  get wordIndex(): ReadonlyMap<string, number> {
    this.#updateIndices();
    this.#wordIndex ??= this.#buildWordIndex();
    return this.#wordIndex;
  }

  get indexWord(): ReadonlyMap<number, string> {
    this.#updateIndices();
    this.#indexWord ??= new Map(Array.from(this.wordIndex, ([word, index]) => [index, word]));
    return this.#indexWord;
  }

  get wordCounts(): ReadonlyMap<string, number> {
    return this.#mapOf(this.#words.counts);
  }

  get wordDocs(): ReadonlyMap<string, number> {
    return this.#mapOf(this.#words.docs);
  }

  toConfig(): VocabularyConfig {
    this.#updateIndices();
    const size = this.table.size;
    const { counts, docs } = this.#words;
    const implied = new Map<number, number>();
    for (let id = 0; id < size; id++) implied.set(this.#indices[id] ?? -1, docs[id]!);
    return {
      documentCount: this.documentCount,
      words: this.table.words(),
      counts: Array.from(counts.subarray(0, size)),
      docs: Array.from(docs.subarray(0, size)),
      indices: Array.from({ length: size }, (_, id) => this.#indices[id] ?? -1),
      oovIndex: this.#oovIndex ?? null,
      indexDocs: Array.from(this.#indexDocs).filter(([index, count]) => implied.get(index) !== count),
    };
  }

  /** The words with an index below `limit`, with their counts and indices. */
  below(limit: number): Vocabulary {
    this.#updateIndices();
    const kept = new Vocabulary(this.#oovToken);
    const { table, counts, docs } = this.#words;
    const ids = Int32Array.from(this.#indices.keys()).filter((id) => {
      const index = this.#indices[id]!;
      return index >= 0 && index < limit;
    });
    for (const id of ids) kept.table.internWord(table.word(id));
    kept.#words.documents = this.documentCount;
    for (const [at, id] of ids.entries()) {
      kept.#words.counts[at] = counts[id]!;
      kept.#words.docs[at] = docs[id]!;
    }
    kept.#indices = ids.map((id) => this.#indices[id]!);
    kept.#oovIndex = this.#oovIndex;
    for (const [index, count] of this.#indexDocs) if (index < limit) kept.#indexDocs.set(index, count);
    return kept;
  }

  static fromConfig(config: VocabularyConfig, oovToken: string | undefined): Vocabulary {
    const vocabulary = new Vocabulary(oovToken);
    for (const [id, word] of config.words.entries()) {
      if (vocabulary.table.internWord(word) !== id) {
        throw new TypeError(
          `Tokenizer: words in the saved data must differ, got ${formatValue(word)} twice.`,
        );
      }
    }
    refuseRepeatedIndex(config.words, config.indices);
    const words = vocabulary.#words;
    words.documents = config.documentCount;
    words.counts.set(config.counts);
    words.docs.set(config.docs);
    vocabulary.#indices = Int32Array.from(config.indices);
    vocabulary.#oovIndex = config.oovIndex ?? undefined;
    for (const [id, index] of config.indices.entries()) {
      if (index >= 0 && config.docs[id]! > 0) vocabulary.#indexDocs.set(index, config.docs[id]!);
    }
    for (const [index, docs] of config.indexDocs) vocabulary.#indexDocs.set(index, docs);
    return vocabulary;
  }

  /** Numbers the words by falling count; words with equal counts stay in the order of first occurrence. */
  #updateIndices(): void {
    if (!this.#stale) return;
    this.#stale = false;
    this.#wordIndex = undefined;
    this.#indexWord = undefined;
    const { counts, docs } = this.#words;
    const ids = Uint32Array.from({ length: this.table.size }, (_, id) => id).filter((id) => counts[id]! > 0);
    ids.sort((a, b) => counts[b]! - counts[a]! || a - b);
    this.#indices = new Int32Array(this.table.size).fill(-1);
    const first = this.#oovToken === undefined ? 1 : 2;
    for (const [rank, id] of ids.entries()) {
      this.#indices[id] = rank + first;
      this.#indexDocs.set(rank + first, docs[id]!);
    }
    if (this.#oovToken === undefined) return;
    // Keras' quirk: an oovToken that also occurs in the texts has the index of its rank, not 1.
    const rank = this.#indices[this.table.findWord(this.#oovToken)] ?? -1;
    this.#oovIndex = rank > 0 ? rank : 1;
  }

  #buildWordIndex(): Map<string, number> {
    const indices = this.#indices;
    const ids = Array.from(indices.keys()).filter((id) => indices[id]! >= 0);
    ids.sort((a, b) => indices[a]! - indices[b]!);
    const wordIndex = new Map<string, number>();
    if (this.#oovToken !== undefined && this.#oovIndex !== undefined) {
      wordIndex.set(this.#oovToken, this.#oovIndex);
    }
    const words = this.table.words();
    for (const id of ids) wordIndex.set(words[id]!, indices[id]!);
    return wordIndex;
  }

  #mapOf(values: Float64Array): ReadonlyMap<string, number> {
    const map = new Map<string, number>();
    for (const [id, word] of this.table.words().entries()) {
      if (values[id]! > 0) map.set(word, values[id]!);
    }
    return map;
  }
}

function refuseRepeatedIndex(words: readonly string[], indices: readonly number[]): void {
  const wordAt = new Map<number, string>();
  for (const [id, index] of indices.entries()) {
    if (index < 0) continue;
    const other = wordAt.get(index);
    if (other !== undefined) {
      throw new TypeError(
        `Tokenizer: indices in the saved data must differ, got ${index} for ${formatValue(other)} and ${formatValue(words[id])}.`,
      );
    }
    wordAt.set(index, words[id]!);
  }
}

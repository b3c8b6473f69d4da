import type { ByteWindow } from '@seqloom/archives/streams';
import { RowCollector, type VectorStorage } from './row-collector.ts';
import { RowFilter } from './row-filter.ts';
import { VectorFormatError } from './vector-format-error.ts';

/** A row that is not part of the result, with the reason. */
export interface SkippedRow {
  /** Line of a text file or entry of a binary one, counted from 1. */
  readonly row: number;
  readonly word: string | undefined;
  readonly reason: string;
}

/** Options of the readers of both formats. */
export interface RowOptions {
  readonly limit: number;
  readonly words: ReadonlySet<string> | undefined;
  readonly storage: VectorStorage;
  readonly badRows: 'refuse' | 'skip';
  readonly onSkip: ((skipped: SkippedRow) => void) | undefined;
}

/** Parses one format from a window that is refilled between calls. */
export interface RowParser {
  /** Consumes all whole rows in the window; with `last`, the file ends with it. */
  consume(window: ByteWindow, last: boolean): void;
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** The part of reading that both formats have: limit, filter, duplicates, bad rows, and the rows kept so far. */
export class RowReader {
  readonly collector: RowCollector;
  readonly filter: RowFilter;
  readonly #options: RowOptions;
  /** Rows of the file seen so far, wanted or not. */
  seen = 0;
  #firstBad: SkippedRow | undefined;

  constructor(options: RowOptions) {
    this.#options = options;
    this.collector = new RowCollector(options.storage);
    this.filter = new RowFilter(options.words);
  }

  /** Whether the rest of the file need not be read. */
  get done(): boolean {
    return this.seen >= this.#options.limit || this.collector.size >= this.filter.size;
  }

  decode(bytes: Uint8Array, start: number, end: number): string {
    return utf8.decode(bytes.subarray(start, end));
  }

  /** Keeps `collector.row` under `word`, unless the word is there already: of equal words the first is kept. */
  keep(word: string, row: number): void {
    if (this.collector.has(word)) {
      this.skip(row, word, 'the word came before');
      return;
    }
    if (this.collector.full) {
      throw new VectorFormatError(
        `there are more than ${this.collector.size} words. Set limit or words.`,
        row,
      );
    }
    this.collector.add(word);
  }

  /** Refuses the file or skips the row, depending on `badRows`. */
  bad(row: number, word: string | undefined, reason: string): void {
    if (this.#options.badRows === 'refuse') {
      throw new VectorFormatError(reason, row, {
        wayOut: "Set badRows: 'skip' to read the good rows alone.",
      });
    }
    this.#firstBad ??= { row, word, reason };
    this.skip(row, word, reason);
  }

  /** @throws VectorFormatError when rows were bad and none was kept: the format is another one */
  checkNotAllBad(): void {
    if (this.collector.size > 0 || this.#firstBad === undefined) return;
    const { row, reason } = this.#firstBad;
    throw new VectorFormatError(`${reason} No row of the file could be read.`, row);
  }

  skip(row: number, word: string | undefined, reason: string): void {
    this.#options.onSkip?.({ row, word, reason });
  }
}

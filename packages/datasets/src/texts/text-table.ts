import { DatasetError, type WayOut } from '@seqloom/archives';
import type { DroppedRow, TextForm } from './text-dataset.ts';

/** A file as columns of texts, before anybody knows which is which. */
export interface TextTable {
  readonly form: TextForm;
  /** The names of the columns; those of a file without names are `column 1`, `column 2`, …. */
  readonly names: readonly string[];
  /** Whether the file itself names them. */
  readonly named: boolean;
  /** One list per column, of the same length. */
  readonly columns: readonly (readonly string[])[];
  /** Where a row is, in the words of messages: `line 3`. */
  readonly place: (row: number) => string;
  readonly delimiter?: string;
}

/** The options that let a reader go on. */
type HelpfulOption =
  | 'badRows'
  | 'label'
  | 'text'
  | 'header'
  | 'delimiter'
  | 'encoding'
  | 'member'
  | 'maxBytes'
  | 'classes';

/** How users go on when a file has two readings or is not whole. */
export const WAYS_OUT: Readonly<Record<HelpfulOption, WayOut>> = {
  badRows: { option: 'badRows', advice: 'Correct it, or leave such rows out with badRows: "skip".' },
  label: { option: 'label', advice: 'Say which column is the label with the option label.' },
  text: { option: 'text', advice: 'Say which column is the text with the option text.' },
  header: {
    option: 'header',
    advice: 'Say with header: true or header: false whether the first line names the columns.',
  },
  delimiter: { option: 'delimiter', advice: 'Say what is between the columns with the option delimiter.' },
  encoding: {
    option: 'encoding',
    advice: 'Save it as UTF-8, or give the option encoding, for example "windows-1252".',
  },
  member: { option: 'member', advice: 'Name the one you want with the option member.' },
  maxBytes: { option: 'maxBytes', advice: 'If it is meant to be that large, raise maxBytes.' },
  classes: { option: 'classes', advice: 'Correct the label, or add it to the option classes.' },
};

/** A text, its name and its place in lists take so many bytes beside the characters. */
export const BYTES_PER_FIELD = 128;

/** Rows that are not kept: the first stops the reading unless they are to be skipped. */
export class RowLog {
  readonly dropped: DroppedRow[] = [];
  droppedRows = 0;
  readonly #file: string;
  readonly #skip: boolean;

  constructor(file: string, badRows: 'stop' | 'skip') {
    this.#file = file;
    this.#skip = badRows === 'skip';
  }

  /** @throws DatasetError unless rows that cannot be read are skipped */
  drop(place: string, problem: string): void {
    if (!this.#skip) {
      throw new DatasetError(this.#file, `${place}: ${problem}.`, { wayOut: WAYS_OUT.badRows });
    }
    this.droppedRows++;
    if (this.dropped.length < 100) this.dropped.push({ place, problem });
  }
}

/** How a table was read. */
export interface TableSource {
  readonly file: string;
  readonly encoding: string;
  readonly notices: readonly string[];
  readonly log: RowLog;
}

/** Counts what is kept, so that a hostile file cannot fill the memory. */
export class Budget {
  readonly #file: string;
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(file: string, maxBytes: number) {
    this.#file = file;
    this.#maxBytes = maxBytes;
  }

  /** @throws DatasetError when more is read than allowed */
  take(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes <= this.#maxBytes) return;
    throw new DatasetError(this.#file, `the texts take more than ${this.#maxBytes} bytes.`, {
      wayOut: WAYS_OUT.maxBytes,
    });
  }
}

/** A cell in a message. */
export function quoted(cell: string): string {
  return `"${short(cell)}"`;
}

/** The beginning of a cell, in one line. */
export function short(cell: string): string {
  const line = cell.replace(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}

/** Names in a message: the first ten. */
export function listed(names: readonly string[]): string {
  const more = names.length > 10 ? ` and ${names.length - 10} more` : '';
  return `${names
    .slice(0, 10)
    .map((name) => quoted(name))
    .join(', ')}${more}`;
}

/** The names of columns in a file without names. */
export function numberedNames(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `column ${i + 1}`);
}

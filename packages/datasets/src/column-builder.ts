import { parseNumber } from './parse-number.ts';
import type { NumberColumn, TextColumn } from './table.ts';

/** How the values of a column are kept: numbers in 4 or 8 bytes, or texts. */
export type ColumnKind = 'float32' | 'float64' | 'text';

/** What builders need to know about the file. */
export interface CellRules {
  /** Texts that mean "no value". */
  readonly missing: ReadonlySet<string>;
  /** Numbers that mean "no value". */
  readonly sentinels: Float64Array;
  /** The text of a field, quotes and encoding resolved. */
  readonly decode: (bytes: Uint8Array, start: number, end: number, quote: number) => string;
}

/**
 * Collects one column row by row. A kind that was not given is settled by the first value that is there:
 * numbers if it is one, else texts.
 */
export class ColumnBuilder {
  readonly name: string;
  readonly #rules: CellRules;
  #kind: ColumnKind | undefined;
  #numbers: Float32Array | Float64Array = new Float32Array(0);
  #codes: Int32Array = new Int32Array(0);
  readonly #categories = new Map<string, number>();

  constructor(name: string, kind: ColumnKind | undefined, rules: CellRules) {
    this.name = name;
    this.#kind = kind;
    this.#rules = rules;
  }

  /** Makes room for rows. */
  reserve(rows: number): void {
    if (this.#kind !== 'text') {
      const grown = this.#kind === 'float64' ? new Float64Array(rows) : new Float32Array(rows);
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    if (this.#kind === 'text') {
      const grown = new Int32Array(rows);
      grown.set(this.#codes);
      this.#codes = grown;
    }
  }

  /** Sets the value of a row; returns why it cannot be read, or undefined. */
  set(row: number, bytes: Uint8Array, start: number, end: number, quote: number): string | undefined {
    if (this.#kind !== 'text') {
      const value = parseNumber(bytes, start, end);
      if (!Number.isNaN(value)) {
        this.#kind ??= 'float32';
        this.#numbers[row] = value;
        if (!Number.isFinite(this.#numbers[row]!)) {
          const text = this.#rules.decode(bytes, start, end, quote);
          return `"${text.slice(0, 40)}" in column "${this.name}" is too large for ${this.#kind}`;
        }
        const { sentinels } = this.#rules;
        for (let i = 0; i < sentinels.length; i++)
          if (value === sentinels[i]) this.#numbers[row] = Number.NaN;
        return undefined;
      }
    }
    const text = this.#rules.decode(bytes, start, end, quote);
    const missing = this.#rules.missing.has(text.trim());
    if (this.#kind === undefined && !missing) this.#becomeText(row);
    if (this.#kind === 'text') this.#codes[row] = this.#codeOf(missing ? '' : text);
    else if (missing) this.#numbers[row] = Number.NaN;
    else return `"${text.slice(0, 40)}" in column "${this.name}" is not a number`;
    return undefined;
  }

  /** The column, cut to its rows. */
  finish(rows: number): NumberColumn | TextColumn {
    if (this.#kind === 'text') {
      return { kind: 'text', categories: [...this.#categories.keys()], codes: this.#codes.slice(0, rows) };
    }
    return { kind: 'number', values: this.#numbers.slice(0, rows) };
  }

  #becomeText(row: number): void {
    this.#kind = 'text';
    this.#codes = new Int32Array(this.#numbers.length);
    if (row > 0) this.#codes.fill(this.#codeOf(''), 0, row); // the rows before had no value
    this.#numbers = new Float32Array(0);
  }

  #codeOf(text: string): number {
    let code = this.#categories.get(text);
    if (code === undefined) {
      code = this.#categories.size;
      this.#categories.set(text, code);
    }
    return code;
  }
}

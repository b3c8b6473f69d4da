import type { NumberColumn, TextColumn } from '../table.ts';
import { isMark } from './cells.ts';
import { type NumberFormat, parseFormatted } from './number-format.ts';
import { parseNumber } from './parse-number.ts';
import { findMarks, type ValueMark } from './value-marks.ts';

/** How the values of a column are kept: numbers in 4 or 8 bytes, or texts. */
export type ColumnKind = 'float32' | 'float64' | 'text';

/** What builders need to know about the file. */
export interface CellRules {
  /** Texts that mean "no value". */
  readonly missing: ReadonlySet<string>;
  /** Numbers that mean "no value". */
  readonly missingNumbers: Float64Array;
  readonly numbers: NumberFormat;
  /** The text of a field, quotes and encoding resolved. */
  readonly decode: (bytes: Uint8Array, start: number, end: number, quote: number) => string;
}

/** Why a cell cannot be read, and the option that helps; without one: leave the row out. */
export interface CellProblem {
  readonly reason: string;
  readonly option?: 'columns' | 'decimal' | 'missing';
}

/** Below, a float32 is off by less than 1/16; above, numbers that it changes are kept in 8 bytes. */
const EXACT_LIMIT = 2 ** 20;
const NO_NUMBERS = new Float32Array(0);
const NO_CODES = new Int32Array(0);
const COMMA = 0x2c;
const POINT = 0x2e;

/**
 * Collects one column row by row. Without a given kind, the first value that is not missing decides: numbers if it is
 * one, else texts. Numbers are float32 until one appears that only float64 can hold.
 */
export class ColumnBuilder {
  readonly name: string;
  readonly #rules: CellRules;
  readonly #point: number;
  readonly #missingNumbers: Float64Array;
  /** Whether the kind was given. */
  readonly #given: boolean;
  #kind: ColumnKind | undefined;
  #numbers: Float32Array | Float64Array = NO_NUMBERS;
  #codes: Int32Array = NO_CODES;
  #categories: Map<string, number> | undefined;
  /** Texts that were read as missing values, and their rows until the kind is known. */
  #marks: Map<string, { count: number; readonly rows: number[] }> | undefined;

  /** @param numeric Whether most of the file's first rows have numbers here, so that a text among them is an error. */
  constructor(name: string, kind: ColumnKind | undefined, rules: CellRules, numeric = false) {
    this.name = name;
    this.#kind = kind ?? (numeric ? 'float32' : undefined);
    this.#given = kind !== undefined;
    this.#rules = rules;
    this.#missingNumbers = rules.missingNumbers;
    this.#point = rules.numbers.decimal === ',' ? COMMA : POINT;
  }

  /** Allocates memory for rows. */
  reserve(rows: number): void {
    if (this.#kind === 'text') {
      const grown = new Int32Array(rows);
      grown.set(this.#codes);
      this.#codes = grown;
    } else {
      const grown = this.#kind === 'float64' ? new Float64Array(rows) : new Float32Array(rows);
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
  }

  /** Sets the value of a row; returns why it cannot be read, or undefined. */
  set(row: number, bytes: Uint8Array, start: number, end: number, quote: number): CellProblem | undefined {
    if (this.#kind !== 'text') {
      const value = parseNumber(bytes, start, end, this.#point);
      if (!Number.isNaN(value)) {
        this.#kind ??= 'float32';
        this.#numbers[row] = value;
        if (value < EXACT_LIMIT && value > -EXACT_LIMIT && this.#missingNumbers.length === 0)
          return undefined;
        return this.#setSpecial(row, value, bytes, start, end);
      }
    }
    const text = this.#rules.decode(bytes, start, end, quote);
    const trimmed = text.trim();
    const missing = this.#rules.missing.has(trimmed);
    if (this.#kind !== 'text' && !missing) {
      const value = parseFormatted(trimmed, this.#rules.numbers);
      if (!Number.isNaN(value)) {
        this.#kind ??= 'float32';
        this.#numbers[row] = value;
        return this.#setSpecial(row, value, bytes, start, end);
      }
      if (isMark(trimmed)) return this.#setMark(row, trimmed);
    }
    if (this.#kind === undefined && !missing) this.#becomeText(row);
    if (this.#kind === 'text') this.#codes[row] = this.#codeOf(missing ? '' : text);
    else if (missing) this.#numbers[row] = Number.NaN;
    else return this.#notANumber(trimmed);
    return undefined;
  }

  /** Handles a number that may be a mark for "no value", or that is large. */
  #setSpecial(
    row: number,
    value: number,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): CellProblem | undefined {
    for (let i = 0; i < this.#missingNumbers.length; i++) {
      if (value !== this.#missingNumbers[i]) continue;
      this.#numbers[row] = Number.NaN;
      return undefined;
    }
    return value >= EXACT_LIMIT || value <= -EXACT_LIMIT
      ? this.#setLarge(row, value, bytes, start, end)
      : undefined;
  }

  /** Switches to 8 bytes for a number that float32 would change; refuses numbers that float64 cannot hold. */
  #setLarge(
    row: number,
    value: number,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): CellProblem | undefined {
    const stored = this.#numbers[row]!;
    const text = (): string => String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 40)));
    if (!Number.isFinite(stored)) {
      return { reason: `"${text()}" in column "${this.name}" is too large for ${this.#kind}` };
    }
    if (Math.abs(value) > Number.MAX_SAFE_INTEGER && /^\s*[+-]?\d+\s*$/.test(text())) {
      return {
        reason: `"${text()}" in column "${this.name}" has more digits than a number can hold`,
        option: 'columns',
      };
    }
    if (stored === value) return undefined;
    if (this.#given) {
      if (!Number.isInteger(value)) return undefined;
      return {
        reason: `"${text()}" in column "${this.name}" is an integer that float32 cannot hold`,
        option: 'columns',
      };
    }
    this.#kind = 'float64';
    this.#numbers = Float64Array.from(this.#numbers);
    this.#numbers[row] = value;
    return undefined;
  }

  #setMark(row: number, text: string): undefined {
    this.#marks ??= new Map();
    const mark = this.#marks.get(text) ?? { count: 0, rows: [] };
    mark.count++;
    if (this.#kind === undefined) mark.rows.push(row);
    this.#marks.set(text, mark);
    this.#numbers[row] = Number.NaN;
  }

  #notANumber(text: string): CellProblem {
    const reason = `"${text.slice(0, 40)}" in column "${this.name}" is not a number`;
    const other: NumberFormat = {
      decimal: this.#point === COMMA ? '.' : ',',
      thousands: this.#point === COMMA ? ',' : '.',
    };
    return { reason, option: Number.isNaN(parseFormatted(text, other)) ? 'missing' : 'decimal' };
  }

  /** Adds the texts and numbers that look like marks for "no value" to a list. */
  addMarks(rows: number, marks: ValueMark[]): void {
    if (this.#kind === 'text') return;
    const column = this.name;
    if (this.#marks) {
      for (const [value, { count }] of this.#marks) marks.push({ column, value, count, missing: true });
    }
    for (const mark of findMarks(this.#numbers, rows)) marks.push({ column, ...mark, missing: false });
  }

  /** The column, cut to its rows. */
  finish(rows: number): NumberColumn | TextColumn {
    if (this.#kind === 'text') {
      return {
        kind: 'text',
        categories: [...(this.#categories?.keys() ?? [])],
        codes: this.#codes.slice(0, rows),
      };
    }
    return { kind: 'number', values: this.#numbers.slice(0, rows) };
  }

  #becomeText(row: number): void {
    this.#kind = 'text';
    this.#codes = new Int32Array(this.#numbers.length);
    const marked = Array.from(this.#marks ?? [], ([text, { rows }]) =>
      rows.map((at) => [at, text] as const),
    ).flat();
    const texts = new Map(marked);
    // earlier rows were missing, or hold a sign that may be a text
    for (let before = 0; before < row; before++) this.#codes[before] = this.#codeOf(texts.get(before) ?? '');
    this.#numbers = NO_NUMBERS;
    this.#marks = undefined;
  }

  #codeOf(text: string): number {
    this.#categories ??= new Map();
    let code = this.#categories.get(text);
    if (code === undefined) {
      code = this.#categories.size;
      this.#categories.set(text, code);
    }
    return code;
  }
}

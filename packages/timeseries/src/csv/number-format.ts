/** How numbers are written. */
export interface NumberFormat {
  readonly decimal: '.' | ',';
  /** The separator of thousands, if there is one. A space is any kind of space. */
  readonly thousands?: ThousandsMark;
}

/** What stands between the thousands of a number: the comma of `1,234.5`. */
export type ThousandsMark = '.' | ',' | ' ' | "'";

/** A number that two formats read differently. */
export interface AmbiguousNumber {
  readonly cell: string;
  readonly row: number;
  readonly column: number;
}

const COMMA_DECIMAL = /^[+\-\u2212]?\d*,\d+(?:e[+-]?\d+)?$/i;
const POINT_DECIMAL = /^[+\-\u2212]?\d*\.\d+(?:e[+-]?\d+)?$/i;
const COMMA_GROUPS = /^[+\-\u2212]?[1-9]\d{0,2}(?:,\d{3})+(\.\d+)?$/;
const POINT_GROUPS = /^[+\-\u2212]?[1-9]\d{0,2}(?:\.\d{3})+(,\d+)?$/;
const BLANK_GROUPS = /^[+\-\u2212]?[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+([.,]\d+)?$/;
const TICK_GROUPS = /^[+\-\u2212]?[1-9]\d{0,2}(?:['\u2019]\d{3})+([.,]\d+)?$/;

/**
 * Finds decimal mark and thousands separator from the cells of number columns. A comma before three digits (`2,249`) may
 * be either; other cells decide, and if none does, the number is returned as ambiguous.
 */
export function detectNumberFormat(
  rows: readonly (readonly string[])[],
  columns: readonly number[],
): NumberFormat | AmbiguousNumber {
  let [comma, point] = [0, 0];
  const groups: Record<ThousandsMark, number> = { ',': 0, '.': 0, ' ': 0, "'": 0 };
  let ambiguous: AmbiguousNumber | undefined;
  for (const [row, cells] of rows.entries()) {
    for (const column of columns) {
      const cell = cells[column] ?? '';
      const commaGroups = COMMA_GROUPS.exec(cell);
      const pointGroups = POINT_GROUPS.exec(cell);
      const blankGroups = BLANK_GROUPS.exec(cell) ?? TICK_GROUPS.exec(cell);
      if (commaGroups) {
        groups[',']++;
        if (commaGroups[1] !== undefined || cell.split(',').length > 2) point++;
        else ambiguous ??= { cell, row, column };
      } else if (pointGroups) {
        groups['.']++;
        if (pointGroups[1] !== undefined || cell.split('.').length > 2) comma++;
      } else if (blankGroups) {
        groups[/['\u2019]/.test(cell) ? "'" : ' ']++;
        if (blankGroups[1]?.startsWith(',')) comma++;
        else if (blankGroups[1] !== undefined) point++;
      } else if (COMMA_DECIMAL.test(cell)) comma++;
      else if (POINT_DECIMAL.test(cell)) point++;
    }
  }
  if (ambiguous && comma === 0 && point === 0) return ambiguous;
  const decimal = comma > 0 && point === 0 ? ',' : '.';
  const candidates: readonly ThousandsMark[] = decimal === ',' ? ['.', ' ', "'"] : [',', ' ', "'"];
  const thousands = candidates.find(
    (mark) => groups[mark] > 0 && !(decimal === '.' && comma > 0 && mark === ','),
  );
  return { decimal, ...(thousands && { thousands }) };
}

/** Reads a number with grouped digits or a typographic minus, which `parseNumber` does not. NaN for other texts. */
export function parseFormatted(text: string, { decimal, thousands }: NumberFormat): number {
  let plain = text.trim().replace(/^\u2212/, '-');
  if (thousands !== undefined) {
    const [whole = '', ...fractions] = plain.split(decimal);
    const separator = thousands === ' ' ? /[ \u00a0\u202f]/ : thousands === "'" ? /['\u2019]/ : thousands;
    const parts = whole.split(separator);
    if (
      parts.length > 1 &&
      (!/^[+-]?\d{1,3}$/.test(parts[0]!) || parts.slice(1).some((part) => !/^\d{3}$/.test(part)))
    ) {
      return Number.NaN;
    }
    plain = [parts.join(''), ...fractions].join('.');
  } else if (decimal === ',') plain = plain.replace(',', '.');
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
}

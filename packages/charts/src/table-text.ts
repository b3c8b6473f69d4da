import {
  boolean,
  count,
  formatValue,
  type OptionRules,
  optional,
  printable,
  resolveOptions,
} from '@seqloom/options';
import { displayWidth } from './display-width.ts';
import { painter, type TerminalOptions } from './terminal.ts';

/** A cell; numbers have the decimals of the column and are aligned at the right. */
export type Cell = string | number;

/** A column of a table. */
export interface Column {
  readonly name: string;
  /** Digits after the point. Default: as many as the number has. */
  readonly decimals?: number;
}

/** Options of {@link tableText}. */
export interface TableTextOptions extends TerminalOptions {
  /** The row of the baseline, from 0; it is dimmed. */
  readonly baselineRow?: number | undefined;
}

const RULES: OptionRules<TableTextOptions> = { baselineRow: optional(count()), color: optional(boolean()) };

/**
 * A table for a terminal: names to the left, numbers to the right, columns aligned, also with East Asian letters,
 * emoji and combining marks.
 *
 * @throws RangeError when a row has another number of cells than there are columns, TypeError when there are no lists of
 * columns and rows.
 * @example
 * console.log(tableText([{ name: 'model' }, { name: 'accuracy', decimals: 3 }], [['bag', 0.881], ['majority', 0.5]]));
 */
export function tableText(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  options: TableTextOptions = {},
): string {
  const { baselineRow, color } = resolveOptions('tableText', options, RULES);
  checkList('columns', columns);
  checkList('rows', rows);
  const paint = painter({ color });
  const cells = rows.map((row, i) => {
    if (row.length !== columns.length) {
      throw new RangeError(`tableText: row ${i} has ${row.length} cells for ${columns.length} columns.`);
    }
    return row.map((cell, j) => write(cell, columns[j]!.decimals));
  });
  const widths = columns.map(({ name }, j) => columnWidth([name, ...cells.map((row) => row[j]!)]));
  const atRight = columns.map((_, j) => rows.some((row) => typeof row[j] === 'number'));
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, j) => {
        const blanks = ' '.repeat(widths[j]! - displayWidth(text));
        return atRight[j] ? blanks + text : text + blanks;
      })
      .join('  ')
      .trimEnd();
  return [
    line(columns.map(({ name }) => name)),
    widths.map((width) => '─'.repeat(width)).join('  '),
    ...cells.map((row, i) => (i === baselineRow ? paint('dim', line(row)) : line(row))),
  ].join('\n');
}

function columnWidth(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, displayWidth(text)), 0);
}

function write(cell: Cell, decimals?: number): string {
  if (typeof cell === 'string') return printable(cell.replace(/[\t\r\n]+/g, ' ')); // a row is one line
  if (!Number.isFinite(cell)) return '–';
  return decimals === undefined ? String(cell) : cell.toFixed(decimals);
}

function checkList(what: string, value: unknown): void {
  if (Array.isArray(value)) return;
  throw new TypeError(`tableText: ${what} must be an array, got ${formatValue(value)}.`);
}

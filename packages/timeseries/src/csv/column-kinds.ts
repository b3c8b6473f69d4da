import { type CellKind, kindOfCell } from './cells.ts';
import { usualWidth } from './delimiter.ts';
import type { SampleRecord } from './sample.ts';

/** The share of cells that makes a column one of numbers or times. */
export const MOST = 0.6;

/** The usual number of fields, without those at the ends of lines that are always empty. */
export function widthOf(records: readonly SampleRecord[], given: number | undefined): number {
  if (given !== undefined) return given;
  const { width } = usualWidth(records.map(({ cells }) => cells.length));
  const usual = records.filter(({ cells }) => cells.length === width);
  let used = 1;
  for (const { cells } of usual) for (let i = width; i > used; i--) if (cells[i - 1] !== '') used = i;
  return used;
}

/** What most cells of each column are, among the later records. */
export function columnKinds(records: readonly SampleRecord[], width: number): CellKind[] {
  // of names and a single row, the row
  const count = records.length === 2 ? 1 : Math.ceil(0.6 * records.length);
  const later = records.filter(({ cells }) => cells.length >= width).slice(-count);
  return Array.from({ length: width }, (_, i) => {
    const counts: Record<CellKind, number> = { number: 0, time: 0, text: 0, missing: 0 };
    for (const { cells } of later) counts[kindOfCell(cells[i]!)]++;
    const values = counts.number + counts.time;
    if (values > 0 && values >= MOST * (values + counts.text))
      return counts.time > counts.number ? 'time' : 'number';
    return counts.text > 0 ? 'text' : 'missing';
  });
}

/** Whether a record is a row: of the usual width, with cells that fit their columns. */
export function isRow({ cells }: SampleRecord, width: number, columns: readonly CellKind[]): boolean {
  if (cells.length < width || cells.slice(width).some((cell) => cell !== '')) return false;
  const time = columns.indexOf('time');
  if (time >= 0 && !/time|number/.test(kindOfCell(cells[time]!))) return false;
  let [values, texts] = [0, 0];
  for (const [i, kind] of columns.entries()) {
    if (kind !== 'number' && kind !== 'time') continue;
    const cell = kindOfCell(cells[i]!);
    if (cell === 'text') texts++;
    else if (cell !== 'missing') values++;
  }
  return texts <= values;
}

/** Whether a column of numbers or times has one in a record. */
export function hasValues({ cells }: SampleRecord, columns: readonly CellKind[]): boolean {
  return columns.some(
    (kind, i) => (kind === 'number' || kind === 'time') && /number|time/.test(kindOfCell(cells[i] ?? '')),
  );
}

/** The share of numbers among the cells of a column that have a value. */
export function shareOfNumbers(rows: readonly SampleRecord[], column: number): number {
  let [numbers, others] = [0, 0];
  for (const { cells } of rows) {
    const kind = kindOfCell(cells[column] ?? '');
    if (kind === 'number') numbers++;
    else if (kind !== 'missing') others++;
  }
  return numbers === 0 ? 0 : numbers / (numbers + others);
}

/** The columns whose share is at least `least`. */
export function columnsFrom(shares: readonly number[], least: number): ReadonlySet<number> {
  return new Set(shares.flatMap((share, i) => (share >= least ? [i] : [])));
}

import { DatasetError } from '@seqloom/archives';
import { type CellKind, kindOfCell } from './cells.ts';
import type { SampleRecord } from './sample.ts';

const TIME_WORD = /date|time|datum|zeit|jahr|year|yyyy|stamp|fecha|heure|hora|data\b|^yr$/i;

/**
 * The record before the rows that has the names: of those as wide as the rows, the one with the most names; of several, one
 * with a usual name for a time. Spreadsheets pad lines of remarks with empty cells.
 */
export function headerBefore(records: readonly SampleRecord[], width: number): SampleRecord {
  const named = (record: SampleRecord): string[] => trimEnd(record.cells);
  const wide = records.filter((record) => named(record).length === width || record.cells.length === width);
  const countOf = ({ cells }: SampleRecord): number => cells.filter((cell) => cell !== '').length;
  const most = Math.max(...wide.map(countOf));
  const full = wide.filter((record) => countOf(record) === most);
  const told = full.find(({ cells }) => cells.some((cell) => TIME_WORD.test(cell)));
  return (
    told ??
    full[0] ??
    records.find((record) => named(record).length === width - 1 && width > 2) ??
    records.at(-1)!
  );
}

/** The names in a remark before the rows: `#time,temp`. Remarks after it may be units. */
export function headerRemark(
  remarks: readonly SampleRecord[],
  width: number | undefined,
): SampleRecord | undefined {
  for (const { cells, line } of remarks) {
    const [head = '', ...rest] = cells;
    const bare = head.replace(/^#+\s*/, '');
    const names = bare === '' ? rest : [bare, ...rest];
    if (width === undefined ? names.length > 1 : width > 1 && names.length === width)
      return { cells: names, line };
  }
  return undefined;
}

/**
 * The first record as names, when there is nothing before the rows.
 *
 * @throws DatasetError when it can only be a row
 */
export function namesInFirst(
  first: SampleRecord,
  second: SampleRecord | undefined,
  columns: readonly CellKind[],
  file: string,
): SampleRecord {
  const kinds = first.cells.map(kindOfCell);
  const timed = columns.some(
    (kind, i) => kind === 'time' && kinds[i] === 'time' && kindOfCell(second?.cells[i] ?? '') === 'time',
  );
  const numbers = first.cells.map(Number);
  const counting = numbers.every(
    (number, i) =>
      first.cells[i] === '' || (Number.isInteger(number) && (i === 0 || number > numbers[i - 1]!)),
  );
  const onlyValues = kinds.every((kind) => kind === 'number' || kind === 'time') && kinds.length > 1;
  if (!timed && !(onlyValues && !counting)) return first;
  throw new DatasetError(file, `line ${first.line} has values where the names of the columns should be.`, {
    wayOut: { option: 'names', advice: 'Give the names with the option names.' },
  });
}

/**
 * Whether the first column has no name: R counts the rows there, and a date and a time of day may stand below one name. Any
 * other row that is longer than the names is an error.
 */
export function lacksFirstName(
  header: SampleRecord,
  rows: readonly SampleRecord[],
  width: number,
  columns: readonly CellKind[],
): boolean {
  if (trimEnd(header.cells).length !== width - 1 || header.cells.length >= width || width < 3) return false;
  const counting = rows.every(({ cells }, i) => Number(cells[0]) === Number(rows[0]!.cells[0]) + i);
  if (counting && rows.length > 1) return true;
  // with names for date and time of day, the extra field has another cause: a decimal comma between commas
  const named = TIME_WORD.test(header.cells[0]!) && TIME_WORD.test(header.cells[1]!);
  return columns[0] === 'time' && columns[1] === 'time' && !named;
}

/** The names of a header; columns without one are called by their number. */
export function namesOf({ cells }: SampleRecord, shifted: boolean, width: number): string[] {
  const all = shifted ? ['', ...cells] : cells;
  const names = all.slice(0, Math.max(width, trimEnd(all).length));
  return names.map((name, i) => (name === '' ? `column ${i + 1}` : name));
}

function trimEnd(cells: readonly string[]): string[] {
  let end = cells.length;
  while (end > 0 && cells[end - 1] === '') end--;
  return cells.slice(0, end);
}

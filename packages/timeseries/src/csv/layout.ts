import { DatasetError } from '@seqloom/archives';
import { type CellKind, kindOfCell } from './cells.ts';
import { usualWidth } from './delimiter.ts';
import type { SampleRecord } from './sample.ts';

/** Where a file's names and rows stand. */
export interface Layout {
  readonly names: readonly string[];
  /** The line of the names; absent when the caller gave them or there is no record. */
  readonly headerLine?: number;
  /** The line of the first row; records before it are no rows. */
  readonly firstLine: number;
  /** The first rows, cut to the names. */
  readonly rows: readonly SampleRecord[];
  /** Columns in which most of the first rows have numbers: they tell how numbers are written. */
  readonly mostlyNumbers: ReadonlySet<number>;
  /** Columns in which nearly all of the first rows have numbers: a text in one is an error. */
  readonly numeric: ReadonlySet<number>;
  readonly notices: readonly string[];
}

/** What the caller has said. */
export interface LayoutOptions {
  /** What messages call the file. */
  readonly file: string;
  readonly names: readonly string[] | undefined;
  readonly headerLine: number | undefined;
}

/** The share of cells that makes a column one of numbers or times, and the share that makes any other cell an error. */
const MOST = 0.6;
const NEARLY_ALL = 0.9;
/** Lines between the names and the rows: units, and what loggers write beside them. */
const UNIT_LINES = 3;

/**
 * Finds names and rows among the first records of a file. Rows are records of the usual width whose cells fit their
 * columns; what stands before them are remarks (`#`, or records of another width), the names, and perhaps units.
 *
 * @throws DatasetError when the first line is a row and nobody gave names
 */
export function findLayout(records: readonly SampleRecord[], options: LayoutOptions): Layout {
  const { file, headerLine } = options;
  const remarks = records.filter(({ cells }) => cells[0]!.startsWith('#'));
  // Excel's first line says the delimiter: sep=;
  const plain = records.filter(
    ({ cells, line }) => !(cells[0]!.startsWith('#') || (line === 1 && /^sep=/i.test(cells[0]!))),
  );
  const first = plain[0];
  if (!first) {
    const given = options.names ?? headerRemark(remarks, undefined)?.cells;
    return {
      names: given ?? [],
      firstLine: (records.at(-1)?.line ?? 0) + 1,
      rows: [],
      mostlyNumbers: new Set(),
      numeric: new Set(),
      notices: [],
    };
  }
  const width = widthOf(plain, options.names?.length);
  const columns = columnKinds(plain, width);
  const firstRow = plain.findIndex((record) => isRow(record, width, columns));
  const untold = firstRow < 0 || columns.every((kind) => kind === 'text' || kind === 'missing');
  let header: SampleRecord | undefined;
  let begin: number;
  if (headerLine !== undefined) {
    header = records.find(({ line }) => line >= headerLine);
    begin = Math.max(
      plain.findIndex(({ line }) => line > (header?.line ?? 0)),
      0,
    );
    if (!untold) begin = Math.max(begin, Math.min(firstRow, begin + UNIT_LINES));
  } else if (options.names) {
    begin = untold ? 0 : firstRow;
  } else if (untold) {
    header = plain.find(({ cells }) => cells.length >= width) ?? first;
    begin = plain.indexOf(header) + 1;
  } else if (firstRow > 0) {
    header = headerBefore(plain.slice(0, firstRow), width);
    // a line below the names that has values is a row, if a bad one
    const below = plain.slice(plain.indexOf(header) + 1, firstRow);
    const units = below.findIndex((record) => hasValues(record, columns));
    begin = units < 0 ? firstRow : firstRow - below.length + units;
  } else {
    header = headerRemark(
      remarks.filter(({ line }) => line < first.line),
      width,
    );
    begin = header ? 0 : 1;
    header ??= namesInFirst(first, plain[1], columns, file);
  }
  const rows = plain.slice(begin);
  const shifted = header !== undefined && lacksFirstName(header, rows, width, columns);
  const names = options.names ?? namesOf(header!, shifted, width);
  const shares = names.map((_, i) => shareOfNumbers(rows, i));
  const lines = plain.slice(0, begin).filter((record) => record !== header);
  const before = [...remarks.filter(({ line }) => line < (rows[0]?.line ?? Infinity)), ...lines].filter(
    (record) => record !== header,
  );
  return {
    names,
    ...(header && !options.names && { headerLine: header.line }),
    firstLine: rows[0]?.line ?? (plain.at(-1)?.line ?? 0) + 1,
    rows,
    mostlyNumbers: columnsFrom(shares, MOST),
    numeric: columnsFrom(shares, NEARLY_ALL),
    notices: [
      ...noticesOf(before, header),
      ...(shifted && !options.names
        ? [
            `the names in line ${header!.line} are one fewer than the fields of a row; the first column is taken for one without a name`,
          ]
        : []),
    ],
  };
}

/** The usual number of fields, without those at the ends of lines that are always empty. */
function widthOf(records: readonly SampleRecord[], given: number | undefined): number {
  if (given !== undefined) return given;
  const { width } = usualWidth(records.map(({ cells }) => cells.length));
  const usual = records.filter(({ cells }) => cells.length === width);
  let used = 1;
  for (const { cells } of usual) for (let i = width; i > used; i--) if (cells[i - 1] !== '') used = i;
  return used;
}

/** What most cells of each column are, among the later records. */
function columnKinds(records: readonly SampleRecord[], width: number): CellKind[] {
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

function isRow({ cells }: SampleRecord, width: number, columns: readonly CellKind[]): boolean {
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

function hasValues({ cells }: SampleRecord, columns: readonly CellKind[]): boolean {
  return columns.some(
    (kind, i) => (kind === 'number' || kind === 'time') && /number|time/.test(kindOfCell(cells[i] ?? '')),
  );
}

/** The share of numbers among the cells of a column that have a value. */
function shareOfNumbers(rows: readonly SampleRecord[], column: number): number {
  let [numbers, others] = [0, 0];
  for (const { cells } of rows) {
    const kind = kindOfCell(cells[column] ?? '');
    if (kind === 'number') numbers++;
    else if (kind !== 'missing') others++;
  }
  return numbers === 0 ? 0 : numbers / (numbers + others);
}

function columnsFrom(shares: readonly number[], least: number): ReadonlySet<number> {
  return new Set(shares.flatMap((share, i) => (share >= least ? [i] : [])));
}

/**
 * Which record before the rows has the names: of those as wide as they are the one with the most names, and if there are
 * several one with a usual name for a time. Spreadsheets fill lines of remarks up with empty cells.
 */
function headerBefore(records: readonly SampleRecord[], width: number): SampleRecord {
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

const TIME_WORD = /date|time|datum|zeit|jahr|year|yyyy|stamp|fecha|heure|hora|data\b|^yr$/i;

/** The names in a remark before the rows: `#time,temp`. Remarks after it may be units. */
function headerRemark(remarks: readonly SampleRecord[], width: number | undefined): SampleRecord | undefined {
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
function namesInFirst(
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
function lacksFirstName(
  header: SampleRecord,
  rows: readonly SampleRecord[],
  width: number,
  columns: readonly CellKind[],
): boolean {
  if (trimEnd(header.cells).length !== width - 1 || header.cells.length >= width || width < 3) return false;
  const counting = rows.every(({ cells }, i) => Number(cells[0]) === Number(rows[0]!.cells[0]) + i);
  if (counting && rows.length > 1) return true;
  // where date and time of day have their names, the field too many is another: a decimal comma between commas
  const named = TIME_WORD.test(header.cells[0]!) && TIME_WORD.test(header.cells[1]!);
  return columns[0] === 'time' && columns[1] === 'time' && !named;
}

/** The names of a header; columns without one are called by their number. */
function namesOf({ cells }: SampleRecord, shifted: boolean, width: number): string[] {
  const all = shifted ? ['', ...cells] : cells;
  const names = all.slice(0, Math.max(width, trimEnd(all).length));
  return names.map((name, i) => (name === '' ? `column ${i + 1}` : name));
}

function trimEnd(cells: readonly string[]): string[] {
  let end = cells.length;
  while (end > 0 && cells[end - 1] === '') end--;
  return cells.slice(0, end);
}

function noticesOf(records: readonly SampleRecord[], header: SampleRecord | undefined): string[] {
  const headerLine = header?.line ?? Number.POSITIVE_INFINITY;
  const remarks = records.filter(({ line }) => line < headerLine).map(({ line }) => line);
  const units = records.filter(({ line }) => line > headerLine);
  return [
    ...(remarks.length > 0
      ? [`${linesText(remarks)} before the names ${remarks.length > 1 ? 'are' : 'is'} not read`]
      : []),
    ...units.map(
      ({ line, cells }) =>
        `line ${line} (${cells.slice(0, 4).join(', ')}${cells.length > 4 ? ', …' : ''}) has no values and is not read`,
    ),
  ];
}

function linesText(lines: readonly number[]): string {
  const sorted = lines.toSorted((a, b) => a - b);
  const [first, last] = [sorted[0]!, sorted.at(-1)!];
  return first === last ? `line ${first}` : `lines ${first}–${last}`;
}

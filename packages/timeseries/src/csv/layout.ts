import { columnKinds, columnsFrom, hasValues, isRow, MOST, shareOfNumbers, widthOf } from './column-kinds.ts';
import { headerBefore, headerRemark, lacksFirstName, namesInFirst, namesOf } from './header.ts';
import type { SampleRecord } from './sample.ts';

/** The position of a file's names and rows. */
export interface Layout {
  readonly names: readonly string[];
  /** The line of the names; absent when the caller gave them or there is no record. */
  readonly headerLine?: number;
  /** The line of the first row; records before it are no rows. */
  readonly firstLine: number;
  /** The first rows, cut to the names. */
  readonly rows: readonly SampleRecord[];
  /** Columns in which most of the first rows have numbers: how numbers are written is found from them. */
  readonly mostlyNumbers: ReadonlySet<number>;
  /** Columns in which nearly all of the first rows have numbers: a text in one is an error. */
  readonly numeric: ReadonlySet<number>;
  readonly notices: readonly string[];
}

/** What the options give. */
export interface LayoutOptions {
  /** What messages call the file. */
  readonly file: string;
  readonly names: readonly string[] | undefined;
  readonly headerLine: number | undefined;
}

/** The share of cells that makes a text in a column of numbers an error. */
const NEARLY_ALL = 0.9;
/** Lines between the names and the rows: units, and what loggers write beside them. */
const UNIT_LINES = 3;

/**
 * Finds names and rows among the first records of a file. Rows are records of the usual width whose cells fit their
 * columns; before them are remarks (`#`, or records of another width), the names, and perhaps units.
 *
 * @throws DatasetError when the first line is a row and no names are given
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
    // a line below the names that has values is a row, even if it cannot be read
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

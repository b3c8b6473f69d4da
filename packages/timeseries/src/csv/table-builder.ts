import { DatasetError } from '@seqloom/archives';
import type { CsvRecord } from '@seqloom/tables';
import type { CsvDialect, NumberColumn, SkippedRow, Table, TextColumn } from '../table.ts';
import { cellRules } from './cell-rules.ts';
import { ColumnBuilder } from './column-builder.ts';
import type { Layout } from './layout.ts';
import type { NumberFormat } from './number-format.ts';
import type { TimePlan } from './plan-time.ts';
import type { ReadCsvSettings } from './read-csv-options.ts';
import { risesIn, runsBackwards } from './row-order.ts';
import { type RowProblem, WAYS_OUT } from './row-problem.ts';
import { leadingZeros, textNotice, unusedTimes } from './table-notices.ts';
import { TimeBuilder, timeColumns } from './time-builder.ts';
import type { ValueMark } from './value-marks.ts';

const REPORTED = 100;
const FIRST_CAPACITY = 1024;
/** Cells allocated at first: a table of 100,000 columns begins with a few rows. */
const FIRST_CELLS = 1 << 17;
const HASH = 0x23;

/** What was seen of a file before its rows are read. */
export interface SeenFile {
  readonly layout: Layout;
  readonly time: TimePlan | undefined;
  readonly numbers: NumberFormat;
  readonly dialect: CsvDialect;
  /** Of the bytes that come. */
  readonly encoding: string;
  /** Whether the file has no record at all. */
  readonly empty: boolean;
}

/** Collects the rows of a file in typed columns. */
export class TableBuilder {
  readonly #options: ReadCsvSettings;
  readonly #seen: SeenFile;
  readonly #skipped: SkippedRow[] = [];
  readonly #columns: readonly (ColumnBuilder | undefined)[];
  readonly #times: TimeBuilder | undefined;
  readonly #firstLine: number;
  #lines = new Int32Array(0);
  #capacity = 0;
  #rows = 0;
  #skippedRows = 0;
  #remarks = 0;

  /** @throws DatasetError when two columns have one name, or an option names a column that is not there */
  constructor(options: ReadCsvSettings, seen: SeenFile) {
    const { layout, time } = seen;
    this.#options = options;
    this.#seen = seen;
    this.#firstLine = layout.firstLine;
    const kinds = new Map(Object.entries(options.columns));
    const timed = new Set(time ? timeColumns(time.source) : []);
    const marked = options.missing.flatMap((each) => (typeof each === 'object' ? [each.column] : []));
    this.#checkNames([...kinds.keys(), ...timed, ...marked]);
    const rules = cellRules(options, seen.numbers, seen.encoding);
    this.#columns = layout.names.map((name, i) => {
      const kind = kinds.get(name);
      // columns of the time are not kept as quantities unless columns asks for them
      if (kind === 'skip' || (kind === undefined && timed.has(name))) return undefined;
      return new ColumnBuilder(name, kind, rules(name), layout.numeric.has(i));
    });
    this.#times = time && new TimeBuilder(time, layout.names, risesIn(layout, time));
    this.#reserve(
      Math.max(4, Math.min(FIRST_CAPACITY, Math.floor(FIRST_CELLS / Math.max(1, layout.names.length)))),
    );
  }

  #checkNames(asked: readonly string[]): void {
    const { names } = this.#seen.layout;
    const { name: file } = this.#options;
    const known = new Set<string>();
    for (const name of names) {
      if (known.has(name)) {
        throw new DatasetError(file, `two columns are called "${name}".`, { wayOut: WAYS_OUT.names });
      }
      known.add(name);
    }
    const unknown = asked.find((name) => !known.has(name));
    if (unknown === undefined || names.length === 0) return;
    const some = names.slice(0, 20).map((name) => `"${name}"`);
    const more = names.length > some.length ? ` and ${names.length - some.length} more` : '';
    throw new DatasetError(file, `there is no column "${unknown}". Columns: ${some.join(', ')}${more}.`);
  }

  add(record: CsvRecord): void {
    try {
      if (record.line < this.#firstLine) this.#checkText(record);
      else this.#addRow(record);
    } catch (cause) {
      throw this.#orEncoding(cause, record);
    }
  }

  /** Names and remarks must be text too. */
  #checkText({ bytes, starts, ends, count }: CsvRecord): void {
    const decoder = new TextDecoder(this.#seen.encoding, { fatal: true });
    decoder.decode(bytes.subarray(starts[0], ends[count - 1]));
  }

  #orEncoding(cause: unknown, { line }: Pick<CsvRecord, 'line'>): unknown {
    if (!(cause instanceof TypeError)) return cause; // thrown by a TextDecoder
    const problem = `line ${line} is not ${this.#seen.dialect.encoding}.`;
    return new DatasetError(this.#options.name, problem, { cause, wayOut: WAYS_OUT.encoding });
  }

  #addRow(record: CsvRecord): void {
    const problem = this.#readRow(record);
    if (problem === undefined) {
      this.#rows++;
      return;
    }
    if (record.bytes[record.starts[0]!] === HASH) {
      this.#remarks++;
      return;
    }
    if (this.#options.badRows === 'stop') {
      const { reason, wayOut } = problem;
      throw new DatasetError(this.#options.name, `line ${record.line}: ${reason}.`, { wayOut });
    }
    this.#skippedRows++;
    if (this.#skipped.length < REPORTED) this.#skipped.push({ line: record.line, reason: problem.reason });
  }

  /** Writes the values of row `#rows`; a row that turns out bad is overwritten by the next one. */
  #readRow(record: CsvRecord): RowProblem | undefined {
    const columns = this.#columns;
    const { bytes, starts, ends, quotes, count } = record;
    if (count !== columns.length && !endsEmpty(record, columns.length)) {
      return { reason: `${count} fields, expected ${columns.length}`, wayOut: WAYS_OUT.badRows };
    }
    if (this.#rows === this.#capacity) this.#reserve(this.#capacity * 2);
    for (let i = 0; i < columns.length; i++) {
      if (quotes[i] === 3) {
        return { reason: `text after the closing quote of field ${i + 1}`, wayOut: WAYS_OUT.badRows };
      }
      const problem = columns[i]?.set(this.#rows, bytes, starts[i]!, ends[i]!, quotes[i]!);
      if (problem !== undefined)
        return { reason: problem.reason, wayOut: WAYS_OUT[problem.option ?? 'badRows'] };
    }
    this.#lines[this.#rows] = record.line;
    const problem = this.#times?.set(this.#rows, record);
    return problem && { reason: problem.reason, wayOut: WAYS_OUT[problem.option ?? 'badRows'] };
  }

  #reserve(rows: number): void {
    for (const column of this.#columns) column?.reserve(rows);
    this.#times?.reserve(rows);
    const lines = new Int32Array(rows);
    lines.set(this.#lines);
    this.#lines = lines;
    this.#capacity = rows;
  }

  /** @throws DatasetError when there is no row */
  finish(): Table {
    const { name } = this.#options;
    const { layout, dialect, time, empty } = this.#seen;
    const rows = this.#rows;
    if (empty) throw new DatasetError(name, 'the file is empty. Fetch it again.');
    if (rows === 0) {
      const why = this.#skipped[0];
      const reason = why ? ` (line ${why.line}: ${why.reason})` : '';
      throw new DatasetError(name, `no row can be read${reason}. Look at the file.`);
    }
    const columns = new Map<string, NumberColumn | TextColumn>();
    const marks: ValueMark[] = [];
    const textNotices: string[] = [];
    for (const column of this.#columns) {
      if (!column) continue;
      const finished = column.finish(rows);
      columns.set(column.name, finished);
      column.addMarks(rows, marks);
      const notice = textNotice(column.name, finished, this.#options);
      if (notice !== undefined) textNotices.push(notice);
    }
    const times = this.#times?.finish(rows);
    const lines = this.#lines.slice(0, rows);
    const reversed = times !== undefined && runsBackwards(times);
    if (reversed) {
      times.reverse();
      lines.reverse();
      for (const column of columns.values())
        (column.kind === 'number' ? column.values : column.codes).reverse();
    }
    return {
      name,
      rows,
      columns,
      ...(times && { times }),
      lines,
      skipped: this.#skipped,
      skippedRows: this.#skippedRows,
      dialect,
      marks,
      notices: [
        ...layout.notices,
        ...(this.#remarks > 0 ? [`${this.#remarks} remarks (#) between the rows are not read`] : []),
        ...(reversed ? ['the rows run from new to old and were reversed'] : []),
        ...unusedTimes(time?.unused ?? []),
        ...leadingZeros(layout, columns),
        ...textNotices,
      ],
    };
  }
}

/** Whether the fields beyond the columns are empty: delimiters at the end of a line. */
function endsEmpty({ starts, ends, quotes, count }: CsvRecord, columns: number): boolean {
  for (let i = columns; i < count; i++) if (ends[i]! > starts[i]! || quotes[i] !== 0) return false;
  return count >= columns;
}

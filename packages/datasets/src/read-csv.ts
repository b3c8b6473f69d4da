import { type CellRules, ColumnBuilder } from './column-builder.ts';
import { type CsvRecord, CsvSplitter } from './csv-splitter.ts';
import { DatasetError, type WayOut } from './dataset-error.ts';
import { checkReadCsvOptions, type ReadCsvOptions } from './read-csv-options.ts';
import type { SkippedRow, Table } from './table.ts';
import { findTime, TimeBuilder } from './time-builder.ts';

const MISSING = ['', 'NA', 'NaN', 'nan', 'null'];
const REPORTED = 100;
const FIRST_CAPACITY = 1024;

/** What helps, by the option that does it. */
const WAYS_OUT = {
  badRows: { option: 'badRows', advice: 'Mend the line, or leave such rows out with badRows: "skip".' },
  time: { option: 'time', advice: 'Say which it is with the option time.' },
  format: {
    option: 'format',
    advice: 'Name its own, for instance time: { format: "MM/dd/yyyy HH:mm" }, "unix" or "unix-ms".',
  },
  delimiter: { option: 'delimiter', advice: 'Give the option delimiter.' },
  encoding: { option: 'encoding', advice: 'Give the option encoding, for example "iso-8859-1".' },
} as const satisfies Record<string, WayOut>;

/** Why a row cannot be read, and what helps. */
interface RowProblem {
  readonly reason: string;
  readonly wayOut: WayOut;
}

/**
 * Reads CSV bytes as they come into typed columns: 4 bytes a number and nothing for the text around it.
 *
 * @param chunks The file's bytes, unpacked; a page's `file.stream()` or `response.body` works.
 * @throws DatasetError naming file and line when a row cannot be read (`badRows: 'stop'`), the encoding is
 * wrong, a column is named twice, or there are no rows; RangeError when an option does not fit.
 * @example
 * const table = await readCsv(file.stream(), { name: file.name, time: { column: 'Date Time' }, sentinels: [-9999] });
 * numbersOf(table, 'T (degC)')[0];
 */
export async function readCsv(
  chunks: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: ReadCsvOptions,
): Promise<Table> {
  checkReadCsvOptions(options);
  const builder = new TableBuilder(options);
  const splitter = new CsvSplitter(options.delimiter ?? ',', (record) => builder.add(record));
  try {
    for await (const chunk of 'getReader' in chunks ? piecesOf(chunks) : chunks) splitter.push(chunk);
    splitter.end();
  } catch (cause) {
    if (cause instanceof DatasetError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DatasetError(options.name, `${reason}. Mend the file or fetch it again.`, { cause });
  }
  return builder.finish();
}

/** Not every browser can iterate over a stream. */
async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

function bad(reason: string): RowProblem {
  return { reason, wayOut: WAYS_OUT.badRows };
}

class TableBuilder {
  readonly #options: ReadCsvOptions;
  readonly #rules: CellRules;
  readonly #skipped: SkippedRow[] = [];
  #columns: (ColumnBuilder | undefined)[] | undefined;
  #times: TimeBuilder | undefined;
  #lines = new Int32Array(0);
  #capacity = FIRST_CAPACITY;
  #rows = 0;
  #skippedRows = 0;

  constructor(options: ReadCsvOptions) {
    this.#options = options;
    const decoder = new TextDecoder(options.encoding ?? 'utf-8', { fatal: true, ignoreBOM: true });
    this.#rules = {
      missing: new Set(options.missing ?? MISSING),
      sentinels: Float64Array.from(options.sentinels ?? []),
      decode: (bytes, start, end, quote) => {
        const text = decoder.decode(bytes.subarray(start, end));
        return quote === 2 ? text.replaceAll('""', '"') : text;
      },
    };
    if (options.names) this.#begin(options.names);
  }

  add(record: CsvRecord): void {
    try {
      if (!this.#columns) this.#begin(this.#texts(record));
      else this.#addRow(record);
    } catch (cause) {
      if (!(cause instanceof TypeError)) throw cause; // a TextDecoder's complaint
      const encoding = this.#options.encoding ?? 'utf-8';
      const problem = `line ${record.line} is not ${encoding}.`;
      throw new DatasetError(this.#options.name, problem, { cause, wayOut: WAYS_OUT.encoding });
    }
  }

  #texts({ bytes, starts, ends, quotes, count }: CsvRecord): string[] {
    return Array.from({ length: count }, (_, i) =>
      this.#rules.decode(bytes, starts[i]!, ends[i]!, quotes[i]!).trim(),
    );
  }

  #begin(names: readonly string[]): void {
    const { columns = {}, name: file } = this.#options;
    const source = this.#options.time === 'auto' ? {} : this.#options.time;
    const time = source && findTime(names, source);
    if (source && !time) {
      const [only = ''] = names;
      const joined = names.length === 1 && /[;\t|]/.test(only);
      const problem = joined
        ? `the first line is one column, "${only}".`
        : `no column looks like a time; columns: ${quoted(names)}.`;
      throw new DatasetError(file, problem, { wayOut: joined ? WAYS_OUT.delimiter : WAYS_OUT.time });
    }
    const kinds = new Map(Object.entries(columns));
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined) throw new DatasetError(file, `two columns are called "${twice}". Rename one.`);
    const timeColumns = time ? TimeBuilder.columnsOf(time) : [];
    const asked = [...kinds.keys(), ...timeColumns];
    const unknown = asked.find((name) => !names.includes(name));
    if (unknown !== undefined) {
      throw new DatasetError(file, `there is no column "${unknown}". Columns: ${quoted(names)}.`);
    }
    this.#times = time ? new TimeBuilder(time, names) : undefined;
    this.#columns = names.map((name) => {
      const kind = kinds.get(name);
      // what became the time is no quantity; it stays when asked for
      if (kind === 'skip' || (kind === undefined && timeColumns.includes(name))) return undefined;
      return new ColumnBuilder(name, kind, this.#rules);
    });
    this.#reserve(FIRST_CAPACITY);
  }

  #addRow(record: CsvRecord): void {
    const problem = this.#readRow(record);
    if (problem === undefined) {
      this.#rows++;
      return;
    }
    if ((this.#options.badRows ?? 'stop') === 'stop') {
      const { reason, wayOut } = problem;
      throw new DatasetError(this.#options.name, `line ${record.line}: ${reason}.`, { wayOut });
    }
    this.#skippedRows++;
    if (this.#skipped.length < REPORTED) this.#skipped.push({ line: record.line, reason: problem.reason });
  }

  /** Writes the values of row `#rows`; a row that turns out bad is overwritten by the next one. */
  #readRow(record: CsvRecord): RowProblem | undefined {
    const columns = this.#columns!;
    if (record.count !== columns.length) return bad(`${record.count} fields, expected ${columns.length}`);
    if (this.#rows === this.#capacity) this.#reserve(this.#capacity * 2);
    const { bytes, starts, ends, quotes } = record;
    for (let i = 0; i < columns.length; i++) {
      if (quotes[i] === 3) return bad(`text after the closing quote of field ${i + 1}`);
      const problem = columns[i]?.set(this.#rows, bytes, starts[i]!, ends[i]!, quotes[i]!);
      if (problem !== undefined) return bad(problem);
    }
    this.#lines[this.#rows] = record.line;
    const reason = this.#times?.set(this.#rows, record);
    if (reason === undefined) return undefined;
    return this.#times!.hasFormat ? bad(reason) : { reason, wayOut: WAYS_OUT.format };
  }

  #reserve(rows: number): void {
    for (const column of this.#columns!) column?.reserve(rows);
    this.#times?.reserve(rows);
    const lines = new Int32Array(rows);
    lines.set(this.#lines);
    this.#lines = lines;
    this.#capacity = rows;
  }

  finish(): Table {
    const { name } = this.#options;
    if (!this.#columns) throw new DatasetError(name, 'the file is empty. Fetch it again.');
    if (this.#rows === 0) {
      const why = this.#skipped[0];
      throw new DatasetError(
        name,
        `no row can be read${why ? ` (line ${why.line}: ${why.reason})` : ''}. Look at the file.`,
      );
    }
    const columns = new Map(
      this.#columns.flatMap((column) => (column ? [[column.name, column.finish(this.#rows)]] : [])),
    );
    return {
      name,
      rows: this.#rows,
      columns,
      ...(this.#times && { times: this.#times.finish(this.#rows) }),
      lines: this.#lines.slice(0, this.#rows),
      skipped: this.#skipped,
      skippedRows: this.#skippedRows,
    };
  }
}

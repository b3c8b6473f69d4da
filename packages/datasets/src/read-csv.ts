import { type CellRules, ColumnBuilder, type ColumnKind } from './column-builder.ts';
import { type CsvRecord, CsvSplitter } from './csv-splitter.ts';
import { DatasetError } from './dataset-error.ts';
import type { SkippedRow, Table } from './table.ts';
import { findTime, TimeBuilder, type TimeSource } from './time-builder.ts';

/** Options of {@link readCsv}. */
export interface ReadCsvOptions {
  /** What messages call the file: its path or address. */
  readonly name: string;
  /** One character. Default `,`. */
  readonly delimiter?: string;
  /** Any label of the Encoding Standard whose ASCII part is ASCII: `utf-8` (default), `iso-8859-1`, `windows-1252`. */
  readonly encoding?: string;
  /** The columns' names, when the file's first line does not give them. */
  readonly names?: readonly string[];
  /** How columns are kept; `skip` leaves one out. Default: numbers as float32, or texts, by the first value. */
  readonly columns?: Readonly<Record<string, ColumnKind | 'skip'>>;
  /** Where the time of a row stands; `auto` looks for usual names. Without it the table has no times. */
  readonly time?: TimeSource | 'auto';
  /** Texts that mean "no value". Default: nothing, `NA`, `NaN`, `nan`, `null`. */
  readonly missing?: readonly string[];
  /** Numbers that mean "no value", such as −9999. Default none. */
  readonly sentinels?: readonly number[];
  /** What to do with a row that cannot be read. Default `stop`. */
  readonly badRows?: 'stop' | 'skip';
}

const MISSING = ['', 'NA', 'NaN', 'nan', 'null'];
const REPORTED = 100;
const FIRST_CAPACITY = 1024;

/**
 * Reads CSV bytes as they come into typed columns: 4 bytes a number and nothing for the text around it.
 *
 * @param chunks The file's bytes, unpacked; a page's `file.stream()` or `response.body` works.
 * @throws DatasetError naming file and line when a row cannot be read (`badRows: 'stop'`), the encoding is
 * wrong, a column is named twice, or there are no rows.
 * @example
 * const table = await readCsv(file.stream(), { name: file.name, time: { column: 'Date Time' }, sentinels: [-9999] });
 * numbersOf(table, 'T (degC)')[0];
 */
export async function readCsv(
  chunks: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: ReadCsvOptions,
): Promise<Table> {
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

class TableBuilder {
  readonly #options: ReadCsvOptions;
  readonly #rules: CellRules;
  readonly #skipped: SkippedRow[] = [];
  #columns: (ColumnBuilder | undefined)[] | undefined;
  #times: TimeBuilder | undefined;
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
      const problem = `line ${record.line} is not ${encoding}. Give the option encoding, for example "iso-8859-1".`;
      throw new DatasetError(this.#options.name, problem, { cause });
    }
  }

  #texts({ bytes, starts, ends, quotes, count }: CsvRecord): string[] {
    return Array.from({ length: count }, (_, i) =>
      this.#rules.decode(bytes, starts[i]!, ends[i]!, quotes[i]!).trim(),
    );
  }

  #begin(names: readonly string[]): void {
    const { columns = {}, name: file } = this.#options;
    const time = this.#options.time === 'auto' ? findTime(names) : this.#options.time;
    if (this.#options.time === 'auto' && !time) {
      throw new DatasetError(
        file,
        `no column looks like a time; columns: ${quoted(names)}. Say which it is with the option time.`,
      );
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
      throw new DatasetError(
        this.#options.name,
        `line ${record.line}: ${problem}. Mend the line, or leave such rows out with badRows: "skip".`,
      );
    }
    this.#skippedRows++;
    if (this.#skipped.length < REPORTED) this.#skipped.push({ line: record.line, reason: problem });
  }

  /** Writes the values of row `#rows`; a row that turns out bad is overwritten by the next one. */
  #readRow(record: CsvRecord): string | undefined {
    const columns = this.#columns!;
    if (record.count !== columns.length) return `${record.count} fields, expected ${columns.length}`;
    if (this.#rows === this.#capacity) this.#reserve(this.#capacity * 2);
    const { bytes, starts, ends, quotes } = record;
    for (let i = 0; i < columns.length; i++) {
      if (quotes[i] === 3) return `text after the closing quote of field ${i + 1}`;
      const problem = columns[i]?.set(this.#rows, bytes, starts[i]!, ends[i]!, quotes[i]!);
      if (problem !== undefined) return problem;
    }
    return this.#times?.set(this.#rows, record);
  }

  #reserve(rows: number): void {
    for (const column of this.#columns!) column?.reserve(rows);
    this.#times?.reserve(rows);
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
      skipped: this.#skipped,
      skippedRows: this.#skippedRows,
    };
  }
}

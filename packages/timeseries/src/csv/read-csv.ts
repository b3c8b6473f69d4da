import { DatasetError, type WayOut } from '@seqloom/archives';
import { joinBytes } from '@seqloom/archives/streams';
import { type ByteSource, byteSource, CsvSplitter, isBinary, markLength } from '@seqloom/tables';
import { type ByteChunks, piecesOf } from '../byte-chunks.ts';
import type { CsvDialect, Table } from '../table.ts';
import { detectDelimiter } from './delimiter.ts';
import { findLayout, type Layout } from './layout.ts';
import { detectNumberFormat, type NumberFormat } from './number-format.ts';
import { planTime, type TimePlan } from './plan-time.ts';
import { type ReadCsvOptions, type ReadCsvSettings, resolveReadCsvOptions } from './read-csv-options.ts';
import { sampleRecords } from './sample.ts';
import { TableBuilder } from './table-builder.ts';
import { timeColumns } from './time-builder.ts';

/** Bytes from which the dialect is detected: some thousand rows. */
const HEAD_BYTES = 1 << 16;
/** Lines that the head has at least, however long they are. */
const HEAD_LINES = 8;
const MOST_HEAD_BYTES = 1 << 26;
const LF = 0x0a;

const WAYS_OUT = {
  time: { option: 'time', advice: 'Say which it is with the option time.' },
  format: {
    option: 'format',
    advice:
      'Name the one that is meant, for instance time: { format: "MM/dd/yyyy HH:mm" } or "dd/MM/yyyy HH:mm".',
  },
  encoding: { option: 'encoding', advice: 'Give the option encoding, for example "iso-8859-1".' },
  decimal: { option: 'decimal', advice: 'Say which with decimal: "," or with thousands: ",".' },
} as const satisfies Record<string, WayOut>;

/**
 * Reads CSV bytes as they come into typed columns: 4 bytes a number and nothing for the text around it. Encoding,
 * delimiter, decimal mark, names and times are detected from the beginning of the file unless an option gives them; the
 * table's `dialect` says what was detected, its `notices` what was skipped or changed: remarks and lines of units, rows from new to
 * old (reversed), columns that look like times and are not used; its `marks` list values that look like "no value".
 *
 * @param chunks The file's bytes, unpacked; a page's `file.stream()` or `response.body` works.
 * @throws DatasetError naming file and line when a row cannot be read (`badRows: 'stop'`), the encoding is
 * wrong, a column is named twice, a number or a date can be read in two ways, there are no rows, or there are more than
 * `maxBytes`; RangeError when an option does not fit.
 * @example
 * const table = await readCsv(file.stream(), { name: file.name, time: 'auto', missing: [-9999] });
 * numbersOf(table, 'T (degC)')[0];
 */
export async function readCsv(chunks: ByteChunks, options: ReadCsvOptions): Promise<Table> {
  const reader = new CsvReader(resolveReadCsvOptions(options));
  try {
    for await (const chunk of piecesOf(chunks)) reader.push(chunk);
    return reader.finish();
  } catch (cause) {
    if (cause instanceof DatasetError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DatasetError(options.name, `${reason}. Correct the file or fetch it again.`, { cause });
  }
}

/** Holds the head of a file until its dialect is detected, then passes everything on to the table. */
class CsvReader {
  readonly #options: ReadCsvSettings;
  #head: Uint8Array[] = [];
  #headLines = 0;
  #bytes = 0;
  #source: ByteSource | undefined;
  #splitter: CsvSplitter | undefined;
  #table: TableBuilder | undefined;

  constructor(options: ReadCsvSettings) {
    this.#options = options;
  }

  push(chunk: Uint8Array): void {
    const { name, maxBytes } = this.#options;
    this.#bytes += chunk.length;
    if (this.#bytes > maxBytes) {
      throw new DatasetError(name, `the file unpacks to more than ${maxBytes} bytes.`, {
        wayOut: { option: 'maxBytes', advice: 'If it is meant to be that large, raise maxBytes.' },
      });
    }
    if (this.#splitter) {
      this.#splitter.push(this.#convert(chunk));
      return;
    }
    this.#head.push(chunk.slice()); // a stream may use its buffer again
    for (
      let at = chunk.indexOf(LF);
      at >= 0 && this.#headLines < HEAD_LINES;
      at = chunk.indexOf(LF, at + 1)
    ) {
      this.#headLines++;
    }
    const enough = this.#bytes >= HEAD_BYTES && this.#headLines >= HEAD_LINES;
    if (enough || this.#bytes >= MOST_HEAD_BYTES) this.#begin(false);
  }

  finish(): Table {
    if (!this.#splitter) this.#begin(true);
    const rest = this.#convert(new Uint8Array(0), true);
    if (rest.length > 0) this.#splitter!.push(rest);
    this.#splitter!.end();
    return this.#table!.finish();
  }

  #convert(chunk: Uint8Array, last = false): Uint8Array {
    try {
      return this.#source!.convert(chunk, last);
    } catch (cause) {
      throw new DatasetError(this.#options.name, `the file is not ${this.#source!.encoding}.`, {
        cause,
        wayOut: WAYS_OUT.encoding,
      });
    }
  }

  #begin(whole: boolean): void {
    const head = joinBytes(this.#head);
    this.#head = [];
    this.#source = byteSource(head, this.#options.encoding);
    const converted = this.#convert(head);
    if (isBinary(converted)) {
      throw new DatasetError(
        this.#options.name,
        'its first line has control characters, so this is not a text file. Give the rows as CSV.',
      );
    }
    const bytes = converted.subarray(markLength(converted));
    const { table, delimiter } = this.#look(wholeLines(bytes, whole), whole);
    this.#table = table;
    this.#splitter = new CsvSplitter(delimiter, (record) => table.add(record));
    this.#splitter.push(bytes);
  }

  /** Detects the file's dialect from its beginning. */
  #look(bytes: Uint8Array, whole: boolean): { readonly table: TableBuilder; readonly delimiter: string } {
    const options = this.#options;
    const { name: file, names, headerLine } = options;
    const { encoding, converted } = this.#source!;
    const delimiter = options.delimiter ?? detectDelimiter(bytes, converted);
    const records = sampleRecords(bytes, delimiter, converted);
    const layout = findLayout(records, { file, names, headerLine });
    const time = this.#timeOf(layout, whole && layout.rows.length < 1000);
    const numbers = this.#numbersOf(layout, time);
    const dialect: CsvDialect = {
      encoding,
      delimiter,
      ...numbers,
      ...(layout.headerLine !== undefined && { headerLine: layout.headerLine }),
      ...(time && { timeColumns: timeColumns(time.source) }),
      ...(time?.format && { timeFormat: time.format.text }),
      ...(time?.source.zone !== undefined && { timeZone: time.source.zone }),
    };
    const table = new TableBuilder(options, {
      layout,
      time,
      numbers,
      dialect,
      encoding: converted,
      empty: records.length === 0,
    });
    return { table, delimiter };
  }

  #timeOf({ names, rows }: Layout, whole: boolean): TimePlan | undefined {
    const { name: file, time } = this.#options;
    if (time === undefined || names.length === 0) return undefined;
    const source = time === 'auto' ? {} : time;
    const asked = 'year' in source ? [] : [source.column, source.clock];
    const unknown = asked.find((name) => name !== undefined && !names.includes(name));
    if (unknown !== undefined) {
      throw new DatasetError(file, `there is no column "${unknown}". Columns: ${listed(names)}.`);
    }
    const plan = planTime({ names, rows, whole }, source);
    if (!plan) {
      throw new DatasetError(file, `no column looks like a time; columns: ${listed(names)}.`, {
        wayOut: WAYS_OUT.time,
      });
    }
    if (plan.other !== undefined) {
      const [column = ''] = timeColumns(plan.source);
      throw new DatasetError(
        file,
        `the times in column "${column}" may be ${plan.format!.text} or ${plan.other}.`,
        { wayOut: WAYS_OUT.format },
      );
    }
    return plan;
  }

  #numbersOf({ names, rows, mostlyNumbers }: Layout, time: TimePlan | undefined): NumberFormat {
    const { decimal, thousands, columns, name: file } = this.#options;
    if (decimal !== undefined) return { decimal, ...(thousands && { thousands }) };
    if (thousands !== undefined) return { decimal: thousands === '.' ? ',' : '.', thousands };
    const timed = new Set(time ? timeColumns(time.source) : []);
    const free = names.flatMap((name, i) =>
      !mostlyNumbers.has(i) ||
      timed.has(name) ||
      (Object.hasOwn(columns, name) && /text|skip/.test(columns[name]!))
        ? []
        : [i],
    );
    const found = detectNumberFormat(
      rows.map(({ cells }) => cells),
      free,
    );
    if ('decimal' in found) return found;
    const { cell, row, column } = found;
    throw new DatasetError(
      file,
      `line ${rows[row]!.line}: "${cell}" in column "${names[column]}" may be ${cell.replace(',', '.')} or ${cell.replace(',', '')}.`,
      { wayOut: WAYS_OUT.decimal },
    );
  }
}

/** The complete lines of the head. */
function wholeLines(bytes: Uint8Array, whole: boolean): Uint8Array {
  return whole ? bytes : bytes.subarray(0, bytes.lastIndexOf(LF) + 1);
}

/** Names in a message: the first twenty. */
function listed(names: readonly string[]): string {
  const some = names.slice(0, 20).map((name) => `"${name}"`);
  return `${some.join(', ')}${names.length > some.length ? ` and ${names.length - some.length} more` : ''}`;
}

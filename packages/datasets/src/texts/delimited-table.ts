import { DatasetError } from '@seqloom/archives';
import { type CsvRecord, CsvSplitter } from '@seqloom/tables';
import { type DelimitedDialect, findDialect } from './delimited-dialect.ts';
import { seesHeader } from './header.ts';
import type { TableOptions } from './open-table.ts';
import {
  type Budget,
  BYTES_PER_FIELD,
  numberedNames,
  quoted,
  type RowLog,
  type TextTable,
  WAYS_OUT,
} from './text-table.ts';

const MOST_COLUMNS = 10_000;

/**
 * Reads a delimited file into columns.
 *
 * @param bytes UTF-8
 * @throws DatasetError for a delimiter or a header that can be seen in two ways, a quote that is not closed, and rows with too
 * many or too few fields
 */
export function delimitedTable(
  file: string,
  bytes: Uint8Array,
  options: Pick<TableOptions, 'delimiter' | 'header' | 'text' | 'label' | 'labelled'>,
  { log, budget }: { readonly log: RowLog; readonly budget: Budget },
): TextTable {
  const told = /^sep=([\t;|,])\r?\n/i.exec(new TextDecoder().decode(bytes.subarray(0, 7)));
  const body = told ? bytes.subarray(told[0].length) : bytes;
  const firstLine = told ? 2 : 1;
  const dialect = findDialect(file, body, {
    delimiter: options.delimiter ?? told?.[1],
    labelled: options.labelled,
  });
  let rows = splitRows(file, body, dialect, { log, budget, firstLine });
  if (rows === 'unquoted') {
    rows = splitRows(file, body, { ...dialect, quoted: false }, { log, budget, firstLine }) as Rows;
  }
  const { columns, places } = rows;
  if (places.length === 0)
    throw new DatasetError(file, 'the file has no rows. Give a file with texts and labels.');
  const asked = [options.text, options.label].flat().filter((choice) => typeof choice === 'string');
  const isNamed = asked.length > 0 && asked.every((name) => columns.some(([cell]) => cell?.trim() === name));
  const header = options.header ?? (isNamed || seesHeader(columns));
  if (header === undefined) {
    const first = columns.map(([cell = '']) => quoted(cell)).join(', ');
    throw new DatasetError(file, `line ${places[0]} may name the columns or be the first text: ${first}.`, {
      wayOut: WAYS_OUT.header,
    });
  }
  const names = numberedNames(columns.length);
  return {
    form: 'delimited',
    names: header ? names.map((name, i) => columns[i]![0]!.trim() || name) : names,
    named: header,
    columns: header ? columns.map((cells) => cells.slice(1)) : columns,
    place: (row) => `line ${places[row + (header ? 1 : 0)]}`,
    delimiter: dialect.delimiter,
  };
}

interface Rows {
  readonly columns: string[][];
  readonly places: number[];
}

/** @returns `unquoted` when a file of tabs turns out to have quotes that enclose nothing */
function splitRows(
  file: string,
  bytes: Uint8Array,
  { delimiter, quoted: quotedFields, width }: DelimitedDialect,
  { log, budget, firstLine }: { readonly log: RowLog; readonly budget: Budget; readonly firstLine: number },
): Rows | 'unquoted' {
  if (width > MOST_COLUMNS) {
    throw new DatasetError(file, `the rows have ${width} fields; expected a text and a label.`, {
      wayOut: WAYS_OUT.delimiter,
    });
  }
  const mayBeUnquoted = quotedFields && delimiter === '\t';
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const columns: string[][] = Array.from({ length: width }, () => []);
  const places: number[] = [];
  let stray = false;
  const add = (record: CsvRecord): void => {
    const { bytes: within, starts, ends, quotes, count } = record;
    const line = record.line + firstLine - 1;
    let fields = count;
    while (fields > width && starts[fields - 1] === ends[fields - 1]) fields--; // delimiters at the end of a line
    let at = 0;
    for (let i = 0; i < fields; i++) {
      if (quotes[i] === 3) {
        if (mayBeUnquoted) {
          stray = true;
          return;
        }
        log.drop(
          `line ${line}`,
          `field ${i + 1} goes on after its closing quote; a quote inside a quoted text must be doubled ("")`,
        );
        return;
      }
      at += ends[i]! - starts[i]!;
    }
    if (at === 0 && fields > 1) return; // a row of nothing but delimiters
    // R leaves out the name of the column of row names
    const short = places.length === 0 && fields === width - 1 && fields > 1 ? 1 : 0;
    if (fields + short !== width) {
      const long = fields > width ? `; a text with the delimiter in it must be in quotes` : '';
      log.drop(`line ${line}`, `${fields} ${fields === 1 ? 'field' : 'fields'}, expected ${width}${long}`);
      return;
    }
    budget.take(at + BYTES_PER_FIELD * width);
    if (short) columns[0]!.push('');
    for (let i = 0; i < fields; i++) {
      const text = decoder.decode(within.subarray(starts[i], ends[i]));
      columns[i + short]!.push(quotes[i] === 2 ? text.replaceAll('""', '"') : text);
    }
    places.push(line);
  };
  const splitter = new CsvSplitter(delimiter, add, { quoted: quotedFields });
  try {
    splitter.push(bytes);
    splitter.end();
  } catch (cause) {
    if (cause instanceof DatasetError) throw cause;
    if (mayBeUnquoted) return 'unquoted';
    const reason = cause instanceof Error ? cause.message : String(cause);
    const line = reason.replace(/^line (\d+)/, (_, number) => `line ${Number(number) + firstLine - 1}`);
    throw new DatasetError(file, `${line}. Close the quote, or double the quotes inside a quoted text.`, {
      cause,
    });
  }
  return stray ? 'unquoted' : { columns, places };
}

import { DatasetError } from '@seqloom/archives';
import { printable } from '@seqloom/options';
import { findTextColumns } from './column-roles.ts';
import { type OpenedTable, openTable, type TableOptions } from './open-table.ts';
import { columnsLine } from './report-lines.ts';
import type { TextForm } from './text-dataset.ts';
import { type ReadTextsOptions, textsOptions } from './text-options.ts';
import type { TextSource } from './text-source.ts';

/** Texts without labels, and how they were read. */
export interface ReadTexts {
  /** A text for each row, in the order of the file; a row without one is empty. */
  readonly texts: readonly string[];
  /** What the file is. */
  readonly form: TextForm;
  /** What was seen and what a user should know, for a terminal. */
  readonly lines: readonly string[];
}

/**
 * Reads texts that a model is to answer for: what `readLabelledTexts` reads, with or without labels, files of one column, a text a line,
 * a folder of texts. By the name a file is a table (`.csv`, `.tsv`, `.tab`), JSON (`.json`, `.jsonl`, `.ndjson`) or a text a
 * line (any other name, and no name at all); `delimiter` makes it a table.
 *
 * @throws DatasetError that names file, line and column and the way out; RangeError or TypeError when an option does not fit
 * @example
 * const { texts } = await readTexts(file, { text: 'review' });
 */
export async function readTexts(source: TextSource, options: ReadTextsOptions = {}): Promise<ReadTexts> {
  const settings = unlabelled('readTexts', options);
  return textsOf(await openTable('readTexts', source, settings), settings);
}

/** The options of texts without labels. */
export function unlabelled(owner: string, options: ReadTextsOptions): TableOptions {
  return { ...textsOptions(owner, options), label: undefined, labelled: false };
}

/** The texts of a table. */
export function textsOf({ table, source }: OpenedTable, settings: TableOptions): ReadTexts {
  const { file, encoding, log } = source;
  const rows = table.columns[0]?.length ?? 0;
  if (rows === 0) throw new DatasetError(file, 'the file has no texts. Give a file with texts.');
  const text = findTextColumns(file, table, settings);
  const columns = text.map((index) => table.columns[index]!);
  const texts = Array.from({ length: rows }, (_, row) =>
    columns
      .map((cells) => cells[row]!)
      .filter((cell) => cell.trim() !== '')
      .join(' '),
  );
  const empty = texts.flatMap((each, row) => (each === '' ? [table.place(row)] : []));
  return {
    texts,
    form: table.form,
    lines: [
      columnsLine({
        ...table,
        delimiter: table.names.length === 1 ? undefined : table.delimiter,
        header: table.named,
        encoding,
        text: text.map((index) => table.names[index]!),
        droppedRows: log.droppedRows,
      }),
      ...source.notices,
      ...(empty.length > 0 ? [`${empty.length} without a text, the first in ${empty[0]}`] : []),
    ].map(printable),
  };
}

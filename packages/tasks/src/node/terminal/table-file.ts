import { access, constants, stat } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { writeFileAtomically } from '@seqloom/train/node';

/** A row of a table that is written. */
export type TableRow = Readonly<Record<string, unknown>>;

const FORMS: Readonly<Record<string, (rows: readonly TableRow[]) => string>> = {
  '.csv': (rows) => delimited(rows, ','),
  '.tsv': (rows) => delimited(rows, '\t'),
  '.jsonl': (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
};

/**
 * Makes sure, before a long run, that a table can be written.
 *
 * @throws RangeError for a name that does not say the form; Error in one line when the place cannot be written to
 */
export async function prepareTableFile(path: string): Promise<void> {
  if (!FORMS[extname(path).toLowerCase()]) {
    throw new RangeError(`--out: ${path} must end in ${Object.keys(FORMS).join(', ')}, which says the form.`);
  }
  const kind = await stat(path).catch(() => undefined);
  if (kind?.isDirectory()) throw new Error(`--out: ${path} is a folder. Give a file.`);
  const folder = dirname(resolve(path));
  await access(folder, constants.W_OK).catch((cause: unknown) => {
    throw new Error(`--out: ${folder} cannot be written to. Make it, or give another file.`, { cause });
  });
}

/**
 * Writes rows as CSV (RFC 4180), TSV or JSON lines, by the end of the name. The file is complete or as it was.
 *
 * @throws Error in one line that names the file when the file system refuses
 */
export async function writeTable(path: string, rows: readonly TableRow[]): Promise<void> {
  try {
    const text = FORMS[extname(path).toLowerCase()]!(rows);
    await writeFileAtomically(path, new TextEncoder().encode(text));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`--out: ${path} cannot be written (${reason}). Give another file, and run again.`, {
      cause,
    });
  }
}

/** What a spreadsheet takes for a formula, which may fetch pages; numbers are none. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Rows as lines, a line of names first. A text that a spreadsheet would take for a formula has an apostrophe before it, which makes it a
 * text there.
 */
export function delimited(rows: readonly TableRow[], delimiter: string): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value: unknown) =>
    quoted(typeof value === 'string' ? plain(value) : String(value ?? ''), delimiter);
  const lines = [names.map(cell), ...rows.map((row) => names.map((name) => cell(row[name])))];
  return lines.map((cells) => `${cells.join(delimiter)}\r\n`).join('');
}

function plain(text: string): string {
  return FORMULA.test(text) && !Number.isFinite(Number(text)) ? `'${text}` : text;
}

function quoted(cell: string, delimiter: string): string {
  return cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

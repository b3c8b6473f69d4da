import { access, constants, stat } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { writeFileAtomically } from '@seqloom/train/node';
import { delimited, type TableRow } from '../../report/delimited.ts';

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

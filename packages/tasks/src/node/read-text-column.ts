import { readFile } from 'node:fs/promises';
import { DatasetError, type Table } from '@seqloom/timeseries';
import { readCsvFile } from '@seqloom/timeseries/node';

/** What columns of texts are called, the likeliest first. */
const NAMES = ['text', 'review', 'sentence', 'comment', 'content', 'body', 'message', 'description', 'title'];

/**
 * Reads the texts of a file: a column of a `.csv` or `.tsv`, a field of a `.jsonl`, or every line of another one.
 *
 * @param column its name; without it the one that looks like texts
 * @throws DatasetError that names the file, the line and the column
 */
export async function readTextColumn(path: string, column?: string): Promise<string[]> {
  if (/\.(?:csv|tsv)(?:\.gz)?$/i.test(path)) return readDelimited(path, column);
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new DatasetError(path, 'there is no such file. Give its path.', { cause });
  });
  const lines = decode(path, bytes)
    .replace(/^\ufeff/, '')
    .split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  if (!/\.(?:jsonl|ndjson)$/i.test(path)) {
    if (column !== undefined)
      throw new DatasetError(path, 'a file of lines has no columns. Leave --text out.');
    return lines;
  }
  return lines.map((line, i) => fieldOf(path, line, i + 1, column));
}

async function readDelimited(path: string, column: string | undefined): Promise<string[]> {
  const probe = await readCsvFile(path).catch((cause: unknown) => {
    if (cause instanceof DatasetError) throw cause;
    throw new DatasetError(path, 'there is no such file. Give its path.', { cause });
  });
  const names = [...probe.columns.keys()];
  const name = column ?? textColumn(probe);
  if (name === undefined || !names.includes(name)) {
    const problem = column === undefined ? 'no column looks like texts' : `there is no column "${column}"`;
    throw new DatasetError(
      path,
      `${problem}. Say which it is with --text; columns: ${names.map((each) => `"${each}"`).join(', ')}.`,
    );
  }
  const table = await readCsvFile(path, { columns: { [name]: 'text' } });
  const content = table.columns.get(name)!;
  if (content.kind !== 'text') throw new DatasetError(path, `column "${name}" holds no texts.`);
  return Array.from(content.codes, (code) => (code < 0 ? '' : content.categories[code]!));
}

/** The column with a usual name, else the one with the longest texts. */
function textColumn({ columns }: Table): string | undefined {
  const texts = [...columns].flatMap(([name, content]) =>
    content.kind === 'text' ? [{ name, content }] : [],
  );
  const usual = NAMES.find((each) => texts.some(({ name }) => name.toLowerCase() === each));
  if (usual !== undefined) return texts.find(({ name }) => name.toLowerCase() === usual)!.name;
  const length = (categories: readonly string[]) =>
    categories.reduce((sum, text) => sum + text.length, 0) / categories.length;
  return texts.sort((a, b) => length(b.content.categories) - length(a.content.categories))[0]?.name;
}

function fieldOf(path: string, line: string, number: number, column: string | undefined): string {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch (cause) {
    throw new DatasetError(path, `line ${number} is not JSON. Give an object a line.`, { cause });
  }
  const fields = (typeof record === 'object' && record !== null ? record : {}) as Readonly<
    Record<string, unknown>
  >;
  const name = column ?? NAMES.find((each) => typeof fields[each] === 'string');
  const value = name === undefined ? undefined : fields[name];
  if (typeof value === 'string') return value;
  const which = name === undefined ? 'no field that looks like a text' : `no text "${name}"`;
  throw new DatasetError(
    path,
    `line ${number} has ${which}. Say which it is with --text; fields: ${Object.keys(fields).join(', ')}.`,
  );
}

function decode(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new DatasetError(path, 'the file is not UTF-8 text. Convert it.', { cause });
  }
}

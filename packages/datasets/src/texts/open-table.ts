import { DatasetError } from '@seqloom/archives';
import { ArchiveError, zipMembers } from '@seqloom/archives/streams';
import { streamOf } from '../stream-of.ts';
import { tarFiles } from '../tar-files.ts';
import { delimitedTable } from './delimited-table.ts';
import { fastTextTable, looksLikeFastText } from './fasttext-table.ts';
import { type FolderFile, readFolder } from './folder-table.ts';
import { jsonTable, looksLikeJson } from './json-table.ts';
import { linesTable } from './lines-table.ts';
import type { TextOptions } from './text-options.ts';
import { archiveLimit, collect, openSource, type TextSource } from './text-source.ts';
import { Budget, RowLog, type TableSource, type TextTable } from './text-table.ts';
import { utf8Text } from './utf8-text.ts';

/** How a table is read. */
export interface TableOptions extends Omit<TextOptions, 'classes'> {
  /** Whether each text has a label. Files of texts alone may be one column, or a text a line. */
  readonly labelled: boolean;
}

/** A table, and how it was read. */
export interface OpenedTable {
  readonly table: TextTable;
  readonly source: TableSource;
}

/**
 * Reads a source of any form as a table.
 *
 * @param owner the function that a user called
 * @throws DatasetError that names file, line and the way out; RangeError when an option does not fit
 */
export async function openTable(
  owner: string,
  source: TextSource,
  settings: TableOptions,
): Promise<OpenedTable> {
  const file = settings.name ?? nameOf(source) ?? 'texts';
  if (typeof source === 'string') {
    checkText(owner, source, file, settings);
    return readTable(file, file, new TextEncoder().encode(source), { ...settings, encoding: 'utf-8' });
  }
  try {
    return await readBytes(file, source, settings);
  } catch (cause) {
    if (cause instanceof DatasetError || !(cause instanceof ArchiveError)) throw cause;
    throw new DatasetError(file, `${cause.message} Fetch it again.`, { cause });
  }
}

/** Opens a folder's or an archive's files. */
export async function openFolderTable(
  file: string,
  files: AsyncIterable<FolderFile> | Iterable<FolderFile>,
  settings: TableOptions,
  limit: number,
): Promise<OpenedTable> {
  const log = new RowLog(file, settings.badRows);
  const content = await readFolder(file, files, settings, { log, budget: new Budget(file, limit) });
  if (content.kind === 'table')
    return readTable(`${file}: ${content.path}`, content.path, content.bytes, settings);
  refuseForOthers(file, settings.labelled ? 'a folder per class' : 'a folder of texts', settings);
  const { table, encoding, notices } = content;
  return { table, source: { file, encoding, notices, log } };
}

async function readBytes(
  file: string,
  source: Exclude<TextSource, string>,
  settings: TableOptions,
): Promise<OpenedTable> {
  const { kind, chunks, limit } = await openSource(file, source, settings.maxBytes);
  if (kind === 'zip') {
    const archive = await collect(chunks);
    const files = zipMembers(archive).map(({ name, size, open }) => ({
      path: name,
      size,
      read: () => collect(open()),
    }));
    return openFolderTable(file, files, settings, archiveLimit(archive.length, settings.maxBytes));
  }
  if (kind === 'tar')
    return openFolderTable(file, damagedAsDatasetError(file, tarFiles(streamOf(chunks))), settings, limit);
  return readTable(file, file, await collect(chunks), settings);
}

/** Reads one table. */
function readTable(file: string, path: string, raw: Uint8Array, settings: TableOptions): OpenedTable {
  const { bytes, encoding, notices } = utf8Text(file, raw, settings.encoding);
  if (bytes.every((byte) => byte <= 0x20)) {
    throw new DatasetError(
      file,
      `the file is empty. Give a file with texts${settings.labelled ? ' and labels' : ''}.`,
    );
  }
  const log = new RowLog(file, settings.badRows);
  const budget = new Budget(file, settings.maxBytes ?? 2 ** 32);
  const table = tableOf(file, path, bytes, settings, { log, budget });
  return { table, source: { file, encoding, notices, log } };
}

function tableOf(
  file: string,
  path: string,
  bytes: Uint8Array,
  settings: TableOptions,
  parts: { readonly log: RowLog; readonly budget: Budget },
): TextTable {
  const { labelled } = settings;
  const ending = /\.(csv|tsv|tab|jsonl?|ndjson)(?:\.gz)?$/i.exec(path)?.[1]?.toLowerCase();
  const isDelimited = ending === 'csv' || ending === 'tsv' || ending === 'tab';
  if (
    ending?.includes('json') ||
    (labelled && !isDelimited && settings.delimiter === undefined && looksLikeJson(bytes))
  ) {
    refuseForOthers(file, 'JSON', settings);
    return jsonTable(file, bytes, parts);
  }
  if (settings.delimiter === undefined && looksLikeFastText(bytes)) {
    refuseForOthers(file, "fastText's form", settings);
    return fastTextTable(bytes, parts);
  }
  if (!labelled && !isDelimited && settings.delimiter === undefined) {
    refuseForOthers(file, 'a text a line', settings);
    if (settings.text !== undefined)
      throw new DatasetError(file, 'a text a line has no columns. Leave the option text out.');
    return linesTable(bytes, parts);
  }
  return delimitedTable(file, bytes, settings, parts);
}

/** Options of delimited files mean nothing elsewhere. */
function refuseForOthers(file: string, form: string, settings: TableOptions): void {
  const given = (['delimiter', 'header'] as const).find((name) => settings[name] !== undefined);
  if (given)
    throw new DatasetError(
      file,
      `this is ${form}, for which the option ${given} means nothing. Leave it out.`,
    );
}

function nameOf(source: TextSource): string | undefined {
  return typeof source === 'object' && 'name' in source && typeof source.name === 'string'
    ? source.name
    : undefined;
}

/** A path in place of its text is the mistake of a beginner. */
function checkText(owner: string, source: string, file: string, { encoding }: TableOptions): void {
  if (encoding !== undefined) {
    throw new RangeError(
      `${owner}: encoding is for bytes, and a string was given. Leave it out or give the bytes.`,
    );
  }
  if (source.length < 1000 && /^[^\n\r{[]+\.\w{1,6}$/.test(source)) {
    throw new DatasetError(
      file,
      `expected the text of a file, got ${JSON.stringify(source.slice(0, 60))}. A path is for ${owner}File.`,
    );
  }
}

async function* damagedAsDatasetError(
  file: string,
  files: AsyncIterable<FolderFile>,
): AsyncGenerator<FolderFile> {
  try {
    yield* files;
  } catch (cause) {
    if (cause instanceof DatasetError) throw cause;
    const reason = cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause);
    throw new DatasetError(file, `the archive is truncated or damaged (${reason}). Fetch it again.`, {
      cause,
    });
  }
}

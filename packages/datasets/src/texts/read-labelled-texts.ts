import { DatasetError } from '@seqloom/archives';
import { ArchiveError, zipMembers } from '@seqloom/archives/streams';
import { streamOf } from '../stream-of.ts';
import { tarFiles } from '../tar-files.ts';
import { buildDataset } from './build-dataset.ts';
import { delimitedTable } from './delimited-table.ts';
import { fastTextTable, looksLikeFastText } from './fasttext-table.ts';
import { type FolderFile, readFolder } from './folder-table.ts';
import { jsonTable, looksLikeJson } from './json-table.ts';
import type { TextDataset } from './text-dataset.ts';
import { type ReadLabelledTextsOptions, type TextOptions, textOptions } from './text-options.ts';
import { archiveLimit, collect, openSource, type TextSource } from './text-source.ts';
import { Budget, RowLog, type TextTable } from './text-table.ts';
import { utf8Text } from './utf8-text.ts';

const OWNER = 'readLabelledTexts';

/**
 * Reads texts with a class each from CSV, TSV or another delimited file, JSON lines, a JSON array, fastText's `__label__x text`, or
 * an archive of one of these or of a folder per class (`.zip`, `.tar`, each also `.gz`). What is not said in the options is seen:
 * encoding, delimiter, whether the first line is names, which column is the text and which the label. The report says it in two
 * lines; what can be seen in two ways is refused with the option that settles it.
 *
 * Labels stay texts. Labels that are all numbers are ordered by number, others by code points, whatever the order of the rows.
 *
 * @param source A page's `File`, `response.body`, bytes, or the text of the file itself.
 * @throws DatasetError that names file, line and column and the way out; RangeError or TypeError when an option does not fit.
 * @example
 * const { texts, labels, classes, report } = await readLabelledTexts(file);
 * for (const line of report.lines) console.log(line);
 * // reviews.csv: 3,000 texts in 2 classes: negative (1,500), positive (1,500)
 * // columns between commas, named in the first line, utf-8; text: "review"; label: "sentiment"
 */
export async function readLabelledTexts(
  source: TextSource,
  options: ReadLabelledTextsOptions = {},
): Promise<TextDataset> {
  const settings = textOptions(OWNER, options);
  const file = settings.name ?? nameOf(source) ?? 'texts';
  if (typeof source === 'string') {
    checkText(source, file, settings);
    return readTable(file, file, new TextEncoder().encode(source), { ...settings, encoding: 'utf-8' });
  }
  try {
    return await readBytes(file, source, settings);
  } catch (cause) {
    if (cause instanceof DatasetError || !(cause instanceof ArchiveError)) throw cause;
    throw new DatasetError(file, `${cause.message} Fetch it again.`, { cause });
  }
}

/** Reads a folder's or an archive's files. */
export async function readTextFolder(
  file: string,
  files: AsyncIterable<FolderFile> | Iterable<FolderFile>,
  settings: TextOptions,
  limit: number,
): Promise<TextDataset> {
  const log = new RowLog(file, settings.badRows);
  const content = await readFolder(file, files, settings, { log, budget: new Budget(file, limit) });
  if (content.kind === 'table')
    return readTable(`${file}: ${content.path}`, content.path, content.bytes, settings);
  refuseForOthers(file, 'a folder per class', settings);
  const { table, encoding, notices } = content;
  return buildDataset(table, settings, { file, encoding, notices, log });
}

async function readBytes(
  file: string,
  source: Exclude<TextSource, string>,
  settings: TextOptions,
): Promise<TextDataset> {
  const { kind, chunks, limit } = await openSource(file, source, settings.maxBytes);
  if (kind === 'zip') {
    const archive = await collect(chunks);
    const files = zipMembers(archive).map(({ name, size, open }) => ({
      path: name,
      size,
      read: () => collect(open()),
    }));
    return readTextFolder(file, files, settings, archiveLimit(archive.length, settings.maxBytes));
  }
  if (kind === 'tar')
    return readTextFolder(file, damagedAsDatasetError(file, tarFiles(streamOf(chunks))), settings, limit);
  return readTable(file, file, await collect(chunks), settings);
}

/** Reads one table. */
function readTable(file: string, path: string, raw: Uint8Array, settings: TextOptions): TextDataset {
  const { bytes, encoding, notices } = utf8Text(file, raw, settings.encoding);
  if (bytes.every((byte) => byte <= 0x20)) {
    throw new DatasetError(file, 'the file is empty. Give a file with texts and labels.');
  }
  const log = new RowLog(file, settings.badRows);
  const budget = new Budget(file, settings.maxBytes ?? 2 ** 32);
  const table = tableOf(file, path, bytes, settings, { log, budget });
  return buildDataset(table, settings, { file, encoding, notices, log });
}

function tableOf(
  file: string,
  path: string,
  bytes: Uint8Array,
  settings: TextOptions,
  parts: { readonly log: RowLog; readonly budget: Budget },
): TextTable {
  const ending = /\.(csv|tsv|tab|jsonl?|ndjson)(?:\.gz)?$/i.exec(path)?.[1]?.toLowerCase();
  const isDelimited = ending === 'csv' || ending === 'tsv' || ending === 'tab';
  if (
    ending?.includes('json') ||
    (!isDelimited && settings.delimiter === undefined && looksLikeJson(bytes))
  ) {
    refuseForOthers(file, 'JSON', settings);
    return jsonTable(file, bytes, parts);
  }
  if (settings.delimiter === undefined && looksLikeFastText(bytes)) {
    refuseForOthers(file, "fastText's form", settings);
    return fastTextTable(bytes, parts);
  }
  return delimitedTable(file, bytes, settings, parts);
}

/** Options of delimited files mean nothing elsewhere. */
function refuseForOthers(file: string, form: string, settings: TextOptions): void {
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
function checkText(source: string, file: string, { encoding }: TextOptions): void {
  if (encoding !== undefined) {
    throw new RangeError(
      `${OWNER}: encoding is for bytes, and a string was given. Leave it out or give the bytes.`,
    );
  }
  if (source.length < 1000 && /^[^\n\r{[]+\.\w{1,6}$/.test(source)) {
    throw new DatasetError(
      file,
      `expected the text of a file, got ${JSON.stringify(source.slice(0, 60))}. A path is for readLabelledTextsFile.`,
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

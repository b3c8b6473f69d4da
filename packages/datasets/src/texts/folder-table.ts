import { DatasetError } from '@seqloom/archives';
import { partOf } from './column-names.ts';
import type { TableOptions } from './open-table.ts';
import { type Budget, BYTES_PER_FIELD, listed, type RowLog, type TextTable, WAYS_OUT } from './text-table.ts';
import { type Utf8Text, utf8Text } from './utf8-text.ts';

/** A file in a folder or an archive. */
export interface FolderFile {
  /** From the folder on, with `/` between folders. */
  readonly path: string;
  readonly size: number;
  read(): Promise<Uint8Array>;
}

/** What a folder or an archive holds: one table, or a folder per class. */
export type FolderContent =
  | { readonly kind: 'table'; readonly path: string; readonly bytes: Uint8Array }
  | {
      readonly kind: 'classes';
      readonly table: TextTable;
      readonly encoding: string;
      readonly notices: readonly string[];
    };

const TABLE = /\.(?:csv|tsv|tab|json|jsonl|ndjson|txt)$/i;
const TEXT = /\.(?:txt|text)$|^[^.]+$/i;
/** What comes with data sets and is no data. */
const ABOUT = /^(?:read[\s_-]*me|licen[sc]e|changelog|notice|citation|urls_\w+|\.)/i;
const LARGEST_TEXT = 16 * 1024 * 1024;

interface PlacedText {
  readonly path: string;
  readonly folders: readonly string[];
  readonly bytes: Uint8Array;
}

/**
 * Reads a folder or an archive: the only table in it, the one that the option `member` names, or texts in a folder per class, where
 * the folders may lie below `train` and `test`. Texts are ordered by path, by code points.
 *
 * @throws DatasetError when it holds neither, or several tables
 */
export async function readFolder(
  file: string,
  files: AsyncIterable<FolderFile> | Iterable<FolderFile>,
  { member, encoding, labelled }: Pick<TableOptions, 'member' | 'encoding' | 'labelled'>,
  { log, budget }: { readonly log: RowLog; readonly budget: Budget },
): Promise<FolderContent> {
  const found: PlacedText[] = [];
  const names: string[] = [];
  for await (const each of files) {
    const parts = each.path.split('/').filter((part) => part !== '' && part !== '.');
    const name = parts.at(-1) ?? '';
    if (parts.includes('__MACOSX') || parts.some((part) => part.startsWith('.'))) continue;
    if (/^xl\/workbook\.xml$/.test(parts.join('/'))) {
      throw new DatasetError(file, 'this is an Excel workbook. Save the sheet as CSV.');
    }
    const isMember = member !== undefined && (each.path === member || name === member);
    if (member !== undefined ? !isMember : ABOUT.test(name) || !(TABLE.test(name) || TEXT.test(name))) {
      names.push(each.path);
      continue;
    }
    budget.take(each.size + 2 * BYTES_PER_FIELD);
    found.push({ path: each.path, folders: parts.slice(0, -1), bytes: await each.read() });
    if (isMember) return { kind: 'table', path: each.path, bytes: found[0]!.bytes };
  }
  if (member !== undefined) {
    throw new DatasetError(file, `there is no file "${member}" in it; it holds ${listed(names)}.`, {
      wayOut: WAYS_OUT.member,
    });
  }
  const texts = found.filter(({ path }) => TEXT.test(path.split('/').at(-1)!));
  const depth = sharedDepth(texts.map(({ folders }) => folders));
  const inClasses = texts.filter(({ folders }) => folders.length > depth);
  const classes = new Set(inClasses.map(({ folders }) => folders[depth]));
  const tables = found.filter(({ path }) => TABLE.test(path));
  if (classes.size > 1 || (classes.size === 1 && texts.length > inClasses.length && tables.length !== 1)) {
    return classTable(file, inClasses, depth, encoding, log);
  }
  const isTextsOnly = tables.every(({ path }) => /\.txt$/i.test(path));
  if (!labelled && texts.length > 1 && isTextsOnly) return classTable(file, texts, depth, encoding, log);
  const [table] = tables;
  if (table && tables.length === 1) return { kind: 'table', path: table.path, bytes: table.bytes };
  if (tables.length > 1) {
    const paths = tables.map(({ path }) => path);
    const parents = new Set(tables.map(({ folders }) => folders.join('/')));
    const oneClass = parents.size === 1 && isTextsOnly && tables.length > 8;
    throw new DatasetError(
      file,
      oneClass
        ? `all ${paths.length} texts are in one folder; expected a folder for each class. Add another class, or give the folder above.`
        : `there are several tables in it: ${listed(paths)}.`,
      oneClass ? {} : { wayOut: WAYS_OUT.member },
    );
  }
  throw new DatasetError(
    file,
    `there are no texts in it, but ${names.length > 0 ? listed(names) : 'nothing'}; expected a table (.csv, .tsv, .jsonl), or a folder of .txt files for each class.`,
  );
}

function classTable(
  file: string,
  found: readonly PlacedText[],
  depth: number,
  encoding: string | undefined,
  log: RowLog,
): FolderContent {
  const below = found.filter(({ folders }) => folders.length > depth + 1);
  // train/pos/1.txt: the first folder is a part where all of them are
  const inParts = below.length > 0 && below.every(({ folders }) => partOf(folders[depth]!) !== undefined);
  const classDepth = inParts ? depth + 1 : depth;
  const used = (inParts ? below : found).toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const [texts, labels, parts, places]: string[][] = [[], [], [], []];
  const notices = new Map<string, string[]>();
  const seen = new Set<string>();
  const foreign: DatasetError[] = [];
  for (const { path, folders, bytes } of used) {
    if (bytes.length > LARGEST_TEXT) {
      log.drop(path, `the text has ${bytes.length} bytes, at most ${LARGEST_TEXT} are read`);
      continue;
    }
    const text = textOr(`${file}: ${path}`, bytes, encoding);
    if (text instanceof DatasetError) {
      foreign.push(text);
      continue;
    }
    const decoded = new TextDecoder().decode(text.bytes);
    seen.add(text.encoding);
    for (const notice of text.notices) notices.set(notice, [...(notices.get(notice) ?? []), path]);
    texts!.push(decoded);
    labels!.push(folders[classDepth] ?? '');
    if (inParts) parts!.push(folders[depth]!);
    places!.push(path);
  }
  const [first] = foreign;
  if (first) throw notUtf8(file, first, foreign.length, texts!);
  return {
    kind: 'classes',
    encoding: [...seen].join(', '),
    notices: [
      ...Array.from(
        notices,
        ([notice, [path = '', ...others]]) => `${path}${andMore(others.length)}: ${notice}`,
      ),
      ...(seen.size > 1 ? [`the files have several encodings: ${[...seen].join(', ')}`] : []),
    ],
    table: {
      form: 'folders',
      names: ['text', 'label', ...(inParts ? ['split'] : [])],
      named: true,
      columns: [texts!, labels!, ...(inParts ? [parts!] : [])],
      place: (row) => places![row]!,
    },
  };
}

/** A text, or why it is of another encoding; how many there are says more than the first. */
function textOr(file: string, bytes: Uint8Array, encoding: string | undefined): Utf8Text | DatasetError {
  try {
    return utf8Text(file, bytes, encoding);
  } catch (error) {
    if (error instanceof DatasetError && error.wayOut?.option === 'encoding') return error;
    throw error;
  }
}

function notUtf8(file: string, first: DatasetError, count: number, texts: readonly string[]): DatasetError {
  // letters beyond ASCII say which encoding a file has
  const mixed = texts.filter((text) => /[^\0-\x7f]/.test(text)).length;
  if (mixed === 0) {
    const problem = count === 1 ? first.problem : `${first.problem} Nor are ${count - 1} more.`;
    return new DatasetError(first.file, problem, {
      cause: first,
      ...(first.wayOut && { wayOut: first.wayOut }),
    });
  }
  const name = first.file.slice(file.length + 2);
  return new DatasetError(
    file,
    `${count} of ${count + texts.length} files are not UTF-8, the first is ${name}; ${mixed} with letters beyond ASCII are: the files mix encodings. Save all of them as UTF-8.`,
    { cause: first },
  );
}

function andMore(count: number): string {
  return count === 0 ? '' : ` and ${count} more`;
}

/** The number of folders that all paths begin with. */
function sharedDepth(paths: readonly (readonly string[])[]): number {
  const [first = []] = paths;
  let depth = 0;
  while (depth < first.length && paths.every((path) => path[depth] === first[depth])) depth++;
  return depth;
}

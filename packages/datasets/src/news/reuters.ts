import { DatasetError } from '@seqloom/archives';
import { decompress, streamChunks } from '@seqloom/archives/streams';
import { type OptionRules, optional, resolveOptions, rule, text } from '@seqloom/options';
import { streamOf } from '../stream-of.ts';
import { tarFiles } from '../tar-files.ts';

/** A document of Reuters-21578. */
export interface ReutersDocument {
  /** `NEWID`, 1 … 21578. */
  readonly id: number;
  /** The part in the split of Apté et al., `ModApte`: 9,603 train, 3,299 test, 8,676 belong to neither. */
  readonly part: 'train' | 'test' | 'unused';
  /** As in the file: `26-FEB-1987 15:01:01.79`. */
  readonly date: string;
  /** The title; empty where the document has none of its own. */
  readonly title: string;
  /** The text below the title, line ends as in the file; empty for a mere headline. */
  readonly body: string;
  /** The topics, none or several. */
  readonly topics: readonly string[];
}

/** Options of {@link readReutersArchive}. */
export interface ReadReutersOptions {
  /** What messages call the archive. Default `reuters21578.tar.gz`. */
  readonly name?: string;
  /** The most bytes of one file in the archive. Default 16 MiB. */
  readonly maxBytes?: number | undefined;
}

const RULES: OptionRules<ReadReutersOptions> = {
  name: text('reuters21578.tar.gz'),
  maxBytes: optional(
    rule<number>((owner, option, value) => {
      if (typeof value !== 'number' || !(value > 0)) {
        throw new RangeError(`${owner}: ${option} must be a number above 0, got ${String(value)}.`);
      }
    }),
  ),
};
const LARGEST_FILE = 1 << 24;
const SGML_FILES = 22;

/**
 * Reads all documents of Reuters-21578 from its archive as it comes, `reuters21578.tar.gz`.
 *
 * @param archive The bytes of the `.tar.gz`.
 * @returns the documents by id
 * @throws DatasetError when the archive is damaged or lacks one of its 22 files
 *
 * **Source**: D. Lewis, _Reuters-21578 text categorization test collection, distribution 1.0_, 1997. For research purposes only.
 */
export async function readReutersArchive(
  archive: ReadableStream<Uint8Array>,
  options: ReadReutersOptions = {},
): Promise<readonly ReutersDocument[]> {
  const { name: file, maxBytes = LARGEST_FILE } = resolveOptions('readReutersArchive', options, RULES);
  const documents: ReutersDocument[] = [];
  let files = 0;
  try {
    for await (const entry of tarFiles(streamOf(decompress(streamChunks(archive), 'gzip')))) {
      const name = entry.path.split('/').at(-1)!;
      if (!/^reut2-\d{3}\.sgm$/.test(name)) continue;
      if (entry.size > maxBytes) {
        throw new DatasetError(file, `${entry.path} has ${entry.size} bytes, more than ${maxBytes}.`, {
          wayOut: { option: 'maxBytes', advice: 'If it is meant to be that large, raise maxBytes.' },
        });
      }
      files++;
      documents.push(...parseReuters(await entry.read(), `${file}: ${entry.path}`));
    }
  } catch (cause) {
    if (cause instanceof DatasetError) throw cause;
    const reason = cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause);
    throw new DatasetError(file, `the archive is truncated or damaged (${reason}). Fetch it again.`, {
      cause,
    });
  }
  if (files !== SGML_FILES) {
    throw new DatasetError(
      file,
      `expected the ${SGML_FILES} files reut2-000.sgm … reut2-021.sgm in it, found ${files}. Fetch it again.`,
    );
  }
  return documents.toSorted((a, b) => a.id - b.id);
}

/**
 * The documents of one of the files `reut2-….sgm`. Its SGML is regular: tags stand on their own, entities are `&lt;`, `&amp;` and
 * control characters, which are left out. One line of the collection is Latin-1.
 *
 * @throws DatasetError for a document that does not end or has no id
 */
export function parseReuters(bytes: Uint8Array, file: string): ReutersDocument[] {
  const source = new TextDecoder('windows-1252').decode(bytes);
  const documents: ReutersDocument[] = [];
  for (let at = source.indexOf('<REUTERS '); at >= 0; ) {
    const next = source.indexOf('<REUTERS ', at + 1);
    const end = source.indexOf('</REUTERS>', at);
    const tagEnd = source.indexOf('>', at);
    const attributes = new Map(
      Array.from(source.slice(at, tagEnd).matchAll(/([A-Z]+)="([^"]*)"/g), ([, name, value]) => [
        name!,
        value!,
      ]),
    );
    const id = Number(attributes.get('NEWID'));
    if (!Number.isInteger(id) || id < 1) {
      throw new DatasetError(
        file,
        `${lineAt(source, at)}: a document without NEWID. Fetch the archive again.`,
      );
    }
    if (end < 0 || (next >= 0 && next < end)) {
      throw new DatasetError(
        file,
        `${lineAt(source, at)}: document ${id} does not end. Fetch the archive again.`,
      );
    }
    documents.push(documentOf(source.slice(tagEnd + 1, end), id, attributes));
    at = next;
  }
  return documents;
}

function documentOf(source: string, id: number, attributes: ReadonlyMap<string, string>): ReutersDocument {
  const split = attributes.get('LEWISSPLIT');
  const judged = attributes.get('TOPICS') === 'YES';
  const content = inner(source, 'TEXT') ?? '';
  const title = inner(content, 'TITLE');
  const body = inner(content, 'BODY');
  // without tags inside, TYPE="UNPROC", all of it is the text
  const plain = title === undefined && body === undefined ? content : '';
  return {
    id,
    part: judged && split === 'TRAIN' ? 'train' : judged && split === 'TEST' ? 'test' : 'unused',
    date: decoded(inner(source, 'DATE') ?? ''),
    title: decoded(title ?? ''),
    body: decoded(body ?? plain),
    topics: Array.from((inner(source, 'TOPICS') ?? '').matchAll(/<D>([^<]*)<\/D>/g), ([, topic]) => topic!),
  };
}

/** What is between a tag and its end; undefined where there is no such tag. */
function inner(source: string, tag: string): string | undefined {
  const open = source.indexOf(`<${tag}`);
  if (open < 0) return undefined;
  const start = source.indexOf('>', open) + 1;
  const end = source.indexOf(`</${tag}>`, start);
  return end < 0 ? undefined : source.slice(start, end);
}

/** Entities as characters, control characters left out, and the sign-off at the end of a text. */
function decoded(source: string): string {
  return source
    .replace(/&#(\d+);/g, (_, code) => {
      const number = Number(code);
      return number < 32 || (number > 126 && number < 160) ? '' : String.fromCharCode(number);
    })
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\s*\breuter\s*$/i, '')
    .trim();
}

function lineAt(source: string, at: number): string {
  let line = 1;
  for (let next = source.indexOf('\n'); next >= 0 && next < at; next = source.indexOf('\n', next + 1)) line++;
  return `line ${line}`;
}

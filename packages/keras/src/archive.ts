import { unpackedLimit } from '@seqloom/archives';
import { joinBytes, zipMembers } from '@seqloom/archives/streams';
import { formatValue, parseJSON } from '@seqloom/options';
import { KerasFileError } from './keras-file-error.ts';

/** Members of a `.keras` archive: the two that are always there, and vocabularies. */
const CONFIG = 'config.json';
const WEIGHTS = 'model.weights.h5';
const METADATA = 'metadata.json';
const VOCABULARY = /^assets\/(?:.*\/)?([^/]+)\/vocabulary\.txt$/;

/** Upper bound on the members of an archive; each layer with a vocabulary has one. */
const MOST_MEMBERS = 2000;
/** Upper bound on the tokens of a vocabulary: a line of no letters takes a byte of a file and many in memory. */
const MOST_TOKENS = 1 << 21;

/** What a `.keras` archive holds, unpacked. */
export interface KerasArchive {
  readonly config: string;
  readonly weights: Uint8Array;
  readonly version: string | undefined;
  /** The tokens of layers with a vocabulary, by the last part of their path. */
  readonly vocabularies: Map<string, readonly string[]>;
}

/** Whether bytes begin as a zip archive does. */
export function isArchive(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

const utf8 = /* @__PURE__ */ new TextDecoder();

/**
 * Unpacks what the reader needs of an archive. Nothing is written to disk; names are compared with those that are expected.
 *
 * @throws ArchiveError or KerasFileError for an archive that is damaged, has a member twice, or would unpack to more than
 * 200 times its size
 */
export async function unpack(bytes: Uint8Array): Promise<KerasArchive> {
  const members = zipMembers(bytes);
  if (members.length > MOST_MEMBERS) {
    throw new KerasFileError(`the archive has ${members.length} members, expected at most ${MOST_MEMBERS}.`);
  }
  const byName = new Map(members.map((member) => [member.name, member]));
  if (byName.size < members.length) throw new KerasFileError('the archive has a member twice.');
  let left = unpackedLimit(bytes.length);
  const read = async (name: string): Promise<Uint8Array | undefined> => {
    const member = byName.get(name);
    if (!member) return undefined;
    left -= member.size;
    if (left < 0)
      throw new KerasFileError(
        `the archive would unpack to more than 200 times its size, at ${formatValue(name)}.`,
      );
    return joinBytes(await chunksOf(member.open())); // one that is stored is a part of the archive
  };
  const needed = async (name: string) => {
    const content = await read(name);
    if (content) return content;
    const names = members.slice(0, 10).map((member) => formatValue(member.name));
    throw new KerasFileError(`the archive has no ${name}; it holds ${names.join(', ') || 'nothing'}.`);
  };
  const vocabularies = new Map<string, readonly string[]>();
  for (const { name } of members) {
    const [, layer] = VOCABULARY.exec(name) ?? [];
    if (layer !== undefined) vocabularies.set(layer, linesOf(utf8.decode(await needed(name))));
  }
  const metadata = await read(METADATA);
  return {
    config: utf8.decode(await needed(CONFIG)),
    weights: await needed(WEIGHTS),
    version: metadata && versionOf(utf8.decode(metadata)),
    vocabularies,
  };
}

async function chunksOf(content: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return chunks;
}

/** Where Python's `splitlines` ends a line. */
const LINE_ENDS = /* @__PURE__ */ new RegExp(
  `\r\n|[\n\r\v\f${String.fromCharCode(0x1c, 0x1d, 0x1e, 0x85, 0x2028, 0x2029)}]`,
);

/** Lines as Keras reads them, without empty ones at the end. */
function linesOf(text: string): readonly string[] {
  const lines = text.split(LINE_ENDS, MOST_TOKENS + 1);
  if (lines.length > MOST_TOKENS)
    throw new KerasFileError(`a vocabulary has more than ${MOST_TOKENS} tokens.`);
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

function versionOf(json: string): string | undefined {
  try {
    const { keras_version: version } = parseJSON(json) as { readonly keras_version?: unknown };
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined; // it is not needed
  }
}

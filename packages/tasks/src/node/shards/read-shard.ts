import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import { readCsvTexts } from './read-csv-texts.ts';
import { readJsonTexts } from './read-json-texts.ts';
import { ShardError, type ShardForm } from './shard-error.ts';

/** Texts that are answered together. Always as many, so that answers do not depend on how a file arrives. */
export const TEXTS_AT_A_TIME = 1024;

type Texts = AsyncGenerator<readonly string[]>;
type Chunks = AsyncIterable<Uint8Array>;

/** By the end of the name: how bytes become texts, some at a time. */
const READERS: Readonly<Record<string, (path: string, chunks: Chunks, form: ShardForm) => Texts>> = {
  '.jsonl': readJsonTexts,
  '.csv': (path, chunks, form) => readCsvTexts(path, chunks, form, ','),
  '.tsv': (path, chunks, form) => readCsvTexts(path, chunks, form, '\t'),
};

/** @throws RangeError for a name that does not say a form that can be read piece by piece */
export function checkShardName(path: string): void {
  if (READERS[extname(path).toLowerCase()]) return;
  throw new RangeError(
    `--in: ${path} must end in ${Object.keys(READERS).join(', ')}, which says its form, to be read as one of several files.`,
  );
}

/**
 * The texts of a file, read piece by piece: at most {@link TEXTS_AT_A_TIME} of them at a time.
 *
 * @throws ShardError when the file cannot be read, is empty or ends within a record; the signal's reason when it is aborted
 */
export async function* readShard(path: string, form: ShardForm): Texts {
  const chunks = createReadStream(path, { signal: form.signal });
  let texts = 0;
  try {
    for await (const part of inParts(READERS[extname(path).toLowerCase()]!(path, chunks, form))) {
      texts += part.length;
      yield part;
    }
  } catch (cause) {
    form.signal.throwIfAborted();
    if (cause instanceof ShardError) throw cause;
    throw new ShardError(path, `cannot be read: ${(cause as Error).message}`, { cause });
  } finally {
    chunks.destroy();
  }
  if (texts === 0) throw new ShardError(path, 'is empty: it holds no text.');
}

/** Parts of equal size. */
async function* inParts(texts: Texts): Texts {
  let held: string[] = [];
  for await (const some of texts) {
    for (const text of some) held.push(text);
    while (held.length >= TEXTS_AT_A_TIME) {
      yield held.slice(0, TEXTS_AT_A_TIME);
      held = held.slice(TEXTS_AT_A_TIME);
    }
  }
  if (held.length > 0) yield held;
}

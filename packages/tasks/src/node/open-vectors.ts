import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { loadWordVectors, readWordVectors, VectorFormatError } from '@seqloom/vectors';
import type { WordVectorSource } from '../texts/pretrained-matrix.ts';

/** What `--vectors` calls the ones that come with an app. */
const BUNDLED = 'bundled';

/**
 * Finds word vectors: `bundled`, a GloVe, word2vec or fastText file, or a `.safetensors` that `saveWordVectors` wrote.
 *
 * @param bundled the file of those that come with the app
 * @returns opens a source that reads when it is asked, and of a text or binary file only the words that are wanted. It throws an
 * Error in one line when there is no such file; the source throws one that names the file when it cannot be read as word vectors
 */
export function vectorsOpener(bundled: URL | undefined): (name: string) => Promise<WordVectorSource> {
  return async (name) => {
    if (name === BUNDLED && bundled)
      return { name, read: async () => loadWordVectors(await readFile(bundled)) };
    if (!(await stat(name).catch(() => undefined))?.isFile()) {
      const others = bundled
        ? ', or bundled for the ones that come with this app'
        : ', for instance glove.6B.100d.txt';
      throw new Error(`--vectors: there is no file ${name}. Give its path${others}.`);
    }
    const read = name.endsWith('.safetensors')
      ? async () => loadWordVectors(await readFile(name))
      : (words: Iterable<string>) => readWordVectors(createReadStream(name), { words });
    return { name, read: (words) => read(words).catch((error: unknown) => refuse(name, error)) };
  };
}

/** Names the file, of which a sweep has several, and a way out that somebody at the command line has. */
function refuse(name: string, cause: unknown): never {
  if (!(cause instanceof VectorFormatError)) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`--vectors: ${name}: ${problem}`, { cause });
  }
  const { problem, row } = cause;
  const [place, wayOut] =
    row === undefined
      ? [name, '']
      : [`${name}, row ${row}`, ' Correct the file, or give another one, for instance glove.6B.100d.txt.'];
  throw new Error(`--vectors: ${place}: ${problem}${wayOut}`, { cause });
}

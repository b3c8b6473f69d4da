import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { loadWordVectors, readWordVectors } from '@seqloom/vectors';
import type { WordVectorSource } from '../pretrained-matrix.ts';

/** What `--vectors` calls the ones that come with the app. */
export const BUNDLED_VECTORS = 'bundled';

const BUNDLED_FILE = new URL('../../data/bundled-vectors.safetensors', import.meta.url);

/**
 * Finds word vectors: `bundled`, a GloVe, word2vec or fastText file, or a `.safetensors` that `saveWordVectors` wrote.
 *
 * @returns a source that reads when it is asked, and of a text or binary file only the words that are wanted
 * @throws Error in one line, before a long run asks for them, when there is no such file
 */
export async function openVectors(nameOrPath: string): Promise<WordVectorSource> {
  const name = nameOrPath;
  if (name === BUNDLED_VECTORS) {
    return { name, read: async () => loadWordVectors(await readFile(BUNDLED_FILE)) };
  }
  if (!(await stat(name).catch(() => undefined))?.isFile()) {
    throw new Error(
      `--vectors: ${name} is no file. Give ${BUNDLED_VECTORS}, or word vectors, for instance glove.6B.100d.txt.`,
    );
  }
  if (name.endsWith('.safetensors')) return { name, read: async () => loadWordVectors(await readFile(name)) };
  return { name, read: (words) => readWordVectors(createReadStream(name), { words }) };
}

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { VectorTable } from '@seqloom/embeddings';
import { readWordVectors } from '@seqloom/vectors';

/**
 * Refuses a path that is no file, before a long run asks for it.
 *
 * @throws Error in one line
 */
export async function requireVectorsFile(path: string): Promise<void> {
  if ((await stat(path).catch(() => undefined))?.isFile()) return;
  throw new Error(`--vectors: ${path} is no file. Give word vectors, for instance glove.6B.100d.txt.`);
}

/**
 * Reads the vectors of some words from a file; the others never lie in memory.
 *
 * @throws VectorFormatError when it holds no vectors
 */
export async function openVectors(path: string, words: Iterable<string>): Promise<VectorTable> {
  return readWordVectors(createReadStream(path), { words });
}

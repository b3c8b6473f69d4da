import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DatasetError } from '@seqloom/datasets';
import { printable } from '@seqloom/options';
import type { NamedData } from '../task.ts';
import { parsePairs } from '../translation/parse-pairs.ts';
import { divideSentences, type TranslationSource } from '../translation/translation-source.ts';

/** A text file that has a name. */
export interface NamedFile extends NamedData {
  readonly path: string;
}

/** The text of a file of UTF-8, plain or gzipped. */
async function readTextFile(path: string): Promise<string> {
  const bytes = await readFile(path);
  const isGzipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(isGzipped ? gunzipSync(bytes) : bytes);
  } catch (cause) {
    throw new DatasetError(path, 'is not a text of UTF-8, plain or gzipped. Convert it.', { cause });
  }
}

/**
 * The named file, or the path of a file of the user's own.
 *
 * @throws DatasetError when there is neither
 */
export async function findTextFile(
  nameOrPath: string,
  named: readonly NamedFile[],
): Promise<{ readonly name: string; readonly data?: string; readonly text: string }> {
  const entry = named.find(({ word }) => word === nameOrPath);
  if (entry) return { name: entry.name, text: await readTextFile(entry.path) };
  const text = await readTextFile(nameOrPath).catch((error: NodeJS.ErrnoException) => {
    if (error.code === undefined) throw error;
    const words = named.map(({ word }) => word).join(', ');
    throw new DatasetError(nameOrPath, `no such file or data set. Give a path, or one of: ${words}.`, {
      cause: error,
    });
  });
  return { name: printable(basename(nameOrPath)), data: nameOrPath, text };
}

/** Reads pairs of sentences, see `parsePairs`, and divides them. */
export async function openPairs(nameOrPath: string, named: readonly NamedFile[]): Promise<TranslationSource> {
  const { text, ...about } = await findTextFile(nameOrPath, named);
  return { ...about, ...divideSentences(nameOrPath, parsePairs(nameOrPath, text)) };
}

import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DatasetError } from '@seqloom/datasets';
import { printable } from '@seqloom/options';
import type { NamedData } from '../task.ts';

/**
 * The text of a file of UTF-8, plain or gzipped, without a byte order mark.
 *
 * @throws DatasetError for other bytes
 */
export async function readTextFile(path: string): Promise<string> {
  const bytes = await readFile(path);
  const isGzipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(isGzipped ? gunzipSync(bytes) : bytes);
  } catch (cause) {
    throw new DatasetError(path, 'is not a text of UTF-8, plain or gzipped. Convert it.', { cause });
  }
}

/**
 * A text file of the user's own, with its name and path.
 *
 * @param named the data sets that could have been meant, for messages
 * @throws DatasetError when there is no such file, when it is a folder, and for a file that is no text
 */
export async function readOwnText(
  path: string,
  named: readonly NamedData[],
): Promise<{ readonly name: string; readonly data: string; readonly text: string }> {
  const text = await readTextFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EISDIR') {
      throw new DatasetError(path, 'is a folder. Give one of its files.', { cause: error });
    }
    if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
    const words = named.map(({ word }) => word).join(', ');
    throw new DatasetError(path, `no such file or data set. Give a path, or one of: ${words}.`, {
      cause: error,
    });
  });
  return { name: printable(basename(path)), data: path, text };
}

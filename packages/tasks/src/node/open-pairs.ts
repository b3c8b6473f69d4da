import type { NamedData } from '../task.ts';
import { parsePairs } from '../translation/parse-pairs.ts';
import { divideSentences, type TranslationSource } from '../translation/translation-source.ts';
import { readOwnText, readTextFile } from './read-text-file.ts';

/** A text file that has a name. */
export interface NamedFile extends NamedData {
  readonly path: string;
}

/**
 * The named file, or the path of a file of the user's own.
 *
 * @throws DatasetError for a path without a file, a name of no data set, a folder, and a file that is not text
 */
export async function findTextFile(
  nameOrPath: string,
  named: readonly NamedFile[],
): Promise<{ readonly name: string; readonly data?: string; readonly text: string }> {
  const entry = named.find(({ word }) => word === nameOrPath);
  if (entry) return { name: entry.name, text: await readTextFile(entry.path) };
  return readOwnText(nameOrPath, named);
}

/** Reads pairs of sentences, see `parsePairs`, and divides them. */
export async function openPairs(nameOrPath: string, named: readonly NamedFile[]): Promise<TranslationSource> {
  const { text, ...about } = await findTextFile(nameOrPath, named);
  return { ...about, ...divideSentences(nameOrPath, parsePairs(nameOrPath, text)) };
}

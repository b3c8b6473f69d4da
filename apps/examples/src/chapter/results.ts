import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '@seqloom/archives/node';
import { writeFileAtomically } from '@seqloom/train/node';
import type { Facts } from '../listing.ts';

/** One run of a row. */
export interface RowResult {
  readonly facts: Facts;
  readonly seconds: number;
  readonly backend: string;
  readonly threads: number;
  /** The pictures it wrote, by file. */
  readonly pictures: readonly string[];
}

/** The runs of all rows, by row and by seed. */
export interface Results {
  /** What computed, in words. */
  machine: string;
  readonly rows: Record<string, Record<string, RowResult>>;
}

/**
 * Reads the results of earlier runs. Without a file there are none.
 *
 * @throws RangeError for a file that holds something else
 */
export async function readResults(path: string): Promise<Results> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return { machine: '', rows: {} };
  try {
    const { machine, rows } = JSON.parse(text) as Partial<Results>;
    if (typeof machine === 'string' && typeof rows === 'object' && rows !== null) return { machine, rows };
  } catch (cause) {
    throw new RangeError(`${path}: is not JSON. Remove it to begin again.`, { cause });
  }
  throw new RangeError(`${path}: holds no results of the chapter. Remove it to begin again.`);
}

/** Writes results; a run that is stopped while it writes leaves the old ones. */
export async function writeResults(path: string, results: Results): Promise<void> {
  await makeFolder(dirname(path));
  await writeFileAtomically(path, new TextEncoder().encode(`${JSON.stringify(results, undefined, 1)}\n`));
}

import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Which of several workers this is, from 1 on. */
export interface ShardPlace {
  readonly place: number;
  readonly of: number;
}

/** Whether a path stands for several files. */
export function isPattern(path: string): boolean {
  return /[*?]/.test(basename(path));
}

/**
 * The place of a worker among others.
 *
 * @param text such as `3/10`
 * @throws RangeError unless it is `i/n` with 1 ≤ i ≤ n
 */
export function shardPlace(text: string): ShardPlace {
  const [, place, of] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (place !== undefined && of !== undefined && 1 <= place && place <= of) return { place, of };
  throw new RangeError(`--shard: must be i/n with 1 ≤ i ≤ n, such as 3/10, got '${text}'.`);
}

/**
 * The files that a pattern stands for, in the order of their names.
 *
 * @param pattern a path whose last part may have `*` (any characters) and `?` (one)
 * @throws Error when the folder cannot be read, or no name in it fits
 */
export async function filesOf(pattern: string): Promise<string[]> {
  if (!isPattern(pattern)) return [pattern];
  const folder = dirname(pattern);
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new Error(`--in: the folder ${folder} cannot be read (${(cause as Error).message}).`, { cause });
  });
  const form = basename(pattern)
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const fitting = names.filter((name) => new RegExp(`^${form}$`, 'su').test(name)).sort();
  if (fitting.length === 0) throw new Error(`--in: no file fits ${pattern}.`);
  return fitting.map((name) => join(folder, name));
}

/** The files of a worker: every n-th one, so that large files beside one another go to several. */
export function filesOfShard<File>(files: readonly File[], { place, of }: ShardPlace): File[] {
  return files.filter((_, i) => i % of === place - 1);
}

import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { newMark, processOf } from './process-mark.ts';

/** Temporary files of other machines on a shared disk are removed at this age, because their processes are not visible. */
const FOREIGN_AGE_MS = 24 * 3_600_000;
/** The end of a temporary name, with the mark of its process. */
const SUFFIX = /^\.([0-9a-f-]+)\.tmp$/;

/**
 * A new temporary name beside a file or folder, for its content until it is complete. Removes temporary files that killed
 * processes left: those of this machine whose process is gone, and those of other machines that are older than a day.
 *
 * @example
 * ```ts
 * const folder = await temporaryBeside('out'); // out.1f3a09c2-4711-….tmp
 * ```
 */
export async function temporaryBeside(path: string): Promise<string> {
  await removeLeftovers(dirname(path), basename(path));
  return `${path}.${newMark()}.tmp`;
}

/** Removes the temporary files of one name in a folder that killed processes left. */
export async function removeLeftovers(folder: string, name: string): Promise<void> {
  const entries = await readdir(folder).catch(() => [] as string[]);
  for (const entry of entries) {
    if (!entry.startsWith(name)) continue;
    const [, mark] = SUFFIX.exec(entry.slice(name.length)) ?? [];
    const owner = mark === undefined ? undefined : processOf(mark);
    if (!owner || owner.state === 'running') continue;
    const path = join(folder, entry);
    if (owner.state === 'elsewhere' && !(await isOld(path))) continue;
    // Failing to remove an old file must not fail the write.
    await rm(path, { recursive: true, force: true }).catch(() => {});
  }
}

async function isOld(path: string): Promise<boolean> {
  const age = await stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  return age > FOREIGN_AGE_MS;
}

import { createHash, randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** Temporary files of other machines on a shared disk are removed at this age, because their processes are not visible. */
const FOREIGN_AGE_MS = 24 * 3_600_000;
const MACHINE = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
/** The suffix of a temporary name: machine, process and a random number. */
const SUFFIX = /^\.([0-9a-f]{8})-(\d{1,10})-([0-9a-f]{16})\.tmp$/;

/** The names made by this process. An earlier process may have had the same id. */
const own = new Set<string>();

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
  const folder = dirname(path);
  await removeLeftovers(folder, basename(path));
  const temporary = `${path}.${MACHINE}-${process.pid}-${randomBytes(8).toString('hex')}.tmp`;
  own.add(basename(temporary));
  return temporary;
}

/** Removes the temporary files of one name in a folder that killed processes left. */
export async function removeLeftovers(folder: string, name: string): Promise<void> {
  const entries = await readdir(folder).catch(() => [] as string[]);
  for (const entry of entries) {
    if (!entry.startsWith(name) || own.has(entry)) continue;
    const [, machine, pid] = SUFFIX.exec(entry.slice(name.length)) ?? [];
    if (machine === undefined) continue;
    const path = join(folder, entry);
    const dead = machine === MACHINE ? !isAlive(Number(pid)) : await isOld(path);
    // Failing to remove an old file must not fail the write.
    if (dead) await rm(path, { recursive: true, force: true }).catch(() => {});
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false; // an earlier process: the names of this one are known
  try {
    process.kill(pid, 0); // sends nothing
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

async function isOld(path: string): Promise<boolean> {
  const age = await stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  return age > FOREIGN_AGE_MS;
}

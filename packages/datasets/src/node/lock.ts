import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { delay } from './files.ts';

/** How often a waiting process looks, and how often the holder shows that it is alive. */
const LOOK_MS = 100;
const HEARTBEAT_MS = 2_000;
/** A lock without a heartbeat for so long belongs to a process that died. */
const STALE_MS = 15_000;

/**
 * Runs a task while no other process runs one under the same lock file. The holder renews the file's time;
 * the lock of a killed process is taken over after 15 s.
 *
 * @param path The lock file; its folder must exist.
 */
export async function withLock<T>(
  path: string,
  signal: AbortSignal | undefined,
  task: () => Promise<T>,
): Promise<T> {
  const token = randomUUID();
  while (!(await take(path, token))) {
    await removeStale(path);
    await delay(LOOK_MS, signal);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {}); // a missed beat is no harm; several make the lock stale
  }, HEARTBEAT_MS);
  heartbeat.unref();
  try {
    return await task();
  } finally {
    clearInterval(heartbeat);
    if ((await readToken(path)) === token) await rm(path, { force: true });
  }
}

async function take(path: string, token: string): Promise<boolean> {
  try {
    await writeFile(path, token, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function readToken(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}

/**
 * Moves a dead process's lock away. Two processes may see it at once, and the second may move the lock that
 * the first has just taken: it sees another token then and puts the lock back.
 */
async function removeStale(path: string): Promise<void> {
  const age = await stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  if (age < STALE_MS) return;
  const dead = await readToken(path);
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return; // somebody else was quicker
  }
  if ((await readToken(aside)) !== dead) await link(aside, path).catch(() => {});
  await rm(aside, { force: true });
}

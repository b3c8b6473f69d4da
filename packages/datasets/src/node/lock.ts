import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { delay } from './files.ts';

/** How often a waiting process looks, and how often the holder shows that it is alive. */
const LOOK_MS = 100;
const HEARTBEAT_MS = 2_000;
/** A lock that is not renewed for this long belongs to a process that died. */
export const STALE_MS = 15_000;

/** How to wait for a lock. */
export interface LockOptions {
  readonly signal: AbortSignal | undefined;
  /** Called once, when the lock is another process's. */
  readonly onWait: () => void;
}

/**
 * Runs a task while no other process runs one under the same lock file. The holder renews the file's time; the lock of a
 * killed process is taken over 15 s after its last renewal. Where clocks differ, it is taken over after 15 s without
 * a change of its time.
 *
 * @param path The lock file; its folder must exist.
 */
export async function withLock<T>(
  path: string,
  { signal, onWait }: LockOptions,
  task: () => Promise<T>,
): Promise<T> {
  const token = randomUUID();
  let seen: number | undefined;
  let seenAt = 0;
  while (!(await take(path, token))) {
    const renewed = await timeOf(path);
    if (renewed === undefined) continue; // it has just been given back
    if (renewed !== seen) {
      if (seen === undefined) onWait();
      [seen, seenAt] = [renewed, performance.now()];
    }
    if (Date.now() - renewed >= STALE_MS || performance.now() - seenAt >= STALE_MS) await moveAway(path);
    else await delay(LOOK_MS, signal);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {}); // one missed renewal is harmless; several make the lock stale
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

async function timeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
}

async function readToken(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}

/**
 * Moves a dead process's lock away. Two processes may see it at once, and the second may move the lock that
 * the first has just taken: it sees another token then and puts the lock back.
 */
async function moveAway(path: string): Promise<void> {
  const dead = await readToken(path);
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return; // another process was quicker
  }
  if ((await readToken(aside)) !== dead) await link(aside, path).catch(() => {});
  await rm(aside, { force: true });
}

import { rmSync } from 'node:fs';
import { open, readdir, readFile, rm, rmdir, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { makeFolder } from '@seqloom/archives/node';
import { namingFile } from './naming-file.ts';
import { newMark, processOf } from './process-mark.ts';

/** How often the file of a lock is renewed, and when that of another machine, whose processes are not visible, no longer counts. */
const RENEW_MS = 20_000;
const FOREIGN_AGE_MS = 120_000;
/** How long a process waits for one that has begun at the same moment to step back. */
const STEP_BACK_MS = 300;
const LOOK_MS = 10;
/** Files of locks, with the marks of their processes. */
const NAME = /^run\.([0-9a-f-]+)\.lock$/;

/** A folder is in use by another process. */
export class FolderInUseError extends Error {
  override readonly name: string = 'FolderInUseError';
  /** The process; of another machine where `elsewhere` is true. */
  readonly pid: number;
  readonly elsewhere: boolean;
  /** The file that says so. */
  readonly path: string;

  constructor(folder: string, { pid, elsewhere, path }: Claim) {
    super(
      `${folder} is in use by process ${pid}${elsewhere ? ' of another machine' : ''} (${path}). Wait until it has ended, or take another ` +
        'folder; if it has ended, remove that file.',
    );
    this.pid = pid;
    this.elsewhere = elsewhere;
    this.path = path;
  }
}

/** A folder that this process has for itself. */
export interface FolderLock {
  /** Gives it back. A folder that the lock made is removed when nothing is in it. */
  release(): Promise<void>;
}

interface Claim {
  readonly mark: string;
  readonly pid: number;
  readonly elsewhere: boolean;
  readonly path: string;
}

/**
 * Takes a folder for this process, which is made if it is missing, until `release` or the end of the process: what a killed process left
 * is removed.
 *
 * A process writes a file of its own and then looks for those of others, so that of two that begin together at least one sees the other.
 * It has the folder when it sees no one. Of two that see each other the one with the greater name steps back at once, the other one
 * waits for that. No process removes the file of one that runs; one whose file is gone says so in a warning of the process.
 *
 * @throws FolderInUseError when another process has it; Error that names the folder, with the error of the file system as cause
 *
 * @example
 * ```ts
 * const lock = await lockFolder('out');
 * try {
 *   await train('out');
 * } finally {
 *   await lock.release();
 * }
 * ```
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const wasThere = await stat(folder).catch(() => undefined);
  const mark = newMark();
  const path = join(folder, `run.${mark}.lock`);
  try {
    await makeFolder(folder);
    const file = await open(path, 'wx');
    await file.writeFile((await beginOf(process.pid)) ?? '').finally(() => file.close());
  } catch (cause) {
    throw namingFile(folder, 'cannot be written to', cause);
  }
  let released = false;
  const renewal = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(({ code }: NodeJS.ErrnoException) => {
      if (released || code !== 'ENOENT') return; // one missed renewal is harmless
      clearInterval(renewal);
      process.emitWarning(
        `${path} is gone, so that other processes may take ${folder}, too. Leave the file there until process ${process.pid} has ended.`,
      );
    });
  }, RENEW_MS);
  renewal.unref();
  const leave = () => rmSync(path, { force: true });
  process.once('exit', leave); // a process that ends in the middle of its work
  const lock: FolderLock = {
    async release() {
      released = true;
      clearInterval(renewal);
      process.off('exit', leave);
      await rm(path, { force: true });
      if (!wasThere) await rmdir(folder).catch(() => {}); // files are in it
    },
  };
  try {
    for (let waited = 0; ; waited += LOOK_MS) {
      const other = await otherClaim(folder, { mark, path });
      if (!other) return lock;
      if (mark > other.mark || waited >= STEP_BACK_MS) throw new FolderInUseError(folder, other);
      await delay(LOOK_MS);
    }
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** The claim of a process that may be running, the one with the least name. Removes those of processes that are gone. */
async function otherClaim(folder: string, own: Pick<Claim, 'mark' | 'path'>): Promise<Claim | undefined> {
  for (const name of (await readdir(folder)).sort()) {
    const [, mark] = NAME.exec(name) ?? [];
    const owner = mark === undefined || mark === own.mark ? undefined : processOf(mark);
    if (!owner) continue;
    const path = join(folder, name);
    const elsewhere = owner.state === 'elsewhere';
    const gone =
      owner.state === 'gone' ||
      (elsewhere ? await isOlder(path, own.path, FOREIGN_AGE_MS) : await isOfEarlierProcess(path, owner.pid));
    if (!gone) return { mark: mark!, pid: owner.pid, elsewhere, path };
    await rm(path, { force: true });
  }
  return undefined;
}

/** Whether a file was last changed so long before another one. Both times are those of their disk. */
async function isOlder(path: string, than: string, ms: number): Promise<boolean> {
  const [one, other] = await Promise.all([path, than].map((each) => stat(each).catch(() => undefined)));
  return one === undefined || (other !== undefined && other.mtimeMs - one.mtimeMs > ms);
}

/** Whether the process of a claim is gone and another one has its number: it began at another moment. */
async function isOfEarlierProcess(path: string, pid: number): Promise<boolean> {
  const [said, found] = await Promise.all([readFile(path, 'utf8').catch(() => ''), beginOf(pid)]);
  return said !== '' && found !== undefined && said !== found;
}

/** When a process began, in ticks since the machine did; undefined where the system does not say it in a file. */
async function beginOf(pid: number): Promise<string | undefined> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The second field is the name of the program in brackets, which may hold blanks; the begin is field 22.
  return line?.slice(line.lastIndexOf(')') + 2).split(' ')[19];
}

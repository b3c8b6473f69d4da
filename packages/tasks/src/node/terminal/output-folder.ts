import { access, constants, mkdir, realpath, rm, rmdir, stat, statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { makeFolder } from '@seqloom/archives/node';
import { replaceFile, temporaryBeside } from '@seqloom/train/node';

/** Less than the files of any run take. */
const LEAST_FREE_BYTES = 1 << 18;

/**
 * Makes sure, before a long run, that its files can be written.
 *
 * @throws Error in one line when they cannot
 */
export async function prepareOutputFolder(folder: string): Promise<void> {
  const kind = await stat(folder).catch(() => undefined);
  if (kind && !kind.isDirectory()) throw new Error(`--out: ${folder} is a file. Give a folder.`);
  const place = kind ? folder : dirname(resolve(folder));
  try {
    await makeFolder(folder);
    if (!kind) await rmdir(folder); // a run that is refused leaves none
    await access(place, constants.W_OK);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`--out: ${folder} cannot be written to (${reason}). Give another folder.`, { cause });
  }
  const { blocks, bavail, bsize } = await statfs(place);
  // some network disks tell no sizes at all
  if (blocks > 0 && bavail * bsize < LEAST_FREE_BYTES) {
    throw new Error(`--out: the disk of ${folder} is full. Make room there or give another folder.`);
  }
}

/**
 * Has files written into a new folder beside the wanted one and then moves them there, one rename each. All of them are
 * complete before the first takes its place: when writing fails, the folder is as it was. Should a rename itself fail, the
 * files before it are the new ones. Modes and symbolic links in the folder stay, and what killed runs left beside it is
 * removed.
 *
 * @param write writes into the folder it is given and returns the names
 * @throws Error in one line that names the folder when the file system refuses
 */
export async function writeFolder(
  folder: string,
  write: (staging: string) => Promise<readonly string[]>,
): Promise<void> {
  try {
    const target = (await realpath(folder).catch(() => undefined)) ?? resolve(folder);
    await makeFolder(dirname(target));
    const staging = await temporaryBeside(target);
    try {
      await mkdir(staging);
      const names = await write(staging);
      await makeFolder(target);
      for (const name of names) await replaceFile(join(staging, name), join(target, name));
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause;
    // what wrote a file names its temporary place, which says nothing to a user
    const { message } = cause.cause instanceof Error ? cause.cause : cause;
    throw new Error(
      `--out: ${folder} cannot be written (${message}). Make room there or give another folder, and run again.`,
      { cause },
    );
  }
}

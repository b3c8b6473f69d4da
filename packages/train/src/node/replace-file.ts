import { chmod, copyFile, lstat, readlink, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { temporaryBeside } from './temporary-beside.ts';

/** The limit of Linux. */
const MAX_LINKS = 40;

/**
 * Replaces a file by a complete one, in one step. The new file gets the mode of the old one. If `path` is a symbolic link, the
 * file that it points to is replaced and the link stays.
 *
 * @param complete the new file, which is moved; copied first if it is on another disk
 * @throws the error of the file system; the old file is then unchanged
 *
 * @example
 * ```ts
 * const temporary = await temporaryBeside('report.html');
 * await writeFile(temporary, page);
 * await replaceFile(temporary, 'report.html');
 * ```
 */
export async function replaceFile(complete: string, path: string): Promise<void> {
  const target = await followLinks(path);
  const replaced = await stat(target).catch(() => undefined);
  if (replaced?.isFile()) await chmod(complete, replaced.mode & 0o7777);
  try {
    await rename(complete, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await moveToOtherDisk(complete, target);
  }
}

/** The path at the end of a chain of symbolic links, which need not exist. */
export async function followLinks(path: string): Promise<string> {
  let target = path;
  for (let links = 0; links < MAX_LINKS; links++) {
    const kind = await lstat(target).catch(() => undefined);
    if (!kind?.isSymbolicLink()) return target;
    target = resolve(dirname(target), await readlink(target));
  }
  await stat(path); // a loop of links: throws ELOOP
  return path;
}

async function moveToOtherDisk(complete: string, target: string): Promise<void> {
  const beside = await temporaryBeside(target);
  try {
    await copyFile(complete, beside);
    await rename(beside, target);
    await rm(complete);
  } finally {
    await rm(beside, { force: true });
  }
}

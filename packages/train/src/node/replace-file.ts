import { chmod, copyFile, lstat, readlink, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { temporaryBeside } from './temporary-beside.ts';

/** As many links as Linux follows. */
const MAX_LINKS = 40;

/**
 * Gives a complete file the name of another, in one step. The mode of the file that is replaced stays, and a symbolic link
 * goes on pointing to its file, which is replaced where it lies.
 *
 * @param complete on the same disk as `path`, or it is copied there first; gone afterwards
 * @throws the file system's error, with the file of before untouched
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

/** The path that a chain of symbolic links ends in, also where nothing is there yet. */
export async function followLinks(path: string): Promise<string> {
  let target = path;
  for (let links = 0; links < MAX_LINKS; links++) {
    const kind = await lstat(target).catch(() => undefined);
    if (!kind?.isSymbolicLink()) return target;
    target = resolve(dirname(target), await readlink(target));
  }
  await stat(path); // throws: ELOOP
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

import { open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { followLinks, replaceFile } from './replace-file.ts';
import { temporaryBeside } from './temporary-beside.ts';

/**
 * Writes a file so that a reader finds the old content or the new one, never a part, whatever crashes: the bytes go to a
 * file beside it, reach the disk, and then take the name. Mode and symbolic links stay as they are. What killed processes
 * left of earlier tries is removed.
 *
 * @throws Error that names the file, with the file system's error as cause and its `code`; the file of before is untouched
 * and nothing else left
 */
export async function writeFileAtomically(path: string, bytes: Uint8Array): Promise<void> {
  try {
    const target = await followLinks(path);
    const temporary = await temporaryBeside(target);
    try {
      // A file that only its owner may read is not laid open meanwhile.
      const mode = await stat(target).then(
        (replaced) => replaced.mode & 0o777,
        () => 0o666,
      );
      const file = await open(temporary, 'wx', mode);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await replaceFile(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await syncFolder(dirname(target));
  } catch (cause) {
    throw namingFile(path, cause);
  }
}

/** The file system names the temporary file, or none for a file that is open. */
function namingFile(path: string, cause: unknown): unknown {
  if (!(cause instanceof Error && 'code' in cause)) return cause;
  const error = new Error(`${path}: cannot be written (${cause.message}). The file is as it was.`, { cause });
  return Object.assign(error, { code: cause.code });
}

/** The new name is on disk once its folder is. Windows has no such call, and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

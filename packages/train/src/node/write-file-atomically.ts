import { open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { formatValue } from '@seqloom/options';
import { namingFile } from './naming-file.ts';
import { followLinks, replaceFile } from './replace-file.ts';
import { temporaryBeside } from './temporary-beside.ts';

/**
 * Writes a file so that a reader finds the old content or the new one, never a part, whatever crashes: the bytes go to a
 * file beside it, reach the disk, and then take the name. Mode and symbolic links stay as they are. What killed processes
 * left of earlier tries is removed.
 *
 * @throws Error that names the file, with the file system's error as cause and its `code`; the file of before is untouched
 * and nothing else left; TypeError for another kind of path or bytes
 */
export async function writeFileAtomically(path: string, bytes: Uint8Array): Promise<void> {
  if (typeof path !== 'string') {
    throw new TypeError(`writeFileAtomically: path must be a string, got ${formatValue(path)}.`);
  }
  if (!(bytes instanceof Uint8Array)) {
    throw new TypeError(`writeFileAtomically: bytes must be a Uint8Array, got ${formatValue(bytes)}.`);
  }
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
    throw namingFile(path, 'cannot be written', cause, 'The file is as it was.');
  }
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

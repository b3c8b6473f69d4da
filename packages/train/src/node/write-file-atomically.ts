import { open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '@seqloom/archives/node';
import { formatValue } from '@seqloom/options';
import { namingFile } from './naming-file.ts';
import { followLinks, replaceFile } from './replace-file.ts';
import { temporaryBeside } from './temporary-beside.ts';

/**
 * Writes a file so that a reader, even after a crash, finds the old content or the new one, never a part. The bytes go to a
 * temporary file beside it and reach the disk before it is renamed. Mode and symbolic links are kept. Temporary files that
 * killed processes left are removed.
 *
 * @throws Error that names the file, with the error of the file system as cause and its `code`; the old file is unchanged and no
 * temporary file is left; TypeError for another kind of path or bytes
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
      // Keeps a private file private while it is being written.
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

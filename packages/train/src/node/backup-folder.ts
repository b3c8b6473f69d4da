import { readFile, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '@seqloom/archives/node';
import type { BackupStore } from '../backup/backup-store.ts';
import { namingFile } from './naming-file.ts';
import { removeLeftovers } from './temporary-beside.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

/**
 * A folder that keeps the backup of a run. It is made when the first backup is written, and removed with the backup when nothing else is
 * in it. Files are written beside the old ones, reach the disk, and are then renamed.
 *
 * @throws Error of each method that names the file, with the error of the file system as cause and its `code`; the old file is then
 * unchanged
 *
 * @example
 * ```ts
 * backup({ store: backupFolder('out/backup') });
 * ```
 */
export function backupFolder(folder: string): BackupStore {
  const locate = (name: string) => join(folder, name);
  return {
    locate,
    async read(name) {
      const path = locate(name);
      try {
        // Not a Buffer, because the `slice` of a Buffer does not copy.
        const { buffer, byteOffset, byteLength } = await readFile(path);
        return new Uint8Array(buffer, byteOffset, byteLength);
      } catch (cause) {
        if (isMissing(cause)) return undefined;
        throw namingFile(path, 'cannot be read', cause);
      }
    },
    async write(name, bytes) {
      await makeFolder(folder).catch((cause: unknown) => {
        throw namingFile(folder, 'cannot be made', cause);
      });
      await writeFileAtomically(locate(name), bytes);
    },
    async remove(name) {
      const path = locate(name);
      try {
        await rm(path, { force: true });
        await removeLeftovers(folder, name);
      } catch (cause) {
        throw namingFile(path, 'cannot be removed', cause);
      }
      await rmdir(folder).catch(() => {}); // the other generation or files of the user are in it
    },
  };
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder, and those above it where they are missing. `mkdir` of Node with `recursive` never returns where the file system says
 * that an existing folder is missing, as Linux does for new folders in `/proc`.
 *
 * @throws the error of the file system
 */
export async function makeFolder(path: string): Promise<void> {
  const error = await tryToMake(path);
  if (!error) return;
  const above = dirname(path);
  if (error.code !== 'ENOENT' || above === path) throw error;
  await makeFolder(above);
  const again = await tryToMake(path);
  if (again) throw again;
}

/** The error where there is no folder afterwards. */
async function tryToMake(path: string): Promise<NodeJS.ErrnoException | undefined> {
  try {
    await mkdir(path);
    return undefined;
  } catch (error) {
    const found = await stat(path).catch(() => undefined);
    return found?.isDirectory() ? undefined : (error as NodeJS.ErrnoException);
  }
}

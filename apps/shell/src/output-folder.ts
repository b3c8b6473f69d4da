import { randomUUID } from 'node:crypto';
import { access, constants, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

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
    await mkdir(place, { recursive: true });
    await access(place, constants.W_OK);
  } catch (cause) {
    throw new Error(`--out: ${folder} cannot be written to. Give another folder.`, { cause });
  }
}

/**
 * Has files written into a new folder beside the wanted one and then moves them there, one rename each. All of them are
 * complete before the first takes its place: when writing fails, the folder is as it was. Should a rename itself fail, the
 * files before it are the new ones.
 *
 * @param write writes into the folder it is given and returns the names
 */
export async function writeFolder(
  folder: string,
  write: (staging: string) => Promise<readonly string[]>,
): Promise<void> {
  const staging = `${resolve(folder)}.${randomUUID()}.tmp`;
  try {
    await mkdir(staging, { recursive: true });
    const names = await write(staging);
    await mkdir(folder, { recursive: true });
    for (const name of names) await rename(join(staging, name), join(folder, name));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

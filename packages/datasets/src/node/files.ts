import { stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { DatasetError } from '@seqloom/archives';

/** Whether there is something under this path. */
export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

/** The length of a file in bytes, 0 when there is none. */
export async function fileSize(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}

/** Waits, or throws as soon as the signal fires. */
export async function delay(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, signal ? { signal } : {});
}

/** @throws DatasetError unless there is a file under this path; a pipe would be waited for */
export async function requireFile(path: string, expected: string): Promise<void> {
  const kind = await stat(path).catch((cause) => {
    throw new DatasetError(path, `no such file. Give ${expected}.`, { cause });
  });
  if (!kind.isFile()) throw new DatasetError(path, `this is not a file. Give ${expected}.`);
}

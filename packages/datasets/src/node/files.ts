import { stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

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

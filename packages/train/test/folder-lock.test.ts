import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleProgram } from '@seqloom/vitest/bundle-program';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { FolderInUseError, lockFolder } from '../src/node/index.ts';

let programs = '';
beforeAll(async () => {
  programs = await mkdtemp(join(tmpdir(), 'seqloom-lock-program-'));
});
afterAll(() => rm(programs, { recursive: true, force: true }));

let place = '';
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'seqloom-lock-'));
});
afterEach(() => rm(place, { recursive: true, force: true }));

let program: string;
beforeAll(async () => {
  program = await bundleProgram(join(import.meta.dirname, 'programs/take-folder.mjs'), programs);
});

function holder(folder: string): ChildProcess {
  return spawn(process.execPath, [program, folder]);
}

async function saidBy({ stdout }: ChildProcess): Promise<string> {
  const [bytes] = (await once(stdout!, 'data')) as [Buffer];
  return String(bytes).trim();
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

test('a folder is one process’s at a time; what a killed one left does not count', async () => {
  const folder = join(place, 'out');
  const child = holder(folder);
  expect(await saidBy(child)).toBe('taken');
  const begin = performance.now();
  const refused = await lockFolder(folder).catch((error: unknown) => error);
  expect(performance.now() - begin).toBeLessThan(1000);
  expect(refused).toBeInstanceOf(FolderInUseError);
  expect(refused).toMatchObject({ pid: child.pid, elsewhere: false });
  expect((refused as Error).message).toContain(`${folder} is in use by process ${child.pid} (`);
  expect((refused as Error).message).toMatch(
    /Wait until it has ended, or take another folder; if it has ended, remove that file\.$/,
  );
  await kill(child);
  const lock = await lockFolder(folder);
  expect(await readdir(folder)).toHaveLength(1);
  await expect(lockFolder(folder)).rejects.toMatchObject({ pid: process.pid }); // also within a process
  await lock.release();
  expect(existsSync(folder)).toBe(true); // another process had made it
});

test.skipIf(process.platform === 'win32')('a process that ends by itself leaves no file', async () => {
  const folder = join(place, 'out');
  const child = holder(folder);
  expect(await saidBy(child)).toBe('taken');
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
  expect(await readdir(folder)).toEqual([]);
});

test('of processes that begin together one gets the folder at most, and one in the end', async () => {
  const folder = join(place, 'out');
  const taken = (outcomes: readonly PromiseSettledResult<unknown>[]) =>
    outcomes.filter(({ status }) => status === 'fulfilled');
  for (let round = 0; round < 5; round++) {
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)));
    expect(taken(outcomes)).toHaveLength(1);
    for (const each of outcomes) if (each.status === 'fulfilled') await each.value.release();
  }
  expect(existsSync(folder)).toBe(false);
});

test('files in a folder that the lock made keep it', async () => {
  const folder = join(place, 'new', 'out');
  const lock = await lockFolder(folder);
  await writeFile(join(folder, 'model'), '');
  await lock.release();
  expect(await readdir(folder)).toEqual(['model']);
});

test('a file that is gone while its process runs is reported', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    const lock = await lockFolder(place);
    const [name] = (await readdir(place)) as [string];
    vi.advanceTimersByTime(20_000);
    await rm(join(place, name));
    const warned = once(process, 'warning');
    vi.advanceTimersByTime(20_000);
    const [{ message }] = (await warned) as [Error];
    expect(message).toContain(
      `${join(place, name)} is gone, so that other processes may take ${place}, too.`,
    );
    await lock.release();
  } finally {
    vi.useRealTimers();
  }
});

test('a process of another machine counts while it renews its file', async () => {
  const foreign = join(place, 'run.00000000-7-0123456789abcdef.lock');
  await writeFile(foreign, '');
  await expect(lockFolder(place)).rejects.toMatchObject({ pid: 7, elsewhere: true, path: foreign });
  const old = new Date((await stat(foreign)).mtimeMs - 121_000);
  await utimes(foreign, old, old);
  await (await lockFolder(place)).release();
  expect(await readdir(place)).toEqual([]);
});

test.skipIf(process.platform !== 'linux')(
  'a later process with the number of a killed one is not taken for it',
  async () => {
    const lock = await lockFolder(place);
    const [name] = (await readdir(place)) as [string];
    await lock.release();
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    const theirs = name.replace(`-${process.pid}-`, `-${child.pid}-`);
    await writeFile(join(place, theirs), '1'); // the begin of the machine
    await (await lockFolder(place)).release();
    expect(await readdir(place)).toEqual([]);
    await kill(child);
  },
);

test('a folder that cannot be made is named', async () => {
  await writeFile(join(place, 'file'), '');
  await expect(lockFolder(join(place, 'file', 'out'))).rejects.toThrow(/out: cannot be written to \(ENOTDIR/);
  await mkdir(join(place, 'there'));
  await (await lockFolder(join(place, 'there'))).release();
  expect(existsSync(join(place, 'there'))).toBe(true);
});

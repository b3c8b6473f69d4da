import { execFile } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadFromFile, replaceFile, temporaryBeside, writeFileAtomically } from '../src/node/index.ts';

const BYTES = Uint8Array.of(1, 2, 3);

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seqloom-write-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The id of a process that has ended. */
async function deadProcess(): Promise<number> {
  const running = promisify(execFile)(process.execPath, ['-e', '']);
  await running;
  return running.child.pid!;
}

/** The name that `process` on this machine would have given. */
function nameOf(temporary: string, pid: number): string {
  return basename(temporary).replace(`-${process.pid}-`, `-${pid}-`);
}

test('what killed processes left beside a file is removed, and nothing else', async () => {
  const path = join(folder, 'model.safetensors');
  const mine = await temporaryBeside(path);
  const dead = nameOf(mine, await deadProcess());
  const parent = nameOf(mine, process.ppid);
  const sameId = basename(mine).replace(/[0-9a-f]{16}\.tmp$/, '0123456789abcdef.tmp');
  const foreign = basename(mine).replace(/\.[0-9a-f]{8}-/, '.00000000-');
  const others = ['model.safetensors.tmp', `other.${basename(mine)}`, 'model.safetensors.1.tmp'];
  for (const name of [basename(mine), dead, parent, sameId, foreign, ...others]) {
    await writeFile(join(folder, name), 'part');
  }
  await writeFileAtomically(path, BYTES);
  expect((await readdir(folder)).sort()).toEqual(
    [basename(mine), 'model.safetensors', parent, foreign, ...others].sort(),
  );
  const longAgo = new Date(Date.now() - 25 * 3_600_000);
  await utimes(join(folder, foreign), longAgo, longAgo);
  await writeFileAtomically(path, BYTES);
  expect(await readdir(folder)).not.toContain(foreign);
});

test('folders are removed likewise', async () => {
  const mine = await temporaryBeside(join(folder, 'out'));
  const dead = join(folder, nameOf(mine, await deadProcess()));
  await mkdir(dead);
  await writeFile(join(dead, 'index.html'), 'part');
  await temporaryBeside(join(folder, 'out'));
  expect(await readdir(folder)).toEqual([]);
});

test.skipIf(process.platform === 'win32')('the mode of the file stays', async () => {
  const path = join(folder, 'secret');
  await writeFile(path, 'old');
  for (const mode of [0o600, 0o640]) {
    await chmod(path, mode);
    await writeFileAtomically(path, BYTES);
    expect((await stat(path)).mode & 0o777).toBe(mode);
  }
  await writeFileAtomically(join(folder, 'new'), BYTES);
  expect((await stat(join(folder, 'new'))).mode & 0o777).toBe(0o666 & ~process.umask());
});

test.skipIf(process.platform === 'win32')('a symbolic link stays and its file is replaced', async () => {
  await mkdir(join(folder, 'store'));
  const [file, near, far, open] = ['store/file', 'near', 'far', 'open'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
  ];
  await writeFile(file, 'old');
  await symlink('store/file', near);
  await symlink(near, far);
  await writeFileAtomically(far, BYTES);
  expect(await readFile(file)).toEqual(Buffer.from(BYTES));
  for (const link of [near, far]) expect((await lstat(link)).isSymbolicLink()).toBe(true);
  await symlink('store/later', open); // to nothing yet
  await writeFileAtomically(open, BYTES);
  expect((await lstat(open)).isSymbolicLink()).toBe(true);
  expect((await readdir(join(folder, 'store'))).sort()).toEqual(['file', 'later']);
  await symlink('loop', join(folder, 'loop'));
  await writeFileAtomically(join(folder, 'loop'), BYTES).catch(() => {});
  expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('errors name the file, with the code of the file system', async () => {
  const path = join(folder, 'taken');
  await mkdir(join(path, 'inside'), { recursive: true });
  const error = await writeFileAtomically(path, BYTES).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Error);
  expect((error as Error).message).toMatch(/taken: cannot be written \(E\w+: .*\). The file is as it was\.$/);
  expect((error as NodeJS.ErrnoException).code).toMatch(/^E/);
  expect((error as Error).cause).toBeInstanceOf(Error);
  // A folder that does not exist may be a slip, and is not made.
  await expect(writeFileAtomically(join(folder, 'no', 'file'), BYTES)).rejects.toMatchObject({
    code: 'ENOENT',
    message: expect.stringContaining(`${join(folder, 'no', 'file')}: cannot be written (`),
  });
  expect(await readdir(folder)).toEqual(['taken']);
});

const OTHER_DISK = '/dev/shm';
const onOtherDisk = existsSync(OTHER_DISK) && statSync(OTHER_DISK).dev !== statSync(tmpdir()).dev;
test.skipIf(!onOtherDisk)(
  'a file whose link leads to another disk is replaced there (needs /dev/shm)',
  async () => {
    const far = await mkdtemp(join(OTHER_DISK, 'seqloom-write-'));
    try {
      await writeFile(join(far, 'file'), 'old');
      await symlink(join(far, 'file'), join(folder, 'link'));
      await writeFile(join(folder, 'complete'), BYTES);
      await replaceFile(join(folder, 'complete'), join(folder, 'link'));
      expect(await readFile(join(far, 'file'))).toEqual(Buffer.from(BYTES));
      expect([await readdir(far), await readdir(folder)]).toEqual([['file'], ['link']]);
    } finally {
      await rm(far, { recursive: true });
    }
  },
);

test('a loop of links is an error that names the file, and stays', async () => {
  const path = join(folder, 'a');
  await symlink('b', path);
  await symlink('a', join(folder, 'b'));
  await expect(writeFileAtomically(path, BYTES)).rejects.toThrow(`${path}: cannot be written (ELOOP`);
  expect((await lstat(path)).isSymbolicLink()).toBe(true);
});

test('another kind of path or bytes is named', async () => {
  await expect(writeFileAtomically(undefined as never, BYTES)).rejects.toThrow(
    new TypeError('writeFileAtomically: path must be a string, got undefined.'),
  );
  await expect(writeFileAtomically(join(folder, 'a'), 'text' as never)).rejects.toThrow(
    new TypeError('writeFileAtomically: bytes must be a Uint8Array, got "text".'),
  );
});

test('a model file that cannot be read is named, with the code of the file system', async () => {
  const error: unknown = await loadFromFile(folder, { layers: [] }).catch((e: unknown) => e);
  expect((error as Error).message).toContain(`${folder}: cannot be read (EISDIR`);
  expect(error).toHaveProperty('code', 'EISDIR');
});

import { execFile } from 'node:child_process';
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
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prepareOutputFolder, writeFolder } from '../src/node/terminal/output-folder.ts';

let place = '';
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'seqloom-shell-'));
});
afterEach(() => rm(place, { recursive: true, force: true }));

test('files appear together in a new folder, and nothing else stays', async () => {
  const folder = join(place, 'deep', 'out');
  await writeFolder(folder, async (staging) => {
    await writeFile(join(staging, 'a.txt'), 'new');
    return ['a.txt'];
  });
  expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('new');
  expect(await readdir(join(place, 'deep'))).toEqual(['out']);
});

test('files of the same name are replaced and others left alone', async () => {
  const folder = join(place, 'again');
  await mkdir(folder);
  await writeFile(join(folder, 'a.txt'), 'old');
  await writeFile(join(folder, 'mine.txt'), 'kept');
  await writeFolder(folder, async (staging) => {
    await writeFile(join(staging, 'a.txt'), 'new');
    return ['a.txt'];
  });
  expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('new');
  expect(await readFile(join(folder, 'mine.txt'), 'utf8')).toBe('kept');
  expect((await readdir(folder)).sort()).toEqual(['a.txt', 'mine.txt']);
});

test('when writing fails, the folder is as it was', async () => {
  await writeFile(join(place, 'a.txt'), 'old');
  const failing = writeFolder(place, async (staging) => {
    await writeFile(join(staging, 'a.txt'), 'new');
    throw new Error('the disk is full');
  });
  await expect(failing).rejects.toThrow('the disk is full');
  expect(await readFile(join(place, 'a.txt'), 'utf8')).toBe('old');
  expect(await readdir(place)).toEqual(['a.txt']);
});

test('when writing into a new folder fails, nothing of it stays', async () => {
  const failing = writeFolder(join(place, 'broken'), async (staging) => {
    await writeFile(join(staging, 'a.txt'), 'half');
    throw new Error('the disk is full');
  });
  await expect(failing).rejects.toThrow('the disk is full');
  expect(await readdir(place)).toEqual([]);
});

test('a file in the place of the folder is refused before anything is computed', async () => {
  const file = join(place, 'taken');
  await writeFile(file, '');
  await expect(prepareOutputFolder(file)).rejects.toThrow(`--out: ${file} is a file. Give a folder.`);
  await expect(prepareOutputFolder(join(file, 'below'))).rejects.toThrow(
    `cannot be written to (ENOTDIR: not a directory, mkdir '${join(file, 'below')}'). Give another folder.`,
  );
  await expect(prepareOutputFolder(join(place, 'new'))).resolves.toBeUndefined();
  expect(await readdir(place)).toEqual(['taken']);
});

test('what a killed run left beside the folder is removed by the next one', async () => {
  const folder = join(place, 'out');
  const killed = promisify(execFile)(process.execPath, ['-e', '']);
  await killed;
  await writeFolder(folder, async (staging) => {
    const left = basename(staging).replace(`-${process.pid}-`, `-${killed.child.pid}-`);
    await mkdir(join(place, left));
    await writeFile(join(place, left, 'a.txt'), 'part');
    return [];
  });
  expect(await readdir(place)).toHaveLength(2);
  await writeFolder(folder, async () => []);
  expect(await readdir(place)).toEqual(['out']);
});

test.skipIf(process.platform === 'win32')(
  'modes and links in the folder, and a link to it, stay',
  async () => {
    const [folder, link] = [join(place, 'real'), join(place, 'link')];
    await mkdir(folder);
    await symlink('real', link);
    await writeFile(join(folder, 'a.txt'), 'old');
    await chmod(join(folder, 'a.txt'), 0o600);
    await symlink('a.txt', join(folder, 'b.txt'));
    await writeFolder(link, async (staging) => {
      await writeFile(join(staging, 'b.txt'), 'new');
      return ['b.txt'];
    });
    expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('new');
    expect((await stat(join(folder, 'a.txt'))).mode & 0o777).toBe(0o600);
    expect((await lstat(join(folder, 'b.txt'))).isSymbolicLink()).toBe(true);
    expect((await readdir(place)).sort()).toEqual(['link', 'real']);
  },
);

test('an error of the file system names the folder and says what to do', async () => {
  const failing = writeFolder(join(place, 'full'), async () => {
    // What a full disk gives: the file that is open is not named.
    const cause = new Error('ENOSPC: no space left on device, write');
    throw Object.assign(new Error(`/out.1.tmp/a.txt: cannot be written (${cause.message}).`, { cause }), {
      code: 'ENOSPC',
    });
  });
  await expect(failing).rejects.toThrow(
    `--out: ${join(place, 'full')} cannot be written (ENOSPC: no space left on device, write). Make room there or give another folder, and run again.`,
  );
});

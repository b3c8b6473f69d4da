import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { prepareOutputFolder } from '../src/node/terminal/output-folder.ts';

const disk = vi.hoisted(() => ({ blocks: 0, bavail: 0, bsize: 4096 }));
vi.mock('node:fs/promises', async (original) => ({
  ...(await original<object>()),
  statfs: async () => disk,
}));

test.each([
  ['a full disk', 1000, 63],
  ['no room for other users than root', 1000, 0],
])('%s is noticed before anything is computed', async (_what, blocks, bavail) => {
  Object.assign(disk, { blocks, bavail });
  const folder = join(tmpdir(), 'seqloom-full', 'out');
  await expect(prepareOutputFolder(folder)).rejects.toThrow(
    `--out: the disk of ${folder} is full. Make room there or give another folder.`,
  );
});

test.each([
  ['enough room', 1000, 64],
  ['a disk that tells no sizes', 0, 0],
])('%s is taken', async (_what, blocks, bavail) => {
  Object.assign(disk, { blocks, bavail });
  await expect(prepareOutputFolder(tmpdir())).resolves.toBeUndefined();
});

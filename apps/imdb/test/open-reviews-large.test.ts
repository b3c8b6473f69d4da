import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatasetError } from '@seqloom/datasets';
import { expect, it, vi } from 'vitest';
import { openImdb } from './small-reviews.ts';

// Texts of more than a gigabyte, without making them.
vi.mock('@seqloom/datasets/node', async (original) => ({
  ...(await original<object>()),
  readReviews: async (path: string) => {
    const wayOut = { option: 'maxBytes', advice: 'Set maxBytes to read more.' };
    throw new DatasetError(path, 'the texts take more than 1073741824 bytes in all.', { wayOut });
  },
}));

it('says in words of the command line what to do with too many texts', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'seqloom-reviews-'));
  try {
    await expect(openImdb(folder)).rejects.toThrow(
      `${folder}: the texts take more than 1073741824 bytes in all. Give an archive or folder of fewer texts.`,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadIMDB } from '../src/node/load-imdb.ts';
import { decodeReview } from '../src/word-ids.ts';

const FILES: Record<string, string> = {
  'train/neg/0_1.txt': 'dull film dull',
  'train/neg/1_2.txt': 'a dull film',
  'train/pos/0_9.txt': 'a fine film',
  'train/pos/1_9.txt': 'fine',
  'test/neg/0_1.txt': 'dull unheard film',
  'test/pos/0_9.txt': 'a fine one',
  'test/pos/1_9.txt': 'fine',
};
const tokenize = (text: string): string[] => text.split(' ');

let path: string;
beforeAll(async () => {
  path = await mkdtemp(join(tmpdir(), 'seqloom-load-imdb-'));
  for (const [name, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
});
afterAll(() => rm(path, { recursive: true, force: true }));

describe('loadIMDB', () => {
  it('numbers the words of the training reviews alone, and encodes both parts with them', async () => {
    const { train, test, wordIndex } = await loadIMDB({ tokenize, path });
    // dull 3, film 3, a 2, fine 2; ties in the order of appearance
    expect([...wordIndex]).toEqual([
      ['dull', 1],
      ['film', 2],
      ['a', 3],
      ['fine', 4],
    ]);
    const read = (part: typeof train) => part.sequences.map((ids) => decodeReview(ids, wordIndex)).sort();
    expect(read(train)).toEqual([
      '[START] a dull film',
      '[START] a fine film',
      '[START] dull film dull',
      '[START] fine',
    ]);
    expect(read(test)).toEqual(['[START] a fine', '[START] dull film', '[START] fine']); // words it has not seen are skipped
    for (const [i, ids] of train.sequences.entries()) {
      expect(train.labels[i]).toBe(Number(decodeReview(ids, wordIndex).includes('fine')));
    }
  });

  it('takes the options of Keras', async () => {
    const { train } = await loadIMDB({ tokenize, path, numWords: 6, maxlen: 3 });
    expect(train.sequences.map((ids) => [...ids])).toEqual([[1, 2]]); // fine is 7, from 6 on a word is out of vocabulary
    const orders = [1, 2, 3, 4].map(async (seed) =>
      (await loadIMDB({ tokenize, path, seed })).train.labels.join(''),
    );
    expect(new Set(await Promise.all(orders)).size).toBeGreaterThan(1);
    await expect(loadIMDB({ tokenize, path: join(path, 'nowhere') })).rejects.toThrow(
      'no such file, folder or data set',
    );
    await expect(loadIMDB({ tokenize, path, numwords: 5 } as never)).rejects.toThrow(
      'has no setting "numwords"',
    );
  });
});

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { DatasetError } from '@seqloom/archives';
import { packTar } from 'modern-tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readReviews } from '../src/node/read-reviews.ts';
import { readReviewArchive } from '../src/review-archive.ts';

/** In an order that is not the order of the answers; `10_` sorts before `2_`, as bytes do. */
const FILES: Record<string, string | Uint8Array> = {
  'aclImdb/README': 'about',
  'aclImdb/test/pos/0_8.txt': 'fine',
  'aclImdb/train/unsup/0_0.txt': 'nobody knows',
  'aclImdb/train/pos/2_9.txt': 'good two',
  'aclImdb/train/pos/10_9.txt': 'good ten',
  'aclImdb/train/pos/._10_9.txt': 'resource fork',
  'aclImdb/train/neg/0_3.txt': 'bad <br /> café 🎬',
  'aclImdb/train/neg/\u{1f3ac}_1.txt': 'name beyond U+FFFF',
  'aclImdb/train/neg/\uff21_1.txt': 'name below it',
  'aclImdb/test/neg/0_2.txt': '\ufeffpoor',
  'aclImdb/train/urls_neg.txt': 'http://…',
};
const TRAIN = {
  texts: ['bad <br /> café 🎬', 'name below it', 'name beyond U+FFFF', 'good ten', 'good two'],
  labels: Uint8Array.of(0, 0, 0, 1, 1),
  labelNames: ['neg', 'pos'],
};
const TEST = { texts: ['poor', 'fine'], labels: Uint8Array.of(0, 1), labelNames: ['neg', 'pos'] };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seqloom-reviews-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function pack(files: Record<string, string | Uint8Array>): Promise<Uint8Array> {
  return packTar(
    Object.entries(files).map(([name, content]) => {
      const body = typeof content === 'string' ? new TextEncoder().encode(content) : content;
      return { header: { name, size: body.length, type: 'file' as const }, body };
    }),
  );
}

async function archive(name: string, files: Record<string, string | Uint8Array>): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, gzipSync(await pack(files)));
  return path;
}

async function unpacked(name: string, files: Record<string, string | Uint8Array>): Promise<string> {
  for (const [file, content] of Object.entries(files)) {
    const path = join(folder, name, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  return join(folder, name);
}

describe('readReviews', () => {
  it('reads both parts of an archive, neg before pos, file names in byte order', async () => {
    expect(await readReviews(await archive('a.tar.gz', FILES))).toEqual({ train: TRAIN, test: TEST });
  });

  it('reads the same from the unpacked folder, given itself or its parent', async () => {
    const parent = await unpacked('raw', FILES);
    expect(await readReviews(parent)).toEqual({ train: TRAIN, test: TEST });
    expect(await readReviews(join(parent, 'aclImdb'))).toEqual({ train: TRAIN, test: TEST });
  });

  it('reads one part, without asking for the other', async () => {
    const onlyTest = Object.fromEntries(Object.entries(FILES).filter(([name]) => name.includes('/test/')));
    expect(await readReviews(await archive('test.tar.gz', onlyTest), { splits: ['test'] })).toEqual({
      test: TEST,
    });
  });

  it('reads other classes', async () => {
    const path = await archive('topics.tar.gz', {
      'train/sport/a.txt': 'goal',
      'train/law/a.txt': 'court',
      'train/arts/a.txt': 'stage',
    });
    const { train } = await readReviews(path, { splits: ['train'], labels: ['arts', 'law', 'sport'] });
    expect(train.texts).toEqual(['stage', 'court', 'goal']);
    expect(train.labels).toEqual(Uint8Array.of(0, 1, 2));
  });

  it('reads a plain .tar, and from a stream cut into single bytes as in a page', async () => {
    const tar = await pack(FILES);
    const path = join(folder, 'plain.tar');
    await writeFile(path, tar);
    expect((await readReviews(path)).test).toEqual(TEST);

    const packed = gzipSync(tar);
    let at = 0;
    const bytes = new ReadableStream<Uint8Array>({
      pull: (controller) =>
        at < packed.length ? controller.enqueue(packed.subarray(at, ++at)) : controller.close(),
    });
    expect((await readReviewArchive(bytes, { name: 'dropped file' })).train).toEqual(TRAIN);
  });

  it('names a missing path, an empty archive and a file of another kind', async () => {
    await expect(readReviews(join(folder, 'nowhere'))).rejects.toThrow(/nowhere: no such file or folder/);
    await writeFile(join(folder, 'empty.tar.gz'), '');
    await expect(readReviews(join(folder, 'empty.tar.gz'))).rejects.toThrow(/the archive is empty/);
    await writeFile(join(folder, 'page.tar.gz'), `<html>${' '.repeat(2000)}</html>`);
    await expect(readReviews(join(folder, 'page.tar.gz'))).rejects.toThrow(/truncated or damaged/);
  });

  it('names what is missing when there are no label folders', async () => {
    const path = await archive('other.tar.gz', { 'aclImdb/train/pos/1_1.txt': 'x' });
    await expect(readReviews(path)).rejects.toThrow(
      /other.tar.gz: no texts in train\/neg. Expected train\/neg\/\*.txt and train\/pos\/\*.txt/,
    );
    await expect(readReviews(folder)).rejects.toThrow(/no texts in train\/neg/);
  });

  it('refuses an archive cut at any of 40 places with one line that names it', async () => {
    const whole = gzipSync(await pack(FILES));
    const path = join(folder, 'cut.tar.gz');
    for (let part = 1; part <= 40; part++) {
      await writeFile(path, whole.subarray(0, Math.floor((whole.length * part) / 41)));
      const error = await readReviews(path).catch((problem: unknown) => problem);
      expect(error).toBeInstanceOf(DatasetError);
      expect((error as DatasetError).message).toMatch(/cut.tar.gz: .*Fetch it again\.$/);
      expect((error as DatasetError).message).not.toContain('\n');
    }
  });

  it('names the text that is empty or not UTF-8', async () => {
    const empty = { ...FILES, 'aclImdb/train/pos/5_9.txt': '' };
    await expect(readReviews(await archive('e.tar.gz', empty))).rejects.toThrow(
      /e.tar.gz: aclImdb\/train\/pos\/5_9.txt: the file is empty/,
    );
    const latin = { ...FILES, 'aclImdb/test/pos/5_9.txt': Uint8Array.of(0x63, 0x61, 0x66, 0xe9) };
    await expect(readReviews(await archive('l.tar.gz', latin))).rejects.toThrow(
      /5_9.txt: the file is not UTF-8/,
    );
    await expect(readReviews(await unpacked('latin', latin))).rejects.toThrow(
      /pos.5_9.txt: the file is not UTF-8/,
    );
  });

  it('refuses a text of more than 16 MB before reading it', async () => {
    const huge = { ...FILES, 'aclImdb/train/pos/7_9.txt': new Uint8Array(17 * 1024 * 1024).fill(0x61) };
    await expect(readReviews(await archive('huge.tar.gz', huge))).rejects.toThrow(
      /7_9.txt: the file has 17825792 bytes/,
    );
  });

  it('refuses texts that are too many in all, with an option that lets them pass', async () => {
    const text = new Uint8Array(1000).fill(0x61);
    const names = ['train/neg/1', 'train/neg/2', 'train/pos/1', 'test/neg/1', 'test/pos/1'];
    const files = Object.fromEntries(names.map((name) => [`aclImdb/${name}.txt`, text]));
    const limits = { maxBytes: 5 * 1128 - 1 };
    for (const path of [await archive('bomb.tar.gz', files), await unpacked('bomb', files)]) {
      const refused = await readReviews(path, limits).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(DatasetError);
      expect((refused as DatasetError).message).toMatch(
        /1.txt: the texts take more than 5639 bytes in all. Set maxBytes to read more.$/,
      );
      expect((refused as DatasetError).wayOut?.option).toBe('maxBytes');
      const { train } = await readReviews(path, { maxBytes: 5 * 1128 });
      expect(train.texts).toHaveLength(3);
      expect((await readReviews(path, { ...limits, splits: ['train'] })).train.texts).toHaveLength(3);
    }
    await expect(readReviews(folder, { maxBytes: 0 })).rejects.toThrow('maxBytes must be a positive number');
    await expect(readReviews(folder, { labels: 'neg' as unknown as string[] })).rejects.toThrow(
      'readReviews: labels must be an array of strings, got "neg".',
    );
  });

  it.skipIf(process.platform === 'win32')(
    'passes over pipes and folders that are called as texts',
    async () => {
      const path = await unpacked('pipes', FILES);
      await promisify(execFile)('mkfifo', [join(path, 'aclImdb/train/pos/0_1.txt'), join(path, 'pipe')]);
      await mkdir(join(path, 'aclImdb/train/neg/5_1.txt'));
      expect(await readReviews(path)).toEqual({ train: TRAIN, test: TEST });
      await expect(readReviews(join(path, 'pipe'))).rejects.toThrow('this is neither a file nor a folder');
      await expect(readReviews('/dev/zero')).rejects.toThrow('this is neither a file nor a folder');
    },
  );

  it('names a text that is a broken link', async () => {
    const path = await unpacked('links', FILES);
    await symlink('nowhere', join(path, 'aclImdb/train/pos/3_1.txt'));
    await expect(readReviews(path)).rejects.toThrow(/3_1.txt: it cannot be read \(ENOENT/);
  });
});

const data = process.env.SEQLOOM_DATA;
const imdb = join(data ?? '', 'aclImdb_labelled_50k.tar.gz');
describe.skipIf(!data || !existsSync(imdb))(
  'the real IMDB reviews (needs SEQLOOM_DATA with aclImdb_labelled_50k.tar.gz)',
  () => {
    it('has 25,000 + 25,000 texts of 65.5 MB, half of them positive', async () => {
      const { train, test } = await readReviews(imdb);
      for (const { texts, labels } of [train, test]) {
        expect(texts).toHaveLength(25_000);
        expect(labels.reduce((sum, label) => sum + label, 0)).toBe(12_500);
        expect(labels[12_499]).toBe(0);
        expect(labels[12_500]).toBe(1);
      }
      expect(new Set([...train.texts, ...test.texts]).size).toBe(49_582);
      expect(train.texts[0]).toMatch(/^Story of a man who has unnatural feelings for a pig/);
    });
  },
);

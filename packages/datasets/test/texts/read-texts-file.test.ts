import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLabelledTextsFile, readTextsFile } from '../../src/node/read-texts-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seqloom-texts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(name: string, files: Record<string, string | Uint8Array>): Promise<string> {
  for (const [file, content] of Object.entries(files)) {
    const path = join(folder, name, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  return join(folder, name);
}

describe('readLabelledTextsFile', () => {
  it('reads a file under its path', async () => {
    const path = join(await write('one', { 'x.csv': 'text,label\na b,1\nc d,0\ne f,1\ng h,0\n' }), 'x.csv');
    const { texts, report } = await readLabelledTextsFile(path);
    expect(texts).toEqual(['a b', 'c d', 'e f', 'g h']);
    expect(report.lines).toEqual([
      `${path}: 4 texts in 2 classes, by number: 0 (2), 1 (2)`,
      'columns between commas, named in the first line, utf-8; text: "text"; label: "label"',
    ]);
  });

  it('reads a folder per class, past hidden files, pipes and links to folders', async () => {
    const path = await write('classes', {
      'sport/b.txt': 'they won',
      'sport/a.txt': '\ufeffthey lost',
      'sport/.b.txt.swp': 'draft',
      'sport/deep/c.txt': 'a draw',
      'food/a.txt': 'soup',
      'food/photo.png': 'png',
      'README.md': 'about',
      '.git/config/x.txt': 'config',
    });
    await symlink(path, join(path, 'food', 'loop'));
    if (process.platform !== 'win32') await promisify(execFile)('mkfifo', [join(path, 'food', 'pipe.txt')]);
    const { texts, labels, classes, parts } = await readLabelledTextsFile(path);
    expect([texts, [...labels], classes, parts]).toEqual([
      ['soup', 'they lost', 'they won', 'a draw'],
      [0, 1, 1, 1],
      ['food', 'sport'],
      undefined,
    ]);
  });

  it('reads the only table of a folder', async () => {
    const path = await write('table', { 'x.tsv': 'a b\t1\nc d\t0\ne f\t1\ng h\t0\n', 'LICENSE.txt': 'free' });
    expect((await readLabelledTextsFile(path)).classes).toEqual(['0', '1']);
  });

  it('names the text that is not in the encoding', async () => {
    const path = await write('latin', { 'a/1.txt': 'one', 'b/1.txt': Uint8Array.of(0x63, 0xe9) });
    await expect(readLabelledTextsFile(path)).rejects.toThrow(
      'latin: b/1.txt: line 1: the file is not UTF-8.',
    );
    const { texts, report } = await readLabelledTextsFile(path, { encoding: 'latin1', classes: ['a', 'b'] });
    expect([texts, report.encoding]).toEqual([['one', 'cé'], 'windows-1252']);
  });

  it('says how many texts are not in the encoding, and whether others are', async () => {
    const latin = Uint8Array.of(0x63, 0xe9);
    const foreign = await write('foreign', { 'a/1.txt': 'one', 'a/2.txt': latin, 'b/1.txt': latin });
    await expect(readLabelledTextsFile(foreign)).rejects.toThrow(
      'foreign: a/2.txt: line 1: the file is not UTF-8. Nor are 1 more. Save it as UTF-8, or give the option encoding',
    );
    const mixed = await write('mixed', {
      'a/1.txt': 'thé',
      'a/2.txt': latin,
      'b/1.txt': latin,
      'b/2.txt': 'x',
    });
    await expect(readLabelledTextsFile(mixed)).rejects.toThrow(
      'mixed: 2 of 4 files are not UTF-8, the first is a/2.txt; 1 with letters beyond ASCII are: the files mix encodings. Save all of them as UTF-8.',
    );
    const { report } = await readLabelledTextsFile(mixed, { encoding: 'latin1' });
    expect(report.notices).toContain(
      'a/1.txt: the file is read as windows-1252, but its bytes are valid UTF-8 too',
    );
  });

  it('refuses what is not there, holds nothing, or would wait without end', async () => {
    await expect(readLabelledTextsFile(join(folder, 'none.csv'))).rejects.toThrow('no such file or folder.');
    const empty = await write('empty', { 'a.png': 'png' });
    await expect(readLabelledTextsFile(empty)).rejects.toThrow('there are no texts in it, but "a.png"');
    await expect(readLabelledTextsFile('/dev/null')).rejects.toThrow('this is a pipe or a device.');
    await expect(readLabelledTextsFile(empty, { labels: 'x' } as object)).rejects.toThrow(
      'readLabelledTextsFile: has no setting "labels"',
    );
  });
});

const data = process.env.SEQLOOM_DATA;
const news = data && join(data, 'ag_news_test_7600.csv.gz');
const sentences = data && join(data, 'uci_sentiment_labelled_sentences.tar.gz');

describe('published files', () => {
  it.skipIf(!news || !existsSync(news))('AG News (skipped without the file in SEQLOOM_DATA)', async () => {
    const { texts, classes, report } = await readLabelledTextsFile(news!);
    expect([texts.length, classes, report.counts]).toEqual([
      7600,
      ['1', '2', '3', '4'],
      [1900, 1900, 1900, 1900],
    ]);
    expect(report).toMatchObject({ text: ['title', 'description'], label: 'label', droppedRows: 0 });
  });

  it.skipIf(!sentences || !existsSync(sentences))(
    "UCI's sentences (skipped without the file in SEQLOOM_DATA)",
    async () => {
      for (const member of ['amazon_cells_labelled.txt', 'imdb_labelled.txt', 'yelp_labelled.txt']) {
        const { classes, report } = await readLabelledTextsFile(sentences!, { member });
        expect([classes, report.counts]).toEqual([
          ['0', '1'],
          [500, 500],
        ]);
      }
    },
  );
});

describe('readTextsFile', () => {
  it('reads a file under its name, and a folder of texts with or without classes', async () => {
    const path = await write('new', { 'a.csv': 'text\n"a, b"\n', 'b/2.txt': 'two', 'b/1.txt': 'one\nmore' });
    expect((await readTextsFile(join(path, 'a.csv'))).texts).toEqual(['a, b']);
    expect((await readTextsFile(join(path, 'b'))).texts).toEqual(['one\nmore', 'two']);
    const classes = await write('new-classes', { 'x/1.txt': 'one', 'y/1.txt': 'two' });
    expect((await readTextsFile(classes)).texts).toEqual(['one', 'two']);
    await expect(readTextsFile(join(path, 'none.csv'))).rejects.toThrow(
      'no such file or folder. Give the path of texts.',
    );
  });
});

import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { TEXTS_AT_A_TIME } from '../../src/node/shards/read-shard.ts';
import { scoreShards } from '../../src/node/shards/score-shards.ts';
import { filesOf, filesOfShard, shardPlace } from '../../src/node/shards/shard-files.ts';

let root: string;
let folder: string;
let runs = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'seqloom-shards-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));
beforeEach(async () => {
  folder = join(root, String(runs++));
  await mkdir(folder);
});

const jsonLines = (texts: readonly string[]) => texts.map((text) => `${JSON.stringify({ text })}\n`).join('');
const files = (contents: Readonly<Record<string, string>>) =>
  Promise.all(Object.entries(contents).map(([name, text]) => writeFile(join(folder, name), text)));

/** Scores files: the answer to a text is its length. */
async function score(
  pattern: string,
  {
    shard = '1/1',
    column,
    model = 'a model',
    asked = [] as number[],
    signal = new AbortController().signal,
    out = 'out',
  }: {
    shard?: string;
    column?: string;
    model?: string;
    asked?: number[];
    signal?: AbortSignal;
    out?: string;
  } = {},
): Promise<string> {
  let said = '';
  await scoreShards({
    pattern: join(folder, pattern),
    out: join(folder, out),
    shard: shardPlace(shard),
    column,
    model: new TextEncoder().encode(model),
    signal,
    terminal: {
      err(text) {
        said += text;
      },
    },
    predict: async (texts) => {
      asked.push(texts.length);
      return texts.map((text) => ({ letters: text.length }));
    },
  });
  return said.replaceAll(`${folder}/`, '');
}
const answers = (name: string) => readFile(join(folder, 'out', name), 'utf8');

describe('answers', () => {
  test('stand in a file for each file, in its form, with the numbers of the texts', async () => {
    await files({
      'a.jsonl': `${jsonLines(['one', 'three'])}\n"a plain text"`,
      'b.csv': 'id,text\r\n1,"a ""fine"", short film"\r\n2,bad\r\n',
      'c.tsv': 'text\nünï\n',
    });
    expect(await score('*.*')).toBe('a.jsonl: 3 answers\nb.csv: 2 answers\nc.tsv: 1 answers\n');
    expect(await answers('a.jsonl')).toBe(
      '{"line":1,"letters":3}\n{"line":2,"letters":5}\n{"line":3,"letters":12}\n',
    );
    expect(await answers('b.csv')).toBe('line,letters\r\n1,20\r\n2,3\r\n');
    expect(await answers('c.tsv')).toBe('line\tletters\r\n1\t3\r\n');
  });

  test('are of as many texts at a time, however a file is read', async () => {
    const texts = Array.from(
      { length: 2 * TEXTS_AT_A_TIME + 5 },
      (_, i) => `text ${i} ${'x'.repeat(i % 90)}`,
    );
    await files({ 'a.jsonl': jsonLines(texts), 'b.csv': `text\n${texts.join('\n')}\n` });
    const asked: number[] = [];
    await score('?.*', { asked });
    expect(asked).toEqual([TEXTS_AT_A_TIME, TEXTS_AT_A_TIME, 5, TEXTS_AT_A_TIME, TEXTS_AT_A_TIME, 5]);
    expect((await answers('b.csv')).split('\r\n')).toHaveLength(texts.length + 2); // names, and the end
    expect((await answers('a.jsonl')).split('\n').at(-2)).toBe(
      `{"line":${texts.length},"letters":${texts.at(-1)!.length}}`,
    );
  });

  test('are of the column that is named', async () => {
    await files({ 'a.jsonl': '{"body":"four","text":"a"}\n', 'b.csv': 'text,body\na,four\n' });
    await score('*.*', { column: 'body' });
    expect(await answers('a.jsonl')).toContain('"letters":4');
    expect(await answers('b.csv')).toContain('1,4');
  });
});

describe('workers', () => {
  test('share the files: each is answered by one', async () => {
    await files(Object.fromEntries(Array.from({ length: 7 }, (_, i) => [`s-${i}.jsonl`, jsonLines(['a'])])));
    const said = [await score('s-*.jsonl', { shard: '1/3' }), await score('s-*.jsonl', { shard: '2/3' })];
    expect(said[0]).toBe('s-0.jsonl: 1 answers\ns-3.jsonl: 1 answers\ns-6.jsonl: 1 answers\n');
    expect(said[1]).toBe('s-1.jsonl: 1 answers\ns-4.jsonl: 1 answers\n');
    expect(await score('s-*.jsonl', { shard: '9/9' })).toBe('shard 9/9: none of the 7 files is its\n');
  });

  test('leave out what is answered, and what is begun is begun again', async () => {
    await files({
      'a.jsonl': jsonLines(['a']),
      'b.jsonl': jsonLines(Array.from({ length: 1500 }, () => 'b')),
    });
    const controller = new AbortController();
    let texts = 0;
    const breaking = scoreShards({
      pattern: join(folder, '*.jsonl'),
      out: join(folder, 'out'),
      shard: { place: 1, of: 1 },
      column: undefined,
      model: new TextEncoder().encode('a model'),
      signal: controller.signal,
      terminal: { err: () => {} },
      predict: async (part) => {
        texts += part.length;
        if (texts > 1) controller.abort(new Error('stopped'));
        return part.map((text) => ({ letters: text.length }));
      },
    });
    await expect(breaking).rejects.toThrow('stopped');
    expect((await readdir(join(folder, 'out'))).sort()).toEqual(['a.jsonl', 'about.json']);
    expect(await score('*.jsonl')).toBe('b.jsonl: 1500 answers\n1 of 2 files were answered before\n');
    expect(await score('*.jsonl')).toBe('2 of 2 files were answered before\n');
  });

  test('of another model are refused in a folder that has answers', async () => {
    await files({ 'a.jsonl': jsonLines(['a']) });
    await score('a.jsonl');
    await expect(score('a.jsonl', { model: 'another' })).rejects.toThrow('holds answers of another model');
  });

  test('are refused in the folder of the files, which have the names of their answers', async () => {
    await files({ 'a.jsonl': jsonLines(['a']) });
    await symlink(folder, join(folder, 'link'));
    for (const out of ['.', 'link']) {
      await expect(score('*.jsonl', { out })).rejects.toThrow(
        /^--out: .* is the folder of the files of --in, and answers have the same names\. Give another folder\.$/,
      );
    }
    expect((await readdir(folder)).sort()).toEqual(['a.jsonl', 'link']);
  });

  test('are refused where there can be no folder', async () => {
    await files({ 'a.jsonl': jsonLines(['a']) });
    await expect(score('a.jsonl', { out: 'a.jsonl/out' })).rejects.toThrow(
      /^--out: .* cannot be made \(.*\)\. Give another folder\.$/,
    );
  });
});

describe('a file that cannot be answered is named, and the others are answered', () => {
  test.each([
    ['empty', 'bad.jsonl', '', 'is empty: it holds no text.'],
    ['of a name alone', 'bad.csv', 'text\n', 'is empty: it holds no text.'],
    [
      'half-written',
      'bad.jsonl',
      '{"text":"one"}\n{"text":"tw',
      'is half-written or damaged: line 2 is not JSON.',
    ],
    [
      'half-written',
      'bad.csv',
      'text,id\none,1\ntwo',
      'is half-written or damaged: line 3 has 1 fields, expected 2 as in the first line.',
    ],
    ['within quotes', 'bad.csv', 'text\n"one', 'cannot be read:'],
    [
      'without the text',
      'bad.jsonl',
      '{"body":"one"}\n',
      'has no text in line 1: expected a JSON text, or an object with a text under "text".',
    ],
    [
      'without the column',
      'bad.csv',
      'body,id\none,1\n',
      'has no column "text", got "body", "id". --text COLUMN names another one.',
    ],
  ])('%s: %s', async (_, name, content, problem) => {
    await files({ [name]: content, 'good.jsonl': jsonLines(['good']) });
    const error = await score('*.*').catch((error: Error) => error.message);
    expect(error).toContain(`1 of 2 files have no answers: ${join(folder, name)} ${problem}`);
    expect(await answers('good.jsonl')).toContain('"letters":4');
    await expect(answers(name)).rejects.toThrow('ENOENT');
    await writeFile(join(folder, name), name.endsWith('.csv') ? 'text\nfine\n' : jsonLines(['fine']));
    expect(await score('*.*')).toBe(`${name}: 1 answers\n1 of 2 files were answered before\n`);
  });

  test.each([
    ['bad.jsonl', '"caf\xe9"\n', 'is half-written or not UTF-8. Convert it, for instance by iconv.'],
    ['bad.jsonl', '"one"\n"caf\xc3', 'is half-written or not UTF-8. Convert it, for instance by iconv.'],
    [
      'bad.csv',
      'text\none\ncaf\xe9\n',
      'is half-written or not UTF-8. Convert it, for instance by iconv. The line is 3.',
    ],
  ])('in another encoding: %s %j', async (name, bytes, problem) => {
    await writeFile(join(folder, name), Buffer.from(bytes, 'latin1'));
    await expect(score('bad.*')).rejects.toThrow(
      `1 of 1 files have no answers: ${join(folder, name)} ${problem}`,
    );
  });

  test('two of them, in one message of whole sentences', async () => {
    await files({ 'a.jsonl': '' });
    await mkdir(join(folder, 'b.jsonl'));
    await expect(score('*.jsonl')).rejects.toThrow(
      `2 of 2 files have no answers: ${join(folder, 'a.jsonl')} is empty: it holds no text. ` +
        `${join(folder, 'b.jsonl')} cannot be read: EISDIR: illegal operation on a directory, read. Repair them, and run again`,
    );
  });

  test('that may not be read', async ({ skip }) => {
    if (process.getuid?.() === 0)
      await mkdir(join(folder, 'bad.jsonl')); // root may read every file, but not a folder
    else {
      await files({ 'bad.jsonl': jsonLines(['a']) });
      await chmod(join(folder, 'bad.jsonl'), 0);
    }
    if (process.platform === 'win32') return skip('Windows has other rights');
    await expect(score('*.jsonl')).rejects.toThrow(/bad\.jsonl cannot be read: (EACCES|EISDIR)/);
  });
});

test('a pattern stands for the files whose names fit, in order', async () => {
  await files({ 'b-1.csv': '', 'a-2.csv': '', 'a-10.csv': '', 'a-1.csvx': '' });
  expect(await filesOf(join(folder, 'a-*.csv'))).toEqual(
    ['a-10.csv', 'a-2.csv'].map((name) => join(folder, name)),
  );
  expect(await filesOf(join(folder, '?-?.csv'))).toHaveLength(2);
  await expect(filesOf(join(folder, 'c*'))).rejects.toThrow('--in: no file fits');
  await expect(filesOf(join(folder, 'none', '*'))).rejects.toThrow('--in: the folder');
  expect(filesOfShard(['a', 'b', 'c'], shardPlace('2/2'))).toEqual(['b']);
  expect(() => shardPlace('0/2')).toThrow("--shard: must be i/n with 1 ≤ i ≤ n, such as 3/10, got '0/2'.");
  await expect(score('a-1.csvx')).rejects.toThrow('must end in .jsonl, .csv, .tsv');
});

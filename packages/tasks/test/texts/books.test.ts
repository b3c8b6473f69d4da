import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ndArray } from '@seqloom/arrays';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBooks } from '../../src/node/read-books.ts';
import { type Book, textsOfBooks } from '../../src/texts/books.ts';
import { characterGrams, logFrequencies } from '../../src/texts/character-grams.ts';
import { cutPages } from '../../src/texts/cut-pages.ts';
import { splitGroups } from '../../src/texts/split-groups.ts';

const book = (author: string, title: string, pages = 3): Book => ({
  author,
  title,
  pages: Array.from({ length: pages }, (_, i) => `${title} page ${i}`),
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seqloom-books-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('cutPages', () => {
  it('ends pages with sentences, and joins a short rest to the page before it', () => {
    expect(cutPages('One two. Three "four." Five six!  Seven.', { words: 2 })).toEqual([
      'One two.',
      'Three "four."',
      'Five six!',
      'Seven.', // half as many words
    ]);
    expect(cutPages('A b c d. E f g h. I.', { words: 4 })).toEqual(['A b c d.', 'E f g h. I.']);
    expect(cutPages(' \n ')).toEqual([]);
  });
});

describe('textsOfBooks', () => {
  it('keeps whole books for the test, at least one of each author', () => {
    const books = ['a', 'b'].flatMap((author) =>
      ['1', '2', '3', '4', '5'].map((n) => book(author, `${author}${n}`)),
    );
    const { classes, train, test } = textsOfBooks('books', books);
    expect(classes).toEqual(['a', 'b']);
    const titles = (texts: readonly string[]) => new Set(texts.map((text) => text.split(' ')[0]!));
    expect([...titles(train.texts)].filter((title) => titles(test.texts).has(title))).toEqual([]);
    expect([titles(train.texts).size, titles(test.texts).size]).toEqual([8, 2]); // a quarter of five, rounded
    for (const [i, text] of test.texts.entries()) expect(classes[test.labels[i]!]).toBe(text[0]);
    expect(train.groups).toHaveLength(train.texts.length);
  });

  it('takes the part that a book says', () => {
    const books = [
      book('a', 'a1'),
      { ...book('a', 'a2'), part: 'test' as const },
      book('b', 'b1'),
      book('b', 'b2'),
    ];
    expect(textsOfBooks('books', books).test.texts[0]).toBe('a2 page 0');
  });

  it('refuses what no author can be told from, with the way out', () => {
    expect(() => textsOfBooks('shelf', [book('a', 'a1'), book('a', 'a2')])).toThrow(
      'shelf: there are books by one author only, a. Authors are told apart: give books of two or more.',
    );
    expect(() => textsOfBooks('shelf', [book('a', 'a1'), book('a', 'a2'), book('b', 'b1')])).toThrow(
      'shelf: b has one book, "b1", and pages of a book in both parts would give its author away. Give two or more books of each author.',
    );
    expect(() => textsOfBooks('shelf', [book('a', 'a1', 0)])).toThrow('shelf: a: "a1" is empty. Remove it.');
  });
});

describe('splitGroups', () => {
  it('never divides a group, and validates with some of every class', () => {
    const groups = Int32Array.from({ length: 60 }, (_, row) => Math.floor(row / 5)); // 12 books, 6 of each class
    const targets = ndArray(groups.map((group) => Math.floor(group / 6)));
    const examples = { inputs: ndArray(groups), targets };
    for (const seed of [1, 2, 3]) {
      const { train, validation } = splitGroups(examples, groups, { fraction: 0.2, seed });
      const books = (part: typeof train) => new Set(part.inputs.data as Int32Array);
      expect([...books(train)].filter((group) => books(validation).has(group))).toEqual([]);
      expect([books(train).size, books(validation).size]).toEqual([10, 2]);
      expect(new Set(validation.targets.data as Int32Array).size).toBe(2);
    }
  });
});

describe('readBooks', () => {
  it('reads a folder for each author, and leaves files to others', async () => {
    for (const author of ['poe', 'twain']) {
      await mkdir(join(folder, 'shelf', author), { recursive: true });
      for (const title of ['one', 'two']) {
        await writeFile(join(folder, 'shelf', author, `${title}.txt`), `${author} wrote this. `.repeat(60));
      }
    }
    const found = await readBooks(join(folder, 'shelf'));
    expect(found).toMatchObject({ classes: ['poe', 'twain'] });
    expect(found && 'train' in found && found.train.texts[0]).toMatch(/^poe wrote this\./);
    expect(await readBooks(join(folder, 'shelf', 'poe', 'one.txt'))).toBeUndefined();
  });

  it('says what is wrong with a folder or a file', async () => {
    await mkdir(join(folder, 'empty'));
    await expect(readBooks(join(folder, 'empty'))).rejects.toThrow('there is no AUTHOR/BOOK.txt in it');
    await mkdir(join(folder, 'latin', 'poe'), { recursive: true });
    await writeFile(join(folder, 'latin', 'poe', 'a.txt'), Uint8Array.of(0x63, 0x61, 0x66, 0xe9));
    await expect(readBooks(join(folder, 'latin'))).rejects.toThrow('a.txt: is not UTF-8. Convert it');
  });
});

describe('frequencies of characters', () => {
  it('are those of three and four characters, in lower case, blanks as one', () => {
    expect(characterGrams('A  bc\nd')).toEqual(['a b', ' bc', 'bc ', 'c d', 'a bc', ' bc ', 'bc d']);
  });

  it('are 1 + ln of the counts, in rows of length 1', () => {
    const { data, shape } = logFrequencies([[1, 1, 2], []], 4);
    const [twice, once] = [1 + Math.log(2), 1];
    const length = Math.hypot(twice, once);
    expect(shape).toEqual([2, 4]);
    expect([...data]).toEqual([0, twice / length, once / length, 0, 0, 0, 0, 0].map(Math.fround));
  });
});

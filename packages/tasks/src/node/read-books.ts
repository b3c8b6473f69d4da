import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatasetError } from '@seqloom/datasets';
import { type Book, textsOfBooks } from '../texts/books.ts';
import { cutPages } from '../texts/cut-pages.ts';
import type { FoundTexts } from './texts-in-parts.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads books, `AUTHOR/BOOK.txt` in a folder, as pages with their authors as classes, divided by book.
 *
 * @returns undefined for a path that is not a folder
 * @throws DatasetError for a folder without such files, a file that is not UTF-8, and what {@link textsOfBooks} refuses
 */
export async function readBooks(path: string): Promise<FoundTexts | undefined> {
  if (!(await stat(path)).isDirectory()) return undefined;
  const books: Book[] = [];
  const authors = (await readdir(path, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  for (const { name: author } of authors.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const files = (await readdir(join(path, author))).filter((file) => file.endsWith('.txt')).sort();
    for (const file of files) {
      const place = join(path, author, file);
      books.push({
        author,
        title: file.slice(0, -4),
        pages: cutPages(decoded(await readFile(place), place)),
      });
    }
  }
  if (books.length === 0) {
    throw new DatasetError(
      path,
      'there is no AUTHOR/BOOK.txt in it. Give a folder with a folder of .txt files for each author.',
    );
  }
  return textsOfBooks(path, books);
}

function decoded(bytes: Uint8Array, path: string): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new DatasetError(path, 'is not UTF-8. Convert it, for instance with iconv.', { cause });
  }
}

import { DatasetError } from '@seqloom/datasets';
import { createRandom } from '@seqloom/random';
import type { ClassifiedTexts, TextSource } from './text-source.ts';

/** A book or speech, cut into pages. */
export interface Book {
  readonly author: string;
  readonly title: string;
  readonly pages: readonly string[];
  /** The part it belongs to. Default: see {@link textsOfBooks}. */
  readonly part?: 'train' | 'test';
}

/** Of the books of an author, the fraction that is kept for the test; at least one. */
const TEST_FRACTION = 0.25;
/** Always the same, so that `evaluate` finds the books that `train` left out. */
const SPLIT_SEED = 1;

/**
 * The pages of books with their authors as classes, divided by book: no book has pages in both parts, so that a model is measured on
 * books that it has not seen. Pages of the training part carry the number of their book, by which the validation part is divided.
 *
 * @param name what messages call the books
 * @throws DatasetError for fewer than two authors, an author with fewer than two books, and a book without a page
 */
export function textsOfBooks(
  name: string,
  books: readonly Book[],
): Pick<TextSource, 'classes' | 'train' | 'test'> {
  const empty = books.find(({ pages }) => pages.length === 0);
  if (empty) throw new DatasetError(name, `${empty.author}: "${empty.title}" is empty. Remove it.`);
  const classes = [...new Set(books.map(({ author }) => author))].sort();
  if (classes.length < 2) {
    const who = classes.length === 0 ? 'no books' : `books by one author only, ${classes[0]}`;
    throw new DatasetError(name, `there are ${who}. Authors are told apart: give books of two or more.`);
  }
  const parts = { train: collector(), test: collector() };
  for (const [label, author] of classes.entries()) {
    const own = books.filter((book) => book.author === author);
    if (own.length < 2) {
      throw new DatasetError(
        name,
        `${author} has one book, "${own[0]!.title}", and pages of a book in both parts would give its author away. Give two or more books of each author.`,
      );
    }
    const isTest = testBooks(own);
    for (const [i, { pages }] of own.entries()) parts[isTest[i] ? 'test' : 'train'].add(pages, label);
  }
  return { classes, train: parts.train.texts(), test: parts.test.texts() };
}

/** Which books of an author are kept for the test: those that say so, or a quarter of them, at least one. */
function testBooks(books: readonly Book[]): boolean[] {
  if (books.some(({ part }) => part !== undefined)) return books.map(({ part }) => part === 'test');
  const count = Math.max(1, Math.round(TEST_FRACTION * books.length));
  const chosen = createRandom(SPLIT_SEED, 'books').permutation(books.length).subarray(0, count);
  return books.map((_, i) => chosen.includes(i));
}

function collector() {
  const texts: string[] = [];
  const labels: number[] = [];
  const groups: number[] = [];
  let group = 0;
  return {
    add(pages: readonly string[], label: number): void {
      for (const page of pages) {
        texts.push(page);
        labels.push(label);
        groups.push(group);
      }
      group++;
    },
    texts: (): ClassifiedTexts => ({
      texts,
      labels: Int32Array.from(labels),
      groups: Int32Array.from(groups),
    }),
  };
}

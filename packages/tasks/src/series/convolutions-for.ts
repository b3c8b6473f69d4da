/** The shortest window of which three convolutions and two poolings of the book's sizes leave something. */
const BOOK_LENGTH = 61;

/** The book's settings for long windows; for short ones padding that keeps their length, and smaller pools. */
export function convolutionsFor(length: number): {
  readonly padding: 'valid' | 'same';
  readonly poolSize: number;
} {
  return length >= BOOK_LENGTH ? { padding: 'valid', poolSize: 3 } : { padding: 'same', poolSize: 2 };
}

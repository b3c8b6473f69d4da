import type { ChapterRow } from './row.ts';
import { APPLICATION_ROWS } from './rows-applications.ts';
import { REVIEW_ROWS } from './rows-reviews.ts';
import { WEATHER_ROWS } from './rows-weather.ts';
import { RECURRENT_ROWS, VECTOR_ROWS, WORD_ROWS } from './rows-words.ts';

/** All rows of the results, by subject, within a subject in the order of the chapter. */
export const ROWS: readonly ChapterRow[] = [
  ...WORD_ROWS,
  ...VECTOR_ROWS,
  ...RECURRENT_ROWS,
  ...REVIEW_ROWS,
  ...WEATHER_ROWS,
  ...APPLICATION_ROWS,
];

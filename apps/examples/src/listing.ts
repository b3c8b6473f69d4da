import type { WordVectors } from '@seqloom/vectors';
import type { Reviews } from './data/reviews.ts';
import type { Weather } from './data/weather.ts';

/** What a listing found, by name: a shape as text, counts, accuracies. */
export type Facts = Readonly<Record<string, string | number>>;

/** What a listing is given. */
export interface ListingContext {
  /** Writes a line, as the book's `print`. */
  print(line: string): void;
  /** Keeps a picture (SVG). */
  picture(file: string, svg: string): void;
  /** Decides weights, order and dropout. */
  readonly seed: number;
  /** IMDB, or the bundled reviews. */
  reviews(): Promise<Reviews>;
  /** The book's station, other hourly weather, or the bundled daily weather. */
  weather(): Promise<Weather>;
  /** GloVe, all of it or its 10,000 most frequent words. */
  vectors(): Promise<WordVectors>;
}

/** One item of the chapter as a short program. */
export interface Listing {
  /** What users type: `6.1`. */
  readonly item: string;
  readonly title: string;
  /** Where it stands in the book. */
  readonly source: string;
  /** Whether it trains a model: seconds on the bundled data, minutes on the book's. */
  readonly trains?: true;
  /** Data it cannot do without. */
  readonly needs?: 'imdb';
  run(context: ListingContext): Facts | Promise<Facts>;
}

/** A shape as Python prints it: `(2, 10, 11)`. */
export function shapeText(shape: readonly (number | null)[]): string {
  return `(${shape.map((size) => size ?? 'None').join(', ')})`;
}

import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { loadWordVectors, readWordVectors, type WordVectors } from '@seqloom/vectors';
import type { ListingContext } from '../listing.ts';
import { openReviews } from './reviews.ts';
import { openWeather } from './weather.ts';

/** Which data listings run on: what comes with the apps, or the book's (for the weather, other hourly data where those are not there). */
export type DataChoice = 'bundled' | 'book';

/** GloVe vectors of the 10,000 most frequent words, which the film review app brings along. */
const BUNDLED = new URL('../../../imdb/data/bundled-vectors.safetensors', import.meta.url);
/** GloVe in SEQLOOM_DATA, the whole file first. */
const GLOVE = ['glove.6B.100d.txt', 'glove.6B.100d.txt.gz', 'glove.6B.100d.top150k.txt.gz'];

/** Data for listings, each opened at its first use and kept. */
export function openData(choice: DataChoice): Pick<ListingContext, 'reviews' | 'weather' | 'vectors'> {
  const once = <Value>(open: () => Promise<Value>): (() => Promise<Value>) => {
    let opened: Promise<Value> | undefined;
    return () => (opened ??= open());
  };
  return {
    reviews: once(() => openReviews(choice === 'book' ? 'imdb' : 'bundled')),
    weather: once(() => openWeather(choice === 'book' ? 'hourly' : 'bundled')),
    vectors: once(() => openVectors(choice)),
  };
}

/** The GloVe file in SEQLOOM_DATA; undefined where there is none. */
export function gloveFile(): string | undefined {
  return GLOVE.map((name) => join(process.env.SEQLOOM_DATA ?? '', name)).find((path) => existsSync(path));
}

async function openVectors(choice: DataChoice): Promise<WordVectors> {
  const path = choice === 'book' ? gloveFile() : undefined;
  if (path === undefined) return loadWordVectors(await readFile(BUNDLED));
  // Node types its web streams apart from the page's; they are the same class at run time
  return readWordVectors(Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>, {
    name: path,
  });
}

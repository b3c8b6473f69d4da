import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { agNewsTexts } from '../news/ag-news.ts';
import { type ReutersDocument, readReutersArchive } from '../news/reuters.ts';
import type { TextDataset } from '../texts/text-dataset.ts';
import { requireFile } from './files.ts';

/**
 * Reads a part of AG News from its file, packed by gzip or not; see {@link agNewsTexts}.
 *
 * @example
 * const train = await readAgNews(await resolveDataset('ag-news-train'));
 * const test = await readAgNews(await resolveDataset('ag-news-test'));
 */
export async function readAgNews(path: string): Promise<TextDataset> {
  await requireFile(path, 'train.csv or test.csv of AG News');
  return agNewsTexts(createReadStream(path), { name: path });
}

/**
 * Reads the documents of Reuters-21578 from `reuters21578.tar.gz`, as a stream; nothing is unpacked. See {@link readReutersArchive}.
 *
 * @example
 * const { train, test } = reutersTexts(await readReuters(await resolveDataset('reuters')));
 */
export async function readReuters(path: string): Promise<readonly ReutersDocument[]> {
  await requireFile(path, 'reuters21578.tar.gz');
  // Node types its web streams apart from the page's; they are the same class at run time
  const bytes = Readable.toWeb(
    createReadStream(path, { highWaterMark: 1 << 18 }),
  ) as ReadableStream<Uint8Array>;
  return readReutersArchive(bytes, { name: path });
}

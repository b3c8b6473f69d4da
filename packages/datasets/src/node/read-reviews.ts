import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { checkOptions } from '@seqloom/options';
import { DatasetError } from '../dataset-error.ts';
import {
  checkTextSize,
  decodeText,
  type LabelledTexts,
  type ReadReviewsOptions,
  type ReviewSplit,
  TextCollector,
} from '../labelled-texts.ts';
import { readReviewArchive } from '../review-archive.ts';

/** Files read at a time: enough to hide the latency of a disk, few enough for any limit on open files. */
const PARALLEL_FILES = 32;

/**
 * Reads IMDB's labelled texts from the unpacked folder (`aclImdb`, or the folder that holds it) or from the
 * `.tar.gz`, which is read as a stream and never unpacked. Both give the same texts in the same order: class
 * by class (`neg`, then `pos`), file names in byte order.
 *
 * @throws DatasetError when the path is missing, is neither, or holds an empty or non-UTF-8 text.
 * @example
 * const { train, test } = await readReviews('aclImdb_v1.tar.gz');
 * train.texts.length; // 25000
 */
export async function readReviews<Split extends ReviewSplit = ReviewSplit>(
  path: string,
  options: ReadReviewsOptions<Split> = {},
): Promise<Readonly<Record<Split, LabelledTexts>>> {
  checkOptions('readReviews', options, { splits: true, labels: true });
  const kind = await stat(path).catch((cause) => {
    throw new DatasetError(path, 'no such file or folder. Give the IMDB archive or the folder aclImdb.', {
      cause,
    });
  });
  if (kind.isDirectory()) return readFolder(path, options);
  // Node types its web streams apart from the page's; they are the same class at run time
  const bytes = Readable.toWeb(
    createReadStream(path, { highWaterMark: 1 << 18 }),
  ) as ReadableStream<Uint8Array>;
  return readReviewArchive(bytes, { ...options, name: path });
}

async function readFolder<Split extends ReviewSplit>(
  path: string,
  options: ReadReviewsOptions<Split>,
): Promise<Readonly<Record<Split, LabelledTexts>>> {
  const collector = new TextCollector('readReviews', options);
  const inside = join(path, 'aclImdb');
  const root = (await stat(inside).catch(() => undefined))?.isDirectory() ? inside : path;
  for (const split of collector.splits) {
    for (const label of collector.labels) {
      const folder = join(root, split, label);
      // a missing folder is reported by the collector, together with what was expected
      const names = await readdir(folder).catch(() => [] as string[]);
      for (let start = 0; start < names.length; start += PARALLEL_FILES) {
        await Promise.all(
          names.slice(start, start + PARALLEL_FILES).map(async (name) => {
            const place = collector.placeOf(`${split}/${label}/${name}`);
            if (!place) return;
            const file = join(folder, name);
            checkTextSize((await stat(file)).size, file);
            collector.add(place, decodeText(await readFile(file), file));
          }),
        );
      }
    }
  }
  return collector.finish(root) as Readonly<Record<Split, LabelledTexts>>; // the collector was given these splits
}

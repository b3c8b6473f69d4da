import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { DatasetError } from '@seqloom/archives';
import { type Resolved, resolveOptions } from '@seqloom/options';
import {
  decodeText,
  type LabelledTexts,
  READ_REVIEWS_RULES,
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
 * Pipes, devices and folders among the files of a folder are passed over.
 *
 * @throws DatasetError when the path is missing, is neither, or holds an empty or non-UTF-8 text or more than `maxBytes`
 * of texts.
 * @example
 * const { train, test } = await readReviews('aclImdb_v1.tar.gz');
 * train.texts.length; // 25000
 */
export async function readReviews<Split extends ReviewSplit = ReviewSplit>(
  path: string,
  options: ReadReviewsOptions<Split> = {},
): Promise<Readonly<Record<Split, LabelledTexts>>> {
  const settings = resolveOptions<ReadReviewsOptions>('readReviews', options, READ_REVIEWS_RULES);
  const kind = await stat(path).catch((cause) => {
    throw new DatasetError(path, 'no such file or folder. Give the IMDB archive or the folder aclImdb.', {
      cause,
    });
  });
  if (kind.isDirectory()) return (await readFolder(path, settings)) as Readonly<Record<Split, LabelledTexts>>; // the splits that were asked for
  if (!kind.isFile()) {
    throw new DatasetError(
      path,
      'this is neither a file nor a folder. Give the IMDB archive or the folder aclImdb.',
    );
  }
  // Node types its web streams apart from the page's; they are the same class at run time
  const bytes = Readable.toWeb(
    createReadStream(path, { highWaterMark: 1 << 18 }),
  ) as ReadableStream<Uint8Array>;
  return readReviewArchive(bytes, { ...options, name: path });
}

async function readFolder(
  path: string,
  settings: Resolved<ReadReviewsOptions>,
): Promise<Readonly<Record<string, LabelledTexts>>> {
  const collector = new TextCollector(settings);
  const inside = join(path, 'aclImdb');
  const root = (await stat(inside).catch(() => undefined))?.isDirectory() ? inside : path;
  for (const split of collector.splits) {
    for (const label of collector.labels) {
      const folder = join(root, split, label);
      const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
        // a missing folder is reported by the collector, together with what was expected
        if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return [] as string[];
        throw unreadable(folder, cause);
      });
      for (let start = 0; start < names.length; start += PARALLEL_FILES) {
        await Promise.all(
          names.slice(start, start + PARALLEL_FILES).map(async (name) => {
            const place = collector.placeOf(`${split}/${label}/${name}`);
            if (!place) return;
            const file = join(folder, name);
            const kind = await stat(file).catch((cause) => Promise.reject(unreadable(file, cause)));
            if (!kind.isFile()) return; // reading a pipe would wait for its other end
            collector.reserve(kind.size, file);
            const bytes = await readFile(file).catch((cause) => Promise.reject(unreadable(file, cause)));
            collector.add(place, decodeText(bytes, file));
          }),
        );
      }
    }
  }
  return collector.finish(root);
}

function unreadable(path: string, cause: Error): DatasetError {
  return new DatasetError(path, `it cannot be read (${cause.message}). Check its permissions.`, { cause });
}

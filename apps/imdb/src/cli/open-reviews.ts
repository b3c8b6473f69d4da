import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { DatasetError } from '@seqloom/datasets';
import { DATASETS, readReviews, resolveDataset } from '@seqloom/datasets/node';
import { downloadReporter, type Terminal } from '@seqloom/tasks/node';
import { parseReviewTable } from '../review-table.ts';
import { BUNDLED, type Reviews } from '../reviews.ts';

const BUNDLED_FILE = new URL('../../data/bundled-reviews.tsv', import.meta.url);
/** What `--data` may name beside paths. */
const NAMES = ['bundled', 'imdb'] as const;
/** A download says how far it is after so many bytes more. */
const REPORT_BYTES = 8_000_000;

/** How reviews are found. */
export interface OpenReviewsOptions {
  /** Told while a data set is downloaded. */
  readonly terminal?: Terminal;
  readonly signal?: AbortSignal;
}

/**
 * Reads reviews: `bundled`, `imdb` (looked for in the folder `SEQLOOM_DATA` and the cache, then downloaded), or the path of
 * an archive or folder in IMDB's layout or of a table (`.tsv`) in the form of the bundled one.
 *
 * @throws DatasetError when there is no such name or path, or it cannot be read
 */
export async function openReviews(
  nameOrPath: string,
  { terminal, signal }: OpenReviewsOptions = {},
): Promise<Reviews> {
  if (nameOrPath === 'bundled') return readTable(BUNDLED_FILE, BUNDLED, 'bundled-reviews.tsv');
  if (nameOrPath === 'imdb') {
    const path = await resolveDataset('imdb', {
      catalog: DATASETS.filter(({ name }) => name === 'imdb'),
      ...(terminal && downloadReporter(terminal, 'imdb', REPORT_BYTES)),
      ...(signal && { signal }),
    });
    return { name: 'imdb', ...(await readReviews(path)) };
  }
  const kind = await stat(nameOrPath).catch(() => undefined);
  if (!kind) {
    throw new DatasetError(
      nameOrPath,
      `no such file, folder or data set. Give a path, or one of: ${NAMES.join(', ')}.`,
    );
  }
  const name = basename(nameOrPath);
  const data = nameOrPath;
  if (name.endsWith('.tsv')) return { ...(await readTable(nameOrPath, name, nameOrPath)), data };
  if (kind.isFile() && /\.(csv|txt|json|jsonl|zip|parquet)$/i.test(name)) {
    throw new DatasetError(
      nameOrPath,
      "expected IMDB's folder or .tar.gz, or a table .tsv with the columns split, label and text. Convert it to one.",
    );
  }
  return { name, data, ...(await readReviews(nameOrPath).catch(inOwnWords)) };
}

/** The reader's option for large data is none of the command's. */
function inOwnWords(error: unknown): never {
  if (!(error instanceof DatasetError) || error.wayOut?.option !== 'maxBytes') throw error;
  const wayOut = { ...error.wayOut, advice: 'Give an archive or folder of fewer texts.' };
  throw new DatasetError(error.file, error.problem, { cause: error, wayOut });
}

async function readTable(path: string | URL, name: string, file: string): Promise<Reviews> {
  const bytes = await readFile(path);
  try {
    return parseReviewTable(new TextDecoder('utf-8', { fatal: true }).decode(bytes), name, file);
  } catch (cause) {
    if (cause instanceof DatasetError) throw cause;
    throw new DatasetError(file, 'the file is not UTF-8 text. Convert it.', { cause });
  }
}

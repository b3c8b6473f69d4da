import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatasetError } from '@seqloom/archives';
import { buildDataset } from '../texts/build-dataset.ts';
import type { FolderFile } from '../texts/folder-table.ts';
import { type OpenedTable, openFolderTable, openTable, type TableOptions } from '../texts/open-table.ts';
import { type ReadTexts, textsOf, unlabelled } from '../texts/read-texts.ts';
import type { TextDataset } from '../texts/text-dataset.ts';
import { type ReadLabelledTextsOptions, type ReadTextsOptions, textOptions } from '../texts/text-options.ts';
import { archiveLimit } from '../texts/text-source.ts';

/** Folders below the one that is given: parts, classes, and one more. */
const DEEPEST = 4;

/**
 * Reads texts with a class each from a file or a folder on the disk: what `readLabelledTexts` reads, or a folder per class
 * (`reviews/positive/1.txt`), also below `train` and `test`. Pipes, devices and links to folders are passed over.
 *
 * @throws DatasetError as `readLabelledTexts`, and when there is no such file or it cannot be read
 * @example
 * const { texts, labels, classes } = await readLabelledTextsFile('reviews.csv', { label: 'stars' });
 */
export async function readLabelledTextsFile(
  path: string,
  options: ReadLabelledTextsOptions = {},
): Promise<TextDataset> {
  const settings = textOptions('readLabelledTextsFile', options);
  const { table, source } = await openFile('readLabelledTexts', path, { ...settings, labelled: true });
  return buildDataset(table, settings, source);
}

/**
 * Reads texts that a model is to answer for from a file or a folder on the disk, as `readTexts`.
 *
 * @throws DatasetError as `readTexts`, and when there is no such file or it cannot be read
 * @example
 * const { texts } = await readTextsFile('new.csv', { text: 'review' });
 */
export async function readTextsFile(path: string, options: ReadTextsOptions = {}): Promise<ReadTexts> {
  const settings = unlabelled('readTextsFile', options);
  return textsOf(await openFile('readTexts', path, settings), settings);
}

async function openFile(owner: string, path: string, settings: TableOptions): Promise<OpenedTable> {
  const name = settings.name ?? path;
  const kind = await stat(path).catch((cause) => {
    const what = settings.labelled ? 'labelled texts' : 'texts';
    throw new DatasetError(path, `no such file or folder. Give the path of ${what}.`, { cause });
  });
  if (kind.isDirectory()) {
    const limit = archiveLimit(Number.POSITIVE_INFINITY, settings.maxBytes);
    return openFolderTable(name, filesIn(path, ''), settings, limit);
  }
  if (!kind.isFile()) {
    throw new DatasetError(path, 'this is a pipe or a device. Write what it gives into a file first.');
  }
  const bytes = createReadStream(path, { highWaterMark: 1 << 18 });
  try {
    return await openTable(owner, bytes, { ...settings, name });
  } catch (cause) {
    if (cause instanceof Error && 'syscall' in cause) throw unreadable(path, cause);
    throw cause;
  } finally {
    bytes.destroy();
  }
}

/** The files of a folder, and of the folders in it. */
async function* filesIn(root: string, folder: string, depth = 0): AsyncGenerator<FolderFile> {
  const path = join(root, folder);
  const entries = await readdir(path, { withFileTypes: true }).catch((cause) =>
    Promise.reject(unreadable(path, cause)),
  );
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const inside = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (depth < DEEPEST && !entry.name.startsWith('.')) yield* filesIn(root, inside, depth + 1);
      continue;
    }
    const file = join(root, inside);
    const kind = await stat(file).catch((cause) => Promise.reject(unreadable(file, cause)));
    if (!kind.isFile()) continue; // reading a pipe would wait for its other end
    yield {
      path: inside,
      size: kind.size,
      read: () => readFile(file).catch((cause) => Promise.reject(unreadable(file, cause))),
    };
  }
}

function unreadable(path: string, cause: Error): DatasetError {
  return new DatasetError(path, `it cannot be read (${cause.message}). Check its permissions.`, { cause });
}

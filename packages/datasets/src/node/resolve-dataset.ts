import { join } from 'node:path';
import { DatasetError } from '@seqloom/archives';
import { boolean, list, type OptionRules, optional, resolveOptions, text } from '@seqloom/options';
import { DATASETS, type DatasetEntry } from './catalog.ts';
import { checksumText } from './checksum.ts';
import { download } from './download.ts';
import { DOWNLOAD_RULES, type DownloadOptions } from './fetch-part.ts';
import { exists } from './files.ts';
import { userCache } from './user-cache.ts';

/** Options of {@link resolveDataset}. */
export interface ResolveDatasetOptions extends DownloadOptions {
  /** The folder with the user's own copies. Default: the environment variable `SEQLOOM_DATA`. */
  readonly dataFolder?: string | undefined;
  /** The folder for downloads. Default: `seqloom` in the user's cache folder. */
  readonly cacheFolder?: string | undefined;
  /** Never touches the network. Default false. */
  readonly offline?: boolean;
  /** The data sets that have a name. Default {@link DATASETS}. */
  readonly catalog?: readonly DatasetEntry[];
}

const RESOLVE_DATASET_RULES: OptionRules<ResolveDatasetOptions> = {
  ...DOWNLOAD_RULES,
  dataFolder: optional(text()),
  cacheFolder: optional(text()),
  offline: boolean(false),
  catalog: list<readonly DatasetEntry[]>(DATASETS),
};

/**
 * The path of a data set, given its name or a path. A name is looked for in the folder `SEQLOOM_DATA`, then in
 * the cache, then downloaded into the cache (length and SHA-256 checked, continued when broken off).
 *
 * @throws DatasetError when neither a name nor a path fits, or when the data set is not there and cannot be
 * fetched; the message says where to put which file.
 * @example
 * const { train } = await readReviews(await resolveDataset('imdb'));
 */
export async function resolveDataset(
  nameOrPath: string,
  options: ResolveDatasetOptions = {},
): Promise<string> {
  const settings = resolveOptions('resolveDataset', options, RESOLVE_DATASET_RULES);
  const { catalog, offline, dataFolder = process.env.SEQLOOM_DATA, ...rest } = settings;
  const { cacheFolder = userCache('seqloom'), ...downloading } = rest;
  const entry = catalog.find(({ name }) => name === nameOrPath);
  if (!entry) {
    if (await exists(nameOrPath)) return nameOrPath;
    throw new DatasetError(
      nameOrPath,
      `no such file, folder or data set. Data sets with a name: ${catalog.map(({ name }) => name).join(', ')}.`,
    );
  }
  const folders = [...(dataFolder ? [dataFolder] : []), cacheFolder];
  for (const folder of folders) {
    for (const { name } of entry.forms) {
      const path = join(folder, name);
      if (await exists(path)) return path;
    }
  }
  const form = entry.forms.find(({ source }) => source);
  const byHand = placeByHand(entry, folders);
  if (!form?.source || offline) {
    throw new DatasetError(
      entry.name,
      `the data set is not here${offline ? ' and this run is off line' : ''}. ${byHand}`,
    );
  }
  const target = join(cacheFolder, form.name);
  try {
    await download(form.source, target, downloading);
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    throw new DatasetError(entry.name, `${error.message} ${byHand}`, { cause: error });
  }
  return target;
}

function placeByHand(entry: DatasetEntry, folders: readonly string[]): string {
  const form = entry.forms.find(({ source }) => source);
  const what = form?.source
    ? `${form.name} from ${form.source.url} (${checksumText(form.source.checksum)})`
    : `${entry.forms.map(({ name }) => name).join(' or ')} (see ${entry.page})`;
  return `Put ${what} into ${folders.join(' or ')}.`;
}

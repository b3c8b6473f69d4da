import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { resolveDataset } from '@seqloom/datasets/node';
import { gloveFile } from '../data/open-data.ts';

/** Data of rows: none, what comes with the apps, or files that users have or download. */
export type DataName = 'none' | 'bundled' | 'imdb' | 'imdb, GloVe' | 'hourly weather' | 'AG News' | 'Tatoeba';

/** What each needs beside the repository. */
const FILES: Readonly<Record<Exclude<DataName, 'none' | 'bundled'>, string>> = {
  imdb: 'aclImdb_labelled_50k.tar.gz or aclImdb_v1.tar.gz',
  'imdb, GloVe': 'IMDB and glove.6B.100d.txt',
  'hourly weather': 'jena_climate_2009_2016.csv.zip or beijing_PRSA_2010-2014.csv.gz',
  'AG News': 'ag_news_test.csv',
  Tatoeba: 'eng-fra_18065.txt.gz',
};

/** Whether data are part of the repository. */
export function isBundled(data: DataName): boolean {
  return data === 'none' || data === 'bundled';
}

/** Whether the files for data are there. Nothing is downloaded. */
export async function areThere(data: DataName): Promise<boolean> {
  return isBundled(data) || (await areFound(data));
}

/** What a row that is passed over says. */
export function skippedText(data: DataName): string {
  return data === 'none' || data === 'bundled' ? '' : `needs ${FILES[data]}`;
}

async function areFound(data: DataName): Promise<boolean> {
  const named = (name: string) =>
    resolveDataset(name, { offline: true }).then(
      () => true,
      () => false,
    );
  const inFolder = (name: string) => existsSync(join(process.env.SEQLOOM_DATA ?? '/nowhere', name));
  switch (data) {
    case 'imdb':
      return named('imdb');
    case 'imdb, GloVe':
      return gloveFile() !== undefined && (await named('imdb'));
    case 'hourly weather':
      return inFolder('beijing_PRSA_2010-2014.csv.gz') || (await named('jena'));
    case 'AG News':
      return named('ag-news-test');
    case 'Tatoeba':
      return inFolder('eng-fra_18065.txt.gz');
    default:
      return true;
  }
}

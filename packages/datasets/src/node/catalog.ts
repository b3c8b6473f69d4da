import type { RemoteFile } from './fetch-part.ts';

/** A form in which a data set may lie in a folder. */
export interface DatasetForm {
  /** The file's (or folder's) name. */
  readonly name: string;
  /** Where the file comes from; absent when it has no address of its own. */
  readonly source?: RemoteFile;
}

/** A data set that can be asked for by name. */
export interface DatasetEntry {
  /** What users type. */
  readonly name: string;
  /** One line about it. */
  readonly title: string;
  /** Where to read about it, terms of use included. */
  readonly page: string;
  /** The forms it may have, best first. The first one with a source is the one downloaded. */
  readonly forms: readonly DatasetForm[];
}

/** The data sets that have a name. */
export const DATASETS: readonly DatasetEntry[] = [
  {
    name: 'imdb',
    title: 'Large Movie Review Dataset v1.0: 25,000 + 25,000 labelled film reviews (Maas et al., ACL 2011)',
    page: 'https://ai.stanford.edu/~amaas/data/sentiment/',
    forms: [
      { name: 'aclImdb_labelled_50k.tar.gz' },
      {
        name: 'aclImdb_v1.tar.gz',
        source: {
          url: 'https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz',
          checksum: { sha256: 'c40f74a18d3b61f90feba1e17730e0d38e8b97c05fde7008942e91923d1658fe' },
          bytes: 84_125_825,
        },
      },
      { name: 'aclImdb' },
    ],
  },
  {
    name: 'jena',
    title:
      'Weather at Jena, 2009–2016, every 10 minutes: 420,551 rows (Max Planck Institute for Biogeochemistry)',
    page: 'https://www.bgc-jena.mpg.de/wetter/weather_data.html',
    forms: [
      { name: 'jena_climate_2009_2016.csv' },
      {
        name: 'jena_climate_2009_2016.csv.zip',
        source: {
          url: 'https://storage.googleapis.com/tensorflow/tf-keras-datasets/jena_climate_2009_2016.csv.zip',
          checksum: { md5: '959915f05bfafef18e471a97ae679535', member: '.csv' },
          bytes: 13_568_290,
        },
      },
      { name: 'jena_climate_2009_2016.csv.gz' },
    ],
  },
  {
    name: 'ag-news-train',
    title: 'AG News, training part: 120,000 news in four topics (Zhang, Zhao, LeCun, NeurIPS 2015)',
    page: 'http://groups.di.unipi.it/~gulli/AG_corpus_of_news_articles.html',
    forms: agNewsForms('train', [], {
      checksum: { sha256: '76a0a2d2f92b286371fe4d4044640910a04a803fdd2538e0f3f29a5c6f6b672e' },
      bytes: 29_470_338,
    }),
  },
  {
    name: 'ag-news-test',
    title: 'AG News, test part: 7,600 news in four topics',
    page: 'http://groups.di.unipi.it/~gulli/AG_corpus_of_news_articles.html',
    forms: agNewsForms('test', ['ag_news_test_7600.csv.gz'], {
      checksum: { sha256: '521465c2428ed7f02f8d6db6ffdd4b5447c1c701962353eb2c40d548c3c85699' },
      bytes: 1_857_427,
    }),
  },
  {
    name: 'reuters',
    title: 'Reuters-21578, distribution 1.0: 21,578 news of 1987 with topics (D. Lewis)',
    page: 'https://archive.ics.uci.edu/dataset/137/reuters+21578+text+categorization+collection',
    // its publishers give no checksum, so nothing is fetched
    forms: [{ name: 'reuters21578.tar.gz' }],
  },
];

/** The names that a part of AG News has: that of the download, and those in the archive of its authors. */
function agNewsForms(
  part: 'train' | 'test',
  others: readonly string[],
  source: Omit<RemoteFile, 'url'>,
): DatasetForm[] {
  const url = `https://raw.githubusercontent.com/mhjabreel/CharCnn_Keras/555590db4219b1243abb1918effd6a7425a2d75f/data/ag_news_csv/${part}.csv`;
  const name = `ag_news_${part}.csv`;
  return [
    { name, source: { url, ...source } },
    ...[`${name}.gz`, ...others, `ag_news_csv/${part}.csv`].map((other) => ({ name: other })),
  ];
}

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
];

export { readZipMember } from '@seqloom/archives/node';
/** @deprecated Import it from `@seqloom/timeseries/node`. */
export { readCsvFile } from '@seqloom/timeseries/node';
export { DATASETS, type DatasetEntry, type DatasetForm } from './catalog.ts';
export type { Checksum } from './checksum.ts';
export { download } from './download.ts';
export type { DownloadOptions, RemoteFile } from './fetch-part.ts';
export { type EncodedIMDB, type LoadIMDBOptions, loadIMDB } from './load-imdb.ts';
export { readAgNews, readReuters } from './read-news.ts';
export { readReviews } from './read-reviews.ts';
export { readLabelledTextsFile, readTextsFile } from './read-texts-file.ts';
export { type ResolveDatasetOptions, resolveDataset } from './resolve-dataset.ts';

export { DATASETS, type DatasetEntry, type DatasetForm } from './catalog.ts';
export type { Checksum } from './checksum.ts';
export { download } from './download.ts';
export type { DownloadOptions, RemoteFile } from './fetch-part.ts';
export { readCsvFile } from './read-csv-file.ts';
export { readReviews } from './read-reviews.ts';
export { type ResolveDatasetOptions, resolveDataset } from './resolve-dataset.ts';
export { readZipMember } from './zip-member.ts';

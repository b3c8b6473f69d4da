export { DATASETS, type DatasetEntry, type DatasetForm } from './catalog.ts';
export { download } from './download.ts';
export type { DownloadOptions, RemoteFile } from './fetch-part.ts';
export { readReviews } from './read-reviews.ts';
export { type ResolveDatasetOptions, resolveDataset } from './resolve-dataset.ts';

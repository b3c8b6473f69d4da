export { DatasetError, type WayOut } from './dataset-error.ts';

export { crc32, crc32c } from './crc32.ts';
export { DatasetError, type WayOut } from './dataset-error.ts';
export { type StoredFile, storedZip } from './stored-zip.ts';
export { unpackedLimit } from './unpacked-limit.ts';

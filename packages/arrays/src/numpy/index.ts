export type { NumpyData, NumpyDtype, NumpyValues } from './elements.ts';
export { type NumpyArray, readNpy, toNdArray, type WritableArray, writeNpy } from './npy.ts';
export { readNpz, writeNpz } from './npz.ts';
export { NumpyFileError } from './numpy-file-error.ts';

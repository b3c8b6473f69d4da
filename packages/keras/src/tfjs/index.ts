export { KerasFileError } from '../keras-file-error.ts';
export type { CustomLayer, CustomLayers } from '../layers/custom-layer.ts';
export { type LoadedTfjsModel, type LoadTfjsOptions, loadTfjs, type ReadWeights } from './load-tfjs.ts';

export { KerasFileError } from './keras-file-error.ts';
export type { CustomLayer, CustomLayers } from './layers/custom-layer.ts';
export { type LoadedKerasModel, type LoadKerasOptions, loadKeras } from './load-keras.ts';
export { type LoadKerasWeightsOptions, loadKerasWeights } from './load-keras-weights.ts';
export { type SaveKerasOptions, saveKeras } from './save-keras.ts';

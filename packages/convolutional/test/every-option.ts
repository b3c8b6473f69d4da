import type { Layer } from '@seqloom/nn';
import {
  AveragePooling1D,
  Conv1D,
  Conv1DTranspose,
  Cropping1D,
  DepthwiseConv1D,
  GlobalAveragePooling1D,
  GlobalMaxPooling1D,
  MaxPooling1D,
  SeparableConv1D,
  SpatialDropout1D,
  UpSampling1D,
  ZeroPadding1D,
} from '../src/index.ts';

/** Every layer, with options that are not its defaults. */
export const EVERY_OPTION: readonly Layer[] = [
  new Conv1D({
    filters: 4,
    kernelSize: 3,
    strides: 2,
    padding: 'causal',
    groups: 2,
    activation: 'gelu',
    useBias: false,
    kernelInitializer: { type: 'constant', value: 0.1 },
    kernelRegularizer: { l2: 0.1 },
  }),
  new SeparableConv1D({ filters: 3, kernelSize: 2, dilationRate: 2, padding: 'same', depthMultiplier: 2 }),
  new DepthwiseConv1D({ kernelSize: 2, depthMultiplier: 3, depthwiseInitializer: 'heNormal' }),
  new Conv1DTranspose({ filters: 2, kernelSize: 4, strides: 3, padding: 'same', outputPadding: 1 }),
  new MaxPooling1D({ poolSize: 3, strides: 1, padding: 'same' }),
  new AveragePooling1D({ poolSize: 3 }),
  new GlobalMaxPooling1D({ keepDims: true }),
  new GlobalAveragePooling1D({ name: 'mean' }),
  new ZeroPadding1D({ padding: [3, 0] }),
  new Cropping1D({ cropping: [1, 2] }),
  new UpSampling1D({ size: 3 }),
  new SpatialDropout1D({ rate: 0.5, trainable: false }),
];

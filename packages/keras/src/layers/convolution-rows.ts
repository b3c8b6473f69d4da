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
} from '@seqloom/convolutional';
import { listOfOne, plain } from '../config/field.ts';
import { always, KERNEL_AND_BIAS, type LayerRow, layerRow, where } from './layer-row.ts';

const WINDOW = {
  kernelSize: listOfOne('kernel_size'),
  strides: listOfOne('strides'),
  dilationRate: listOfOne('dilation_rate'),
};
const POOL = { poolSize: listOfOne('pool_size'), strides: listOfOne('strides') };
const GLOBAL = { fields: { keepDims: plain('keepdims') } };

/** Keras 2 writes the groups of layers that have none. */
const ONE_GROUP = { groups: [1] };

/** Layers of `@seqloom/convolutional`. */
export const CONVOLUTION_ROWS: readonly LayerRow[] = [
  layerRow('AveragePooling1D', AveragePooling1D, { fields: POOL }),
  layerRow('Conv1D', Conv1D, { fields: WINDOW, variables: KERNEL_AND_BIAS }),
  layerRow('Conv1DTranspose', Conv1DTranspose, {
    fields: { ...WINDOW, outputPadding: listOfOne('output_padding') },
    fixed: ONE_GROUP,
    variables: KERNEL_AND_BIAS,
  }),
  layerRow('Cropping1D', Cropping1D),
  layerRow('DepthwiseConv1D', DepthwiseConv1D, {
    fields: WINDOW,
    fixed: ONE_GROUP,
    variables: KERNEL_AND_BIAS,
  }),
  layerRow('GlobalAveragePooling1D', GlobalAveragePooling1D, GLOBAL),
  layerRow('GlobalMaxPooling1D', GlobalMaxPooling1D, GLOBAL),
  layerRow('MaxPooling1D', MaxPooling1D, { fields: POOL }),
  layerRow('SeparableConv1D', SeparableConv1D, {
    fields: WINDOW,
    fixed: ONE_GROUP,
    variables: [...always('depthwiseKernel', 'pointwiseKernel'), where('useBias', 'bias')],
  }),
  layerRow('SpatialDropout1D', SpatialDropout1D, { fixed: { noise_shape: [null] } }),
  layerRow('UpSampling1D', UpSampling1D),
  layerRow('ZeroPadding1D', ZeroPadding1D),
];

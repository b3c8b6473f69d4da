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
import type { LayerRecord } from '../record.ts';

/** Every input here: 6 steps of 4 features. */
const INPUT = [6, 4];
const REFUSED = [
  [null, 4],
  [null, 6, 4, 2],
] as const;

export const CONVOLUTIONAL_RECORDS: readonly LayerRecord[] = [
  {
    layerClass: Conv1D,
    fixedWidth: true,
    refused: [...REFUSED, [null, 6, null], [null, 2, 4]],
    variants: [
      {
        title: 'by default',
        make: () => new Conv1D({ filters: 2, kernelSize: 3 }),
        input: INPUT,
        outputs: [[4, 2]],
        weights: { kernel: [3, 4, 2], bias: [2] },
        mask: 'ends',
        leastSteps: 3,
      },
      {
        title: 'same, strides 2, groups 2',
        make: () =>
          new Conv1D({
            filters: 4,
            kernelSize: 3,
            padding: 'same',
            strides: 2,
            groups: 2,
            activation: 'tanh',
          }),
        input: INPUT,
        outputs: [[3, 4]],
        weights: { kernel: [3, 2, 4], bias: [4] },
        mask: 'passes',
      },
      {
        title: 'causal, dilated, without a bias',
        make: () =>
          new Conv1D({ filters: 2, kernelSize: 2, padding: 'causal', dilationRate: 2, useBias: false }),
        input: INPUT,
        outputs: [[6, 2]],
        weights: { kernel: [2, 4, 2] },
        mask: 'passes',
      },
    ],
  },
  {
    layerClass: SeparableConv1D,
    fixedWidth: true,
    refused: REFUSED,
    variants: [
      {
        title: 'same, depthMultiplier 2',
        make: () => new SeparableConv1D({ filters: 3, kernelSize: 2, padding: 'same', depthMultiplier: 2 }),
        input: INPUT,
        outputs: [[6, 3]],
        weights: { depthwiseKernel: [2, 4, 2], pointwiseKernel: [1, 8, 3], bias: [3] },
        mask: 'passes',
      },
    ],
  },
  {
    layerClass: DepthwiseConv1D,
    fixedWidth: true,
    refused: REFUSED,
    variants: [
      {
        title: 'valid, strides 2',
        make: () => new DepthwiseConv1D({ kernelSize: 2, strides: 2, depthMultiplier: 2 }),
        input: INPUT,
        outputs: [[3, 8]],
        mask: 'ends',
        leastSteps: 2,
      },
    ],
  },
  {
    layerClass: Conv1DTranspose,
    fixedWidth: true,
    refused: REFUSED,
    variants: [
      {
        title: 'strides 2',
        make: () => new Conv1DTranspose({ filters: 2, kernelSize: 3, strides: 2 }),
        input: [4, 3],
        outputs: [[9, 2]],
        weights: { kernel: [3, 2, 3], bias: [2] },
        mask: 'ends', // 9 steps are not twice 4
      },
      {
        title: 'same',
        make: () => new Conv1DTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'same' }),
        input: [4, 3],
        outputs: [[8, 2]],
        mask: 'passes',
      },
    ],
  },
  {
    layerClass: MaxPooling1D,
    refused: [...REFUSED, [null, 1, 4]],
    variants: [
      {
        title: 'by default',
        make: () => new MaxPooling1D(),
        input: INPUT,
        outputs: [[3, 4]],
        mask: 'passes',
        leastSteps: 2,
      },
      {
        title: 'overlapping, same',
        make: () => new MaxPooling1D({ poolSize: 3, strides: 1, padding: 'same' }),
        input: INPUT,
        outputs: [[6, 4]],
        mask: 'passes',
      },
    ],
  },
  {
    layerClass: AveragePooling1D,
    refused: REFUSED,
    variants: [
      {
        title: 'overlapping',
        make: () => new AveragePooling1D({ poolSize: 3, strides: 1 }),
        input: INPUT,
        outputs: [[4, 4]],
        mask: 'passes',
        leastSteps: 3,
      },
      {
        title: 'same',
        make: () => new AveragePooling1D({ poolSize: 4, padding: 'same' }),
        input: INPUT,
        outputs: [[2, 4]],
        mask: 'passes',
      },
    ],
  },
  {
    layerClass: GlobalMaxPooling1D,
    refused: REFUSED,
    variants: [
      {
        title: 'by default',
        make: () => new GlobalMaxPooling1D(),
        input: INPUT,
        outputs: [[4]],
        mask: 'used',
      },
      {
        title: 'keepDims',
        make: () => new GlobalMaxPooling1D({ keepDims: true }),
        input: INPUT,
        outputs: [[1, 4]],
        mask: 'used',
      },
    ],
  },
  {
    layerClass: GlobalAveragePooling1D,
    refused: REFUSED,
    variants: [
      {
        title: 'by default',
        make: () => new GlobalAveragePooling1D(),
        input: INPUT,
        outputs: [[4]],
        mask: 'used',
      },
    ],
  },
  {
    layerClass: ZeroPadding1D,
    refused: REFUSED,
    variants: [
      {
        title: 'more on the left',
        make: () => new ZeroPadding1D({ padding: [2, 1] }),
        input: INPUT,
        outputs: [[9, 4]],
        mask: 'passes',
      },
    ],
  },
  {
    layerClass: Cropping1D,
    refused: [...REFUSED, [null, 3, 4]],
    variants: [
      {
        title: 'more on the left',
        make: () => new Cropping1D({ cropping: [2, 1] }),
        input: INPUT,
        outputs: [[3, 4]],
        mask: 'passes',
        leastSteps: 4,
      },
    ],
  },
  {
    layerClass: UpSampling1D,
    refused: REFUSED,
    variants: [
      {
        title: 'by default',
        make: () => new UpSampling1D(),
        input: INPUT,
        outputs: [[12, 4]],
        mask: 'passes',
      },
    ],
  },
  {
    layerClass: SpatialDropout1D,
    refused: REFUSED,
    variants: [
      {
        title: 'rate 0.5',
        make: () => new SpatialDropout1D({ rate: 0.5 }),
        input: INPUT,
        outputs: [[6, 4]],
        mask: 'passes',
        random: true,
      },
    ],
  },
];

import {
  Activation,
  BatchNormalization,
  Dense,
  Dropout,
  Flatten,
  LayerNormalization,
  Masking,
  RepeatVector,
  Reshape,
} from '@seqloom/nn';
import type { LayerRecord } from '../record.ts';

export const NN_RECORDS: readonly LayerRecord[] = [
  {
    layerClass: Dense,
    fixedWidth: true,
    refused: [[null], [null, null]],
    variants: [
      {
        title: 'tanh',
        make: () => new Dense({ units: 3, activation: 'tanh' }),
        input: [4],
        outputs: [[3]],
        weights: { kernel: [4, 3], bias: [3] },
      },
      {
        title: 'over time',
        make: () => new Dense({ units: 2 }),
        input: [4, 3],
        outputs: [[4, 2]],
        weights: { kernel: [3, 2], bias: [2] },
        mask: 'passes',
      },
      {
        title: 'softmax without a bias',
        make: () => new Dense({ units: 4, activation: 'softmax', useBias: false }),
        input: [3],
        outputs: [[4]],
        weights: { kernel: [3, 4] },
      },
    ],
  },
  {
    layerClass: Dropout,
    variants: [
      {
        title: 'rate 0.4',
        make: () => new Dropout({ rate: 0.4 }),
        input: [5, 3],
        outputs: [[5, 3]],
        mask: 'passes',
        random: true,
      },
      { title: 'rate 0', make: () => new Dropout({ rate: 0 }), input: [6], outputs: [[6]] },
    ],
  },
  {
    layerClass: LayerNormalization,
    fixedWidth: true,
    refused: [[null], [null, null]],
    variants: [
      {
        title: 'by default',
        make: () => new LayerNormalization(),
        input: [4, 5],
        outputs: [[4, 5]],
        weights: { gamma: [5], beta: [5] },
        mask: 'passes',
      },
      {
        title: 'over two axes without beta',
        make: () => new LayerNormalization({ axis: [1, -1], center: false, epsilon: 0.01 }),
        input: [3, 2, 4],
        outputs: [[3, 2, 4]],
        weights: { gamma: [3, 4] },
      },
      {
        title: 'without weights',
        make: () => new LayerNormalization({ center: false, scale: false }),
        input: [6],
        outputs: [[6]],
        weights: {},
      },
    ],
  },
  {
    layerClass: BatchNormalization,
    fixedWidth: true,
    refused: [[null], [null, null]],
    variants: [
      {
        title: 'by default',
        make: () => new BatchNormalization(),
        input: [4, 3],
        outputs: [[4, 3]],
        weights: { gamma: [3], beta: [3], movingMean: [3], movingVariance: [3] },
        mask: 'passes',
      },
      {
        title: 'of vectors without gamma',
        make: () => new BatchNormalization({ scale: false, momentum: 0.5, epsilon: 0.1 }),
        input: [5],
        outputs: [[5]],
        weights: { beta: [5], movingMean: [5], movingVariance: [5] },
      },
      {
        title: 'of the steps',
        make: () => new BatchNormalization({ axis: 1, center: false }),
        input: [3, 2],
        outputs: [[3, 2]],
        weights: { gamma: [3], movingMean: [3], movingVariance: [3] },
        mask: 'passes',
        leastSteps: 3,
      },
      {
        title: 'frozen',
        make: () => new BatchNormalization({ trainable: false }),
        input: [4],
        outputs: [[4]],
      },
    ],
  },
  {
    layerClass: Flatten,
    variants: [
      { title: 'of a sequence', make: () => new Flatten(), input: [4, 3], outputs: [[12]], mask: 'ends' },
    ],
  },
  {
    layerClass: Activation,
    variants: [
      {
        title: 'gelu',
        make: () => new Activation({ activation: 'gelu' }),
        input: [4, 3],
        outputs: [[4, 3]],
        mask: 'passes',
      },
      {
        title: 'logSoftmax',
        make: () => new Activation({ activation: 'logSoftmax' }),
        input: [4],
        outputs: [[4]],
      },
    ],
  },
  {
    layerClass: Masking,
    refused: [[null, 4]],
    variants: [
      {
        title: 'of −9',
        make: () => new Masking({ maskValue: -9 }),
        input: [4, 3],
        outputs: [[4, 3]],
        mask: 'passes',
      },
    ],
  },
  {
    layerClass: RepeatVector,
    refused: [[null], [null, 4, 3]],
    variants: [{ title: 'thrice', make: () => new RepeatVector({ n: 3 }), input: [4], outputs: [[3, 4]] }],
  },
  {
    layerClass: Reshape,
    refused: [[null, 5]],
    variants: [
      {
        title: 'of a vector',
        make: () => new Reshape({ targetShape: [3, -1] }),
        input: [6],
        outputs: [[3, 2]],
      },
      {
        title: 'that keeps the steps',
        make: () => new Reshape({ targetShape: [4, 2, 3] }),
        input: [4, 6],
        outputs: [[4, 2, 3]],
        mask: 'passes',
        leastSteps: 4,
      },
      {
        title: 'that joins steps',
        make: () => new Reshape({ targetShape: [2, 6] }),
        input: [4, 3],
        outputs: [[2, 6]],
        mask: 'ends',
        leastSteps: 4,
      },
    ],
  },
];

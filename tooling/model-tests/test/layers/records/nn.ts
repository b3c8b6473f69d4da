import { Activation, Dense, Dropout, Flatten, Masking, RepeatVector, Reshape } from '@seqloom/nn';
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

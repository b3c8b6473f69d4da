import { Dense, Dropout } from '@seqloom/nn';
import { LSTM } from '@seqloom/recurrent';
import { Sequential } from '@seqloom/train';
import type { LayerRecord } from '../record.ts';

export const TRAIN_RECORDS: readonly LayerRecord[] = [
  {
    layerClass: Sequential,
    fixedWidth: true,
    refusedBy: /^(Sequential "sequential"|Dense "dense"): /,
    refused: [[null], [null, null]],
    variants: [
      {
        title: 'of two layers',
        make: () => new Sequential([new Dense({ units: 3, activation: 'tanh' }), new Dense({ units: 2 })]),
        input: [4],
        outputs: [[2]],
      },
      {
        title: 'that keeps the steps',
        make: () => new Sequential([new Dense({ units: 3 }), new Dropout({ rate: 0.4 })]),
        input: [4, 2],
        outputs: [[4, 3]],
        weights: { kernel: [2, 3], bias: [3] },
        mask: 'passes',
        random: true,
      },
      {
        title: 'that reads the steps, with a stack in it',
        make: () => new Sequential([new Sequential([new LSTM({ units: 3 })]), new Dense({ units: 2 })]),
        input: [4, 2],
        outputs: [[2]],
        mask: 'used',
      },
    ],
  },
];

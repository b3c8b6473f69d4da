import { Add, Concatenate, Dense, Dropout } from '@seqloom/nn';
import { LSTM } from '@seqloom/recurrent';
import { input, Model, Sequential } from '@seqloom/train';
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
  {
    layerClass: Model,
    fixedWidth: true,
    refusedBy: /^Model "model": /,
    refused: [[null], [null, 5]],
    variants: [
      {
        title: 'with a way around a layer',
        make: () => {
          const x = input([4]);
          const y = new Dense({ units: 4, activation: 'tanh' }).apply(x);
          return new Model({ inputs: x, outputs: new Add().apply([x, y]) });
        },
        input: [4],
        outputs: [[4]],
        weights: { kernel: [4, 4], bias: [4] },
      },
      {
        title: 'of two inputs and a shared layer, which keeps the steps',
        make: () => {
          const inputs = [input([null, 2]), input([null, 2])] as const;
          const [dense, drop] = [new Dense({ units: 3 }), new Dropout({ rate: 0.4 })];
          const sides = inputs.map((x) => drop.apply(dense.apply(x)));
          return new Model({ inputs, outputs: new Concatenate().apply(sides) });
        },
        input: [4, 4],
        split: [2, 2],
        outputs: [[4, 6]],
        weights: { kernel: [2, 3], bias: [3] },
        mask: 'passes',
        random: true,
      },
    ],
  },
];

import { Conv1D, MaxPooling1D } from '@seqloom/convolutional';
import { Dense } from '@seqloom/nn';
import { GRU } from '@seqloom/recurrent';
import { convolutionsFor } from '../convolutions-for.ts';
import type { NetworkRecipe } from '../recipe.ts';

/** Convolutions shorten the window, and a GRU reads what is left in order. */
export const conv1dGRU: NetworkRecipe = {
  type: 'network',
  name: 'conv1d-gru',
  title: 'convolutions before a GRU',
  source: 'listings 6.48 and 6.49',
  takes: [],
  bookTask: { lookback: 720, step: 3 },
  layers: (length, _size, outputs) => {
    const { padding, poolSize } = convolutionsFor(length);
    return [
      new Conv1D({ filters: 32, kernelSize: 5, activation: 'relu', padding }),
      new MaxPooling1D({ poolSize, padding }),
      new Conv1D({ filters: 32, kernelSize: 5, activation: 'relu', padding }),
      new GRU({ units: 32, dropout: 0.1, recurrentDropout: 0.5 }),
      new Dense({ units: outputs }),
    ];
  },
};

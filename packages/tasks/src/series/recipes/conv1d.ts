import { Conv1D, GlobalMaxPooling1D, MaxPooling1D } from '@seqloom/convolutional';
import { Dense } from '@seqloom/nn';
import { convolutionsFor } from '../convolutions-for.ts';
import type { NetworkRecipe } from '../recipe.ts';

/** Patterns of five steps wherever they occur, and patterns of these: what came first, they cannot tell. */
export const conv1d: NetworkRecipe = {
  type: 'network',
  name: 'conv1d',
  title: 'one-dimensional convolutions, 32 × 5 three times',
  source: 'listing 6.47',
  takes: [],
  layers: (length, _size, outputs) => {
    const { padding, poolSize } = convolutionsFor(length);
    return [
      new Conv1D({ filters: 32, kernelSize: 5, activation: 'relu', padding }),
      new MaxPooling1D({ poolSize, padding }),
      new Conv1D({ filters: 32, kernelSize: 5, activation: 'relu', padding }),
      new MaxPooling1D({ poolSize, padding }),
      new Conv1D({ filters: 32, kernelSize: 5, activation: 'relu', padding }),
      new GlobalMaxPooling1D(),
      new Dense({ units: outputs }),
    ];
  },
};

import type { LinearRecipe } from '../recipe.ts';

/** The last value a window shows, as a model: the forecast that every other has to beat. */
export const persistence: LinearRecipe = {
  type: 'linear',
  name: 'persistence',
  title: 'the last value shown',
  source: 'listing 6.35',
  solve: ({ length, data }, _validation, targetColumn) => {
    const width = data.shape[1]!;
    const weights = new Float32Array(length * width);
    weights[(length - 1) * width + targetColumn] = 1;
    return { weights, bias: 0 };
  },
};

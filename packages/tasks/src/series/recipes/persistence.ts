import type { LinearRecipe } from '../recipe.ts';

/** The last value a window shows, as a model: the forecast that every other has to beat. */
export const persistence: LinearRecipe = {
  type: 'linear',
  name: 'persistence',
  title: 'the last value shown',
  source: 'listing 6.35',
  solve: ({ length, data, horizon = 1 }, _validation, targetColumn) => {
    const width = data.shape[1]!;
    const features = length * width;
    const weights = new Float32Array(horizon * features);
    for (let end = features; end <= weights.length; end += features) weights[end - width + targetColumn] = 1;
    return { weights, biases: new Float64Array(horizon) };
  },
};

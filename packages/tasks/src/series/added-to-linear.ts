import { Add, Dense, Flatten, type Layer, type SymbolicTensor } from '@seqloom/nn';
import { input, Model, type SingleOutputModel } from '@seqloom/train';
import type { LinearWeights } from './recipe.ts';
import type { SeriesForm } from './series-form.ts';

/**
 * Layers whose forecast is added to that of a linear model with fixed weights: `ŷ = bias + Σ weights · window + layers(window)`.
 * With a residual form both are changes from the last value, so the last value is taken from the linear forecast.
 *
 * Shapes: `[B, T, D] → [B, 1]`, with linear weights `[T · D]`.
 */
export function addedToLinear(
  name: string,
  layers: readonly Layer[],
  { fields, width, targetColumn }: SeriesForm,
  { weights, biases }: LinearWeights,
): (seed: number) => SingleOutputModel {
  const length = weights.length / width;
  const kernel = weights.slice();
  if (fields.residual) kernel[(length - 1) * width + targetColumn]! -= 1;
  return (seed) => {
    const window = input([length, width], { name: 'window' });
    const added = layers.reduce(
      (tensor: SymbolicTensor, layer) => layer.apply(tensor) as SymbolicTensor,
      window,
    );
    const linear = new Dense({ units: 1, trainable: false, name: 'linear' });
    const base = linear.apply(new Flatten().apply(window)) as SymbolicTensor;
    const model = new Model({ inputs: window, outputs: new Add().apply([base, added]), name });
    try {
      model.build({ seed });
      linear.setWeights([
        { name: 'kernel', shape: [kernel.length, 1], data: kernel },
        { name: 'bias', shape: [1], data: Float32Array.from(biases) },
      ]);
      return model;
    } catch (error) {
      model.dispose();
      throw error;
    }
  };
}

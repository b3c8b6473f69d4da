import { GlobalAveragePooling1D, GlobalMaxPooling1D } from '@seqloom/convolutional';
import { Concatenate, Dense, Dot, Flatten, Softmax } from '@seqloom/nn';
import { input, Model } from '@seqloom/train';

/**
 * One vector of the vectors of all steps: their mean, their largest values, and a mean that attention weights, side by side. A step has the
 * weight `softmax(v · tanh(W x + b))` over the steps that count.
 *
 * Shapes: `[B, T, width]` → `[B, 3 · width]`.
 *
 * **Source**: Yang et al., _Hierarchical Attention Networks for Document Classification_, 2016, equations 8–10; mean and largest values
 * after Howard and Ruder, _Universal Language Model Fine-tuning_, 2018.
 */
export function attentionPooling(width: number): Model {
  const steps = input([null, width], { name: 'steps' });
  const scores = new Dense({ units: 1 }).apply(new Dense({ units: width, activation: 'tanh' }).apply(steps));
  const weights = new Softmax({ axis: 1 }).apply(scores);
  const attended = new Flatten().apply(new Dot({ axes: 1 }).apply([weights, steps]));
  const mean = new GlobalAveragePooling1D().apply(steps);
  const largest = new GlobalMaxPooling1D().apply(steps);
  return new Model({
    inputs: steps,
    outputs: new Concatenate().apply([mean, largest, attended]),
    name: 'pooling',
  });
}

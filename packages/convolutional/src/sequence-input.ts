import { cast, type Tensor } from '@seqloom/backend';
import type { InputSpec } from '@seqloom/nn';

/** The input of every layer here. */
export const SEQUENCES: InputSpec = {
  layout: '[B, T, D]',
  rank: 3,
  hint: 'Use an Embedding first, or add a feature axis.',
};

/** The input of a layer whose weights depend on the number of features. */
export const SEQUENCES_OF_FIXED_WIDTH: InputSpec = { ...SEQUENCES, fixedAxes: [-1] };

/** The input as float32. */
export function asFloat(x: Tensor): Tensor {
  return x.dtype === 'float32' ? x : cast(x, 'float32');
}

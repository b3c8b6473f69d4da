import { cast, type Tensor } from '@seqloom/backend';
import { checkMask, formatShape, type InputSpec, ShapeError } from '@seqloom/nn';

/** The input of every layer here. */
export const SEQUENCES: InputSpec = {
  layout: '[B, T, D]',
  rank: 3,
  hint: 'Use an Embedding first, or add a feature axis.',
};

/** The input of a layer whose weights depend on the number of features. */
export const SEQUENCES_OF_FIXED_WIDTH: InputSpec = { ...SEQUENCES, fixedAxes: [-1] };

/**
 * Checks what a layer is to pool over all of its time steps.
 *
 * @throws ShapeError for sequences without steps, or a mask that is not `[B, T]`; TypeError for one that is not bool
 */
export function checkPooled(owner: string, x: Tensor, mask: Tensor | undefined): void {
  if (x.shape[1] === 0) {
    throw new ShapeError(
      `${owner}: expected at least one time step to pool over, got shape ${formatShape(x.shape)}.`,
    );
  }
  checkMask(owner, x, mask);
}

/** The input as float32. */
export function asFloat(x: Tensor): Tensor {
  return x.dtype === 'float32' ? x : cast(x, 'float32');
}

import {
  cast,
  div,
  expandDims,
  greater,
  greaterEqual,
  less,
  lessEqual,
  logicalAnd,
  mul,
  recordedOp,
  scalar,
  sub,
  type Tensor,
} from '@seqloom/backend';

/** Probabilities are clipped to [ε, 1 − ε], as in Keras, so that no logarithm is infinite. */
export const EPSILON: number = 1e-7;

/** A recorded operation with one output. */
export function lossOp<Name extends string>(
  inputs: Readonly<Record<Name, Tensor>>,
  forward: (save: (tensors: readonly Tensor[]) => void) => Tensor,
  backward: (
    dl: Tensor,
    saved: readonly Tensor[],
  ) => Readonly<Partial<Record<Name, Tensor | (() => Tensor)>>>,
): Tensor {
  const [losses] = recordedOp<Name>({
    inputs,
    forward: (save) => [forward(save)],
    backward: ([dl], saved) => backward(dl!, saved),
  });
  return losses!;
}

/** The gradient of what a mean over the last axis of x was taken of: `[…]` → `[…, 1]`. */
export function ofMean(dl: Tensor, x: Tensor): Tensor {
  const width = x.shape.at(-1)!;
  const column = expandDims(dl, -1);
  return width === 1 ? column : mul(column, scalar(1 / width));
}

/** 1 / x. */
export function reciprocal(x: Tensor): Tensor {
  return div(scalar(1), x);
}

/** 1 where a probability is not clipped, 0 elsewhere. */
export function isInside(p: Tensor, most: number = 1 - EPSILON): Tensor {
  return cast(logicalAnd(greaterEqual(p, scalar(EPSILON)), lessEqual(p, scalar(most))), 'float32');
}

/** −1, 0 or 1. */
export function signOf(x: Tensor): Tensor {
  const zero = scalar(0);
  return sub(cast(greater(x, zero), 'float32'), cast(less(x, zero), 'float32'));
}

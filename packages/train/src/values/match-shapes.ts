import { cast, expandDims, squeeze, type Tensor } from '@seqloom/backend';
import { formatShape, ShapeError, sameShape } from '@seqloom/nn';

/**
 * Gives targets the rank of the predictions, so that `[B]` and `[B, 1]` are compared element by element and never broadcast
 * to `[B, B]`.
 *
 * @param owner the loss or metric, named in messages
 * @returns float32, not a tensor of its own where the targets fit as they are
 * @throws ShapeError when the two do not fit
 */
export function matchTargets(owner: string, targets: Tensor, predictions: Tensor): Tensor {
  const floats = targets.dtype === 'float32' ? targets : cast(targets, 'float32');
  const matched =
    targets.rank === predictions.rank - 1 && predictions.shape.at(-1) === 1
      ? expandDims(floats, -1)
      : targets.rank === predictions.rank + 1 && targets.shape.at(-1) === 1
        ? squeeze(floats, [targets.rank - 1])
        : floats;
  if (!sameShape(matched.shape, predictions.shape)) {
    throw new ShapeError(
      `${owner}: targets of shape ${formatShape(targets.shape)} do not fit predictions of shape ` +
        `${formatShape(predictions.shape)}. Give one target per prediction.`,
    );
  }
  return matched;
}

/**
 * Checks class numbers against predictions over classes: `[B]` or `[B, 1]` against `[B, C]`.
 *
 * @returns targets without the last axis of the predictions
 * @throws ShapeError when the two do not fit
 */
export function matchLabels(owner: string, targets: Tensor, predictions: Tensor): Tensor {
  return withoutLastAxis(owner, 'labels', targets, predictions);
}

/**
 * Checks quantities against predictions of several numbers for each: `[B]` or `[B, 1]` against `[B, Q]`.
 *
 * @returns float32, with a last axis of 1
 * @throws ShapeError when the two do not fit
 */
export function matchQuantities(owner: string, targets: Tensor, predictions: Tensor): Tensor {
  return expandDims(cast(withoutLastAxis(owner, 'targets', targets, predictions), 'float32'), -1);
}

function withoutLastAxis(owner: string, what: string, targets: Tensor, predictions: Tensor): Tensor {
  const labels =
    targets.rank === predictions.rank && targets.shape.at(-1) === 1
      ? squeeze(targets, [targets.rank - 1])
      : targets;
  const expected = predictions.shape.slice(0, -1);
  if (!sameShape(labels.shape, expected)) {
    throw new ShapeError(
      `${owner}: ${what} of shape ${formatShape(targets.shape)} do not fit predictions of shape ` +
        `${formatShape(predictions.shape)}, expected ${formatShape(expected)}.`,
    );
  }
  return labels;
}

import { cast, div, maximum, mean, mul, scalar, sum, type Tensor, tidy, where } from '@seqloom/backend';
import { formatShape, ShapeError } from '@seqloom/nn';
import { alignToFirstAxes, fitsFirstAxes } from '../values/align-to-first-axes.ts';

/**
 * The one number to minimise: `Σ w · l / n`, with `n` the number of losses and not the sum of weights, as in Keras. With
 * a mask only the steps that count enter it: `Σ m · w · l / Σ m`; 0 where none does.
 *
 * @param losses `[B]` or `[B, T, …]`
 * @param weights `[B]` or `[B, T]`
 * @param mask of the predictions, `[B, T]`; one of another shape than the losses' first axes belongs to other steps and
 * is not looked at
 *
 * @throws ShapeError when the losses are one number, or the weights do not fit them
 */
export function meanLoss(losses: Tensor, weights?: Tensor, mask?: Tensor): Tensor {
  if (losses.rank < 1) {
    throw new ShapeError('loss: the function returned one number, expected one per sample, [B] or [B, T].');
  }
  const weighted = weights ? mul(losses, alignWeights(weights, losses)) : losses;
  const counts = mask && alignToFirstAxes(mask, losses);
  if (!counts) return mean(weighted);
  // Not a product with the mask: NaN times 0 is NaN.
  const counted = where(cast(counts, 'bool'), weighted, scalar(0));
  const count = countLosses(losses.shape, mask) as Tensor; // the mask fits
  return div(sum(counted), maximum(count, scalar(1)));
}

/**
 * How many losses `meanLoss` is the mean of.
 *
 * @param shape of the losses
 * @returns a number when all count; a scalar, the caller's, when a mask decides
 */
export function countLosses(shape: readonly number[], mask?: Tensor): number | Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  if (!mask || !fitsFirstAxes(mask.shape, shape)) return size;
  // a step of the mask stands for several losses where they have more axes
  return tidy(() => mul(sum(cast(mask, 'float32')), scalar(size / mask.size)));
}

function alignWeights(weights: Tensor, losses: Tensor): Tensor {
  const aligned = alignToFirstAxes(weights, losses);
  if (!aligned) {
    throw new ShapeError(
      `sampleWeights: expected one weight per sample [${losses.shape[0]}] or per loss ${formatShape(losses.shape)}, ` +
        `got shape ${formatShape(weights.shape)}.`,
    );
  }
  return aligned;
}

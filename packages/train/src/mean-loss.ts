import { cast, div, maximum, mean, mul, scalar, sum, type Tensor, where } from '@seqloom/backend';
import { formatShape, ShapeError } from '@seqloom/nn';
import { alignToFirstAxes } from './align-to-first-axes.ts';

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
  const each = losses.size / counts.size; // how many losses a step of the mask stands for
  // Not a product with the mask: NaN times 0 is NaN.
  const counted = where(cast(counts, 'bool'), weighted, scalar(0));
  return div(sum(counted), maximum(mul(sum(counts), scalar(each)), scalar(1)));
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

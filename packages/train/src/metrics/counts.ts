import { cast, mul, reshape, scalar, type Tensor, where } from '@seqloom/backend';
import { formatShape, ShapeError } from '@seqloom/nn';
import { alignToFirstAxes, fitsFirstAxes } from '../values/align-to-first-axes.ts';

/**
 * The weight of each sample or step of a batch in a metric: its own weight, 0 where the mask leaves it out.
 *
 * @returns `[B]` or `[B, T]`; the mask itself (bool) if there are no weights; undefined if all count 1
 * @throws ShapeError when the weights do not fit the predictions
 */
export function combineCounts(
  predictions: Tensor,
  mask: Tensor | undefined,
  weights: Tensor | undefined,
): Tensor | undefined {
  const fittingMask = mask && fitsFirstAxes(mask.shape, predictions.shape) ? mask : undefined; // else it is of other steps
  if (!weights) return fittingMask;
  if (!fitsFirstAxes(weights.shape, predictions.shape)) throw misfit(weights, predictions);
  if (!fittingMask) return cast(weights, 'float32');
  const rank = Math.max(weights.rank, fittingMask.rank);
  const [w, m] = [weights, fittingMask].map((x) =>
    reshape(cast(x, 'float32'), [...x.shape, ...new Array<number>(rank - x.rank).fill(1)]),
  );
  return mul(w!, m!);
}

/**
 * Gives counts the rank of the values that they weight.
 *
 * @returns float32; undefined without counts or for a mask of other steps
 * @throws ShapeError when weights do not fit the values
 */
export function countsFor(values: Tensor, counts: Tensor | undefined): Tensor | undefined {
  if (!counts) return undefined;
  const aligned = alignToFirstAxes(counts, values);
  if (!aligned && counts.dtype !== 'bool') throw misfit(counts, values);
  return aligned;
}

/** Values times counts; 0 where the count is 0, even for NaN. */
export function weigh(values: Tensor, counts: Tensor): Tensor {
  return mul(where(cast(counts, 'bool'), values, scalar(0)), counts);
}

function misfit(weights: Tensor, values: Tensor): ShapeError {
  return new ShapeError(
    `sampleWeights: expected one weight per sample [${values.shape[0]}] or per step, for predictions or losses of shape ` +
      `${formatShape(values.shape)}, got shape ${formatShape(weights.shape)}.`,
  );
}

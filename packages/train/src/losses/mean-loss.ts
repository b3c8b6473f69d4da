import {
  cast,
  div,
  fill,
  maximum,
  mean,
  mul,
  recordedOp,
  scalar,
  sum,
  type Tensor,
  tidy,
  where,
} from '@seqloom/backend';
import { formatShape, ShapeError } from '@seqloom/nn';
import { sizeOf } from '@seqloom/options';
import { alignToFirstAxes, fitsFirstAxes } from '../values/align-to-first-axes.ts';

/**
 * The number to minimise: `Σ w · l / n`. As in Keras, n is the number of losses, not the sum of weights. With a mask it is the
 * mean over the steps that count: `Σ m · w · l / Σ m`; 0 if none does.
 *
 * @param losses `[B]` or `[B, T, …]`
 * @param weights `[B]` or `[B, T]`
 * @param mask of the predictions, `[B, T]`; ignored if its shape is not that of the first axes of the losses, because it then
 * belongs to other steps
 *
 * @throws ShapeError when the losses are one number, or the weights do not fit them
 */
export function meanLoss(losses: Tensor, weights?: Tensor, mask?: Tensor): Tensor {
  if (losses.rank < 1) {
    throw new ShapeError('loss: the function returned one number, expected one per sample, [B] or [B, T].');
  }
  const w = weights && alignWeights(weights, losses);
  const counts = mask && alignToFirstAxes(mask, losses);
  const { shape, size } = losses;
  const [value] = recordedOp({
    inputs: { losses },
    forward: (save) => {
      const weighted = w ? mul(losses, w) : losses;
      const kept = w ? [w] : [];
      if (!counts) {
        save(kept);
        return [mean(weighted)];
      }
      const count = maximum(countLosses(shape, mask) as Tensor, scalar(1)); // the mask fits
      save([...kept, count, counts]);
      // Not a product with the mask: NaN times 0 is NaN.
      return [div(sum(where(cast(counts, 'bool'), weighted, scalar(0))), count)];
    },
    backward: ([dy], saved) => {
      const [count, kept] = saved.slice(w ? 1 : 0);
      const each = count ? mul(mul(fill(shape, 1), div(dy!, count)), kept!) : mul(fill(shape, 1 / size), dy!);
      return { losses: w ? mul(each, saved[0]!) : each };
    },
  });
  return value!;
}

/**
 * The number of losses that `meanLoss` averages.
 *
 * @param shape of the losses
 * @returns a number when all count; with a mask a scalar, which belongs to the caller
 */
export function countLosses(shape: readonly number[], mask?: Tensor): number | Tensor {
  const size = sizeOf(shape);
  if (!mask || !fitsFirstAxes(mask.shape, shape)) return size;
  // If the losses have more axes than the mask, each step of the mask covers several losses.
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

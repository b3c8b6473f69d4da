import { cast, div, expandDims, maximum, mean, scalar, sum, type Tensor } from '@seqloom/backend';
import { zeroMaskedSteps } from '@seqloom/nn';
import { GlobalPoolingLayer } from './global-pooling-layer.ts';

/**
 * The mean over time: one vector per sequence, regardless of its length.
 *
 * Shapes: `x [B, T, D]` float32 (integers are converted) → `[B, D]`, with `keepDims` `[B, 1, D]`. With a mask only the
 * steps that count enter the mean, no matter what the others hold, and a sequence without any gives zeros.
 *
 * @throws TypeError when `keepDims` is not a boolean
 *
 * **Source**: `keras.layers.GlobalAveragePooling1D` (which divides by 0 for a sequence without any step).
 *
 * @example
 * ```ts
 * new GlobalAveragePooling1D().computeOutputShape([null, 256, 16]); // [null, 16]
 * ```
 */
export class GlobalAveragePooling1D extends GlobalPoolingLayer {
  static readonly className: string = 'GlobalAveragePooling1D';
  static readonly replayable: boolean = true;

  protected pool(x: Tensor, mask: Tensor | undefined): Tensor {
    const { keepDims } = this.settings;
    if (!mask) return mean(x, 1, keepDims);
    const counts = expandDims(cast(mask, 'float32'), -1);
    return div(sum(zeroMaskedSteps(x, mask), 1, keepDims), maximum(sum(counts, 1, keepDims), scalar(1)));
  }
}

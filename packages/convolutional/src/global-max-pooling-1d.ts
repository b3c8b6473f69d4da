import { cast, expandDims, max, maxPool1d, reshape, scalar, type Tensor, where } from '@seqloom/backend';
import { GlobalPoolingLayer } from './global-pooling-layer.ts';

/**
 * The largest value of every feature over all time steps: one vector per sequence, regardless of its length.
 *
 * Shapes: `x [B, T, D]` float32 (integers are converted) → `[B, D]`, with `keepDims` `[B, 1, D]`. With a mask only the
 * steps that count are looked at, and a sequence without any gives zeros. The gradient goes to the first step that has the
 * value.
 *
 * @throws TypeError when `keepDims` is not a boolean
 *
 * **Source**: `keras.layers.GlobalMaxPooling1D`, which does not look at masks.
 *
 * @example
 * ```ts
 * new GlobalMaxPooling1D().computeOutputShape([null, 92, 32]); // [null, 32]
 * ```
 */
export class GlobalMaxPooling1D extends GlobalPoolingLayer {
  static readonly className: string = 'GlobalMaxPooling1D';
  static readonly replayable: boolean = true;

  protected pool(x: Tensor, mask: Tensor | undefined): Tensor {
    if (!mask) return this.#largest(x);
    const counts = expandDims(mask, -1);
    const largest = this.#largest(where(counts, x, scalar(Number.NEGATIVE_INFINITY)));
    const anyCounts = cast(max(cast(counts, 'float32'), 1, this.settings.keepDims), 'bool');
    return where(anyCounts, largest, scalar(0));
  }

  #largest(x: Tensor): Tensor {
    const [batch, length, features] = x.shape as [number, number, number];
    const pooled = maxPool1d(x, { poolSize: length }); // one window; fused, unlike the gradient of max
    return this.settings.keepDims ? pooled : reshape(pooled, [batch, features]);
  }
}

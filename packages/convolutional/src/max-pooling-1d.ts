import { cast, maxPool1d, type Pool1DOptions, scalar, type Tensor, where } from '@seqloom/backend';
import { PoolingLayer } from './pooling-layer.ts';
import { anyCounts, asFeature } from './window-masks.ts';

/**
 * The largest value of every feature in each window of `poolSize` steps.
 *
 * Shapes: `x [B, T, D]` float32 (integers are converted) → `[B, T', D]`, `T' = ⌊(T − poolSize) / strides⌋ + 1` for
 * `valid` and `⌈T / strides⌉` for `same`. With a mask only the steps that count are looked at, and the mask goes on: a
 * window counts whose steps all do (`valid`), or where one of the `strides` steps in its middle does (`same`).
 *
 * @throws RangeError or TypeError naming the option that is wrong; ShapeError when the sequences are too short for one
 * window
 *
 * **Source**: `keras.layers.MaxPooling1D`, same defaults; Keras' ends the mask.
 *
 * @example
 * ```ts
 * new MaxPooling1D({ poolSize: 5 }).computeOutputShape([null, 494, 32]); // [null, 98, 32]
 * ```
 */
export class MaxPooling1D extends PoolingLayer {
  static readonly className: string = 'MaxPooling1D';
  static readonly replayable: boolean = true;

  protected pool(x: Tensor, windows: Pool1DOptions, mask: Tensor | undefined): Tensor {
    if (!mask) return maxPool1d(x, windows);
    const counted = where(cast(asFeature(mask), 'bool'), x, scalar(Number.NEGATIVE_INFINITY));
    return where(cast(anyCounts(mask, windows), 'bool'), maxPool1d(counted, windows), scalar(0));
  }
}

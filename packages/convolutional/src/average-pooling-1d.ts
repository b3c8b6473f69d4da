import { add, averagePool1d, div, type Pool1DOptions, scalar, sub, type Tensor } from '@seqloom/backend';
import { zeroMaskedSteps } from '@seqloom/nn';
import { PoolingLayer } from './pooling-layer.ts';
import { anyCounts, asFeature } from './window-masks.ts';

/**
 * The mean of every feature in each window of `poolSize` steps; where a window reaches over an end, of the steps inside.
 *
 * Shapes: `x [B, T, D]` float32 (integers are converted) → `[B, T', D]`, `T' = ⌊(T − poolSize) / strides⌋ + 1` for
 * `valid` and `⌈T / strides⌉` for `same`. With a mask only the steps that count enter the means, and the mask goes on: a
 * window counts whose steps all do (`valid`), or where one of the `strides` steps in its middle does (`same`).
 *
 * @throws RangeError or TypeError naming the option that is wrong; ShapeError when the sequences are too short for one
 * window
 *
 * **Source**: `keras.layers.AveragePooling1D`, same defaults; Keras' ends the mask.
 *
 * @example
 * ```ts
 * new AveragePooling1D({ poolSize: 6 }).computeOutputShape([null, 240, 14]); // [null, 40, 14]
 * ```
 */
export class AveragePooling1D extends PoolingLayer {
  static readonly className: string = 'AveragePooling1D';
  static readonly replayable: boolean = true;

  protected pool(x: Tensor, windows: Pool1DOptions, mask: Tensor | undefined): Tensor {
    if (!mask) return averagePool1d(x, windows);
    // Both means divide by the steps inside, so that their ratio divides by those that count.
    const share = averagePool1d(asFeature(mask), windows);
    const divisor = add(share, sub(scalar(1), anyCounts(mask, windows))); // 1 where no step counts
    return div(averagePool1d(zeroMaskedSteps(x, mask), windows), divisor);
  }
}

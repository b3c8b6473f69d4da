import { cast, div, expandDims, maximum, mean, mul, scalar, sum, type Tensor } from '@seqloom/backend';
import { type CallContext, type InputSpec, Layer, type LayerOptions, type Shape } from '@seqloom/nn';

/**
 * The mean over time: one vector per sequence, whatever its length.
 *
 * Shapes: `x [B, T, D]` float32 → `[B, D]`. With a mask only the steps that count enter the mean: `Σ m·x / Σ m`, and a
 * sequence without any gives zeros.
 *
 * **Source**: `keras.layers.GlobalAveragePooling1D` (which divides by 0 for a sequence without any step).
 *
 * @example
 * ```ts
 * new GlobalAveragePooling1D().computeOutputShape([null, 256, 16]); // [null, 16]
 * ```
 */
export class GlobalAveragePooling1D extends Layer {
  static readonly className: string = 'GlobalAveragePooling1D';
  protected override readonly inputSpec: InputSpec = {
    layout: '[B, T, D]',
    rank: 3,
    hint: 'Use an Embedding first, or add a feature axis.',
  };

  constructor(options: LayerOptions = {}) {
    super(options);
  }

  protected build(): void {}

  protected call(x: Tensor, { mask }: CallContext): Tensor {
    if (!mask) return mean(x, 1);
    const counts = expandDims(cast(mask, 'float32'), -1);
    return div(sum(mul(x, counts), 1), maximum(sum(counts, 1), scalar(1)));
  }

  override computeOutputShape([batch = null, , features = null]: Shape): Shape {
    return [batch, features];
  }
}

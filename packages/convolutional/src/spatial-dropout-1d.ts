import { mul, type Tensor } from '@seqloom/backend';
import {
  type CallContext,
  type DropoutOptions,
  dropoutMask,
  EACH_STEP,
  fraction,
  type InputSpec,
  Layer,
  type LayerRules,
  type Stepping,
} from '@seqloom/nn';
import { asFloat, SEQUENCES } from './sequence-input.ts';

/**
 * Dropout of whole features: while training, a random share of the features of each sequence is 0 at every time step,
 * and the others are scaled by `1 / (1 − rate)`. Neighbouring steps are alike, so that dropping single values would
 * take little away.
 *
 * Shapes: `x [B, T, D]` float32 (integers are converted) → the same. A mask passes through.
 *
 * @throws RangeError or TypeError when `rate` is not in [0, 1)
 *
 * **Source**: `keras.layers.SpatialDropout1D`; Tompson et al. 2015.
 *
 * @example
 * ```ts
 * const layer = new SpatialDropout1D({ rate: 0.2 });
 * ```
 */
export class SpatialDropout1D extends Layer<DropoutOptions, Tensor> {
  static readonly className: string = 'SpatialDropout1D';
  static readonly replayable: boolean = true;
  static readonly rules: LayerRules<DropoutOptions> = { rate: fraction() };
  protected override readonly inputSpec: InputSpec = SEQUENCES;

  protected call(input: Tensor, { training, random }: CallContext): Tensor {
    const x = asFloat(input);
    const { rate } = this.settings;
    if (!training || rate === 0) return x;
    const [batch, , features] = x.shape as [number, number, number];
    return mul(x, dropoutMask([batch, 1, features], rate, random(this.path)));
  }

  override stepping(): Stepping {
    return EACH_STEP;
  }

  override computeMask(_x: Tensor, mask: Tensor | undefined): Tensor | undefined {
    return mask;
  }
}

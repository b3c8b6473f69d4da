import { cast, mul, type Tensor } from '@seqloom/backend';
import { fraction } from '@seqloom/options';
import type { CallContext } from './context.ts';
import { dropoutMask } from './dropout-mask.ts';
import { Layer } from './layer.ts';
import type { LayerOptions, LayerRules } from './layer-contract.ts';
import { EACH_STEP, type Stepping } from './stepping.ts';

/** Options of `Dropout`. */
export interface DropoutOptions extends LayerOptions {
  /** The share of values set to 0 while training, in [0, 1). */
  readonly rate: number;
}

/**
 * Sets a random share of the values to 0 while training and scales the others by `1 / (1 − rate)`, so that the expected
 * sum stays; does nothing otherwise. Every step has another mask; equal seeds have equal masks.
 *
 * Shapes: any float32 (integers are converted) → the same. A mask passes through.
 *
 * @throws RangeError or TypeError when `rate` is not in [0, 1)
 *
 * **Source**: `keras.layers.Dropout`; Srivastava et al. 2014.
 *
 * @example
 * ```ts
 * const layer = new Dropout({ rate: 0.5 });
 * ```
 */
export class Dropout extends Layer<DropoutOptions, Tensor> {
  static readonly className: string = 'Dropout';
  static readonly replayable: boolean = true;
  static readonly rules: LayerRules<DropoutOptions> = { rate: fraction() };

  protected call(input: Tensor, { training, random }: CallContext): Tensor {
    const x = input.dtype === 'float32' ? input : cast(input, 'float32');
    const { rate } = this.settings;
    return training && rate > 0 ? mul(x, dropoutMask(x.shape, rate, random(this.path))) : x;
  }

  override stepping(): Stepping {
    return EACH_STEP;
  }

  override computeMask(_x: Tensor, mask: Tensor | undefined): Tensor | undefined {
    return mask;
  }
}

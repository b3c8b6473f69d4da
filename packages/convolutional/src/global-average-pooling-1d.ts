import { cast, div, expandDims, maximum, mean, scalar, sum, type Tensor } from '@seqloom/backend';
import {
  type CallContext,
  type InputSpec,
  Layer,
  type OptionNames,
  type Shape,
  zeroMaskedSteps,
} from '@seqloom/nn';
import { checkBoolean } from '@seqloom/options';
import type { GlobalPoolingOptions } from './global-pooling-options.ts';
import { asFloat, checkPooled, SEQUENCES } from './sequence-input.ts';

/**
 * The mean over time: one vector per sequence, whatever its length.
 *
 * Shapes: `x [B, T, D]` float32 (integers are converted) → `[B, D]`, with `keepDims` `[B, 1, D]`. With a mask only the
 * steps that count enter the mean, whatever the others hold, and a sequence without any gives zeros.
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
export class GlobalAveragePooling1D extends Layer<GlobalPoolingOptions> {
  static readonly className: string = 'GlobalAveragePooling1D';
  static readonly optionNames: OptionNames<GlobalPoolingOptions> = { keepDims: true };
  protected override readonly inputSpec: InputSpec = SEQUENCES;

  constructor(options: GlobalPoolingOptions = {}) {
    super(options);
    checkBoolean('GlobalAveragePooling1D', 'keepDims', options.keepDims ?? false);
  }

  protected build(): void {}

  protected call(input: Tensor, { mask }: CallContext): Tensor {
    checkPooled(this.label, input, mask);
    const x = asFloat(input);
    const { keepDims = false } = this.options;
    if (!mask) return mean(x, 1, keepDims);
    const counts = expandDims(cast(mask, 'float32'), -1);
    return div(sum(zeroMaskedSteps(x, mask), 1, keepDims), maximum(sum(counts, 1, keepDims), scalar(1)));
  }

  /** The mask is used up. */
  override get supportsMasking(): boolean {
    return true;
  }

  override computeOutputShape([batch = null, , features = null]: Shape): Shape {
    return this.options.keepDims ? [batch, 1, features] : [batch, features];
  }
}

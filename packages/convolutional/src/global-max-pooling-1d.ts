import { cast, expandDims, max, maxPool1d, reshape, scalar, type Tensor, where } from '@seqloom/backend';
import { type CallContext, type InputSpec, Layer, type OptionNames, type Shape } from '@seqloom/nn';
import { checkBoolean } from '@seqloom/options';
import type { GlobalPoolingOptions } from './global-pooling-options.ts';
import { asFloat, checkPooled, SEQUENCES } from './sequence-input.ts';

/**
 * The largest value of every feature over all time steps: one vector per sequence, whatever its length.
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
export class GlobalMaxPooling1D extends Layer<GlobalPoolingOptions> {
  static readonly className: string = 'GlobalMaxPooling1D';
  static readonly optionNames: OptionNames<GlobalPoolingOptions> = { keepDims: true };
  protected override readonly inputSpec: InputSpec = SEQUENCES;

  constructor(options: GlobalPoolingOptions = {}) {
    super(options);
    checkBoolean('GlobalMaxPooling1D', 'keepDims', options.keepDims ?? false);
  }

  protected build(): void {}

  protected call(input: Tensor, { mask }: CallContext): Tensor {
    checkPooled(this.label, input, mask);
    const x = asFloat(input);
    if (!mask) return this.#largest(x);
    const counts = expandDims(mask, -1);
    const largest = this.#largest(where(counts, x, scalar(Number.NEGATIVE_INFINITY)));
    const anyCounts = cast(max(cast(counts, 'float32'), 1, this.options.keepDims), 'bool');
    return where(anyCounts, largest, scalar(0));
  }

  #largest(x: Tensor): Tensor {
    const [batch, length, features] = x.shape as [number, number, number];
    const pooled = maxPool1d(x, { poolSize: length }); // one window; fused, unlike the gradient of max
    return this.options.keepDims ? pooled : reshape(pooled, [batch, features]);
  }

  /** The mask is used up. */
  override get supportsMasking(): boolean {
    return true;
  }

  override computeOutputShape([batch = null, , features = null]: Shape): Shape {
    return this.options.keepDims ? [batch, 1, features] : [batch, features];
  }
}

import { cast, expandDims, max, mul, notEqual, scalar, stopGradient, type Tensor } from '@seqloom/backend';
import type { InputSpec } from './input-spec.ts';
import { Layer } from './layer.ts';
import type { LayerOptions, OptionNames } from './layer-contract.ts';

/** Options of `Masking`. */
export interface MaskingOptions extends LayerOptions {
  /** A time step whose features all have this value does not count; default 0. */
  readonly maskValue?: number;
}

/**
 * Marks the time steps that do not count, for the layers that follow, and sets their features to 0.
 *
 * Shapes: `x [B, T, D]` float32 → the same; the mask is `[B, T]`.
 *
 * **Source**: `keras.layers.Masking`.
 *
 * @example
 * ```ts
 * const layer = new Masking({ maskValue: -1 });
 * ```
 */
export class Masking extends Layer<MaskingOptions> {
  static readonly className: string = 'Masking';
  static readonly optionNames: OptionNames<MaskingOptions> = { maskValue: true };
  protected override readonly inputSpec: InputSpec = { layout: '[B, T, D]', rank: 3 };

  /** @throws RangeError when `maskValue` is not a finite number */
  constructor(options: MaskingOptions = {}) {
    super(options);
    if (!Number.isFinite(options.maskValue ?? 0)) {
      throw new RangeError(`Masking: maskValue must be a finite number, got ${options.maskValue}.`);
    }
  }

  protected build(): void {}

  protected call(x: Tensor): Tensor {
    return mul(x, expandDims(this.#counts(x), -1));
  }

  override computeMask(x: Tensor): Tensor {
    return cast(this.#counts(x), 'bool');
  }

  /** `[B, T]` float32: 1 where any feature differs from the value. */
  #counts(x: Tensor): Tensor {
    const different = notEqual(stopGradient(x), scalar(this.options.maskValue ?? 0));
    return max(cast(different, 'float32'), -1);
  }
}

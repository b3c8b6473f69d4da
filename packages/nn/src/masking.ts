import {
  cast,
  equal,
  logicalAnd,
  max,
  notEqual,
  scalar,
  stopGradient,
  type Tensor,
  tidy,
} from '@seqloom/backend';
import { formatValue, rule } from '@seqloom/options';
import { checkMask } from './check-mask.ts';
import type { CallContext } from './context.ts';
import type { InputSpec } from './input-spec.ts';
import { Layer } from './layer.ts';
import type { LayerOptions, LayerRules } from './layer-contract.ts';
import { zeroMaskedSteps } from './zero-masked-steps.ts';

/** Options of `Masking`. */
export interface MaskingOptions extends LayerOptions {
  /**
   * A time step whose features all have this value does not count; default 0. NaN and ±∞ are values like any other; JSON
   * has none of them, so that model files hold their names.
   */
  readonly maskValue?: number | 'NaN' | 'Infinity' | '-Infinity';
}

type MaskValue = NonNullable<MaskingOptions['maskValue']>;

const NAMES: readonly unknown[] = ['NaN', 'Infinity', '-Infinity'];

/**
 * Marks the time steps that do not count, for the layers that follow, and sets their features to 0. Steps that a mask
 * skips already stay skipped.
 *
 * Shapes: `x [B, T, D]` float32 (integers are converted) → the same; the mask is `[B, T]`.
 *
 * @throws TypeError when `maskValue` is not a number
 *
 * **Source**: `keras.layers.Masking`, in which `mask_value` NaN masks nothing and a second mask replaces the first.
 *
 * @example
 * ```ts
 * const layer = new Masking({ maskValue: -1 });
 * ```
 */
export class Masking extends Layer<MaskingOptions, Tensor> {
  static readonly className: string = 'Masking';
  static readonly rules: LayerRules<MaskingOptions> = {
    maskValue: rule<MaskValue>((owner, option, value) => {
      if (typeof value === 'number' || NAMES.includes(value)) return;
      throw new TypeError(`${owner}: ${option} must be a number, got ${formatValue(value)}.`);
    }, 0),
  };
  protected override readonly inputSpec: InputSpec = { layout: '[B, T, D]', rank: 3 };
  readonly #maskValue: number = Number(this.settings.maskValue);

  constructor(options: MaskingOptions = {}) {
    super(options);
  }

  protected call(input: Tensor, { mask }: CallContext): Tensor {
    const x = input.dtype === 'float32' ? input : cast(input, 'float32');
    return zeroMaskedSteps(x, this.computeMask(x, mask));
  }

  override computeMask(input: Tensor, mask?: Tensor): Tensor {
    checkMask(this.label, input, mask);
    return tidy(() => {
      const x = stopGradient(input.dtype === 'float32' ? input : cast(input, 'float32'));
      // NaN is the one value that differs from itself.
      const different = Number.isNaN(this.#maskValue) ? equal(x, x) : notEqual(x, scalar(this.#maskValue));
      const counts = cast(max(cast(different, 'float32'), -1), 'bool');
      return mask ? logicalAnd(counts, mask) : counts;
    });
  }

  protected override savedOptions(): object {
    const value = this.#maskValue;
    return Number.isFinite(value) ? this.options : { ...this.options, maskValue: String(value) };
  }
}

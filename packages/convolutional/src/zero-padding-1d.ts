import { cast, pad, type Tensor, tidy } from '@seqloom/backend';
import {
  checkMask,
  type InputSpec,
  Layer,
  type LayerOptions,
  type LayerRules,
  type Shape,
} from '@seqloom/nn';
import { type BothEnds, bothEnds, leftAndRight } from './both-ends.ts';
import { SEQUENCES } from './sequence-input.ts';
import { padSteps } from './window-masks.ts';

/** Options of `ZeroPadding1D`. */
export interface ZeroPadding1DOptions extends LayerOptions {
  /** Steps to add at both ends, or `[left, right]`; default 1. */
  readonly padding?: BothEnds;
}

/**
 * Adds steps of zeros before and after a sequence.
 *
 * Shapes: `x [B, T, D]` → `[B, left + T + right, D]`. A mask goes on; the steps added do not count.
 *
 * @throws RangeError when `padding` is not a number of steps, or two
 *
 * **Source**: `keras.layers.ZeroPadding1D`, same default; Keras' ends the mask.
 *
 * @example
 * ```ts
 * new ZeroPadding1D({ padding: [2, 0] }).computeOutputShape([null, 10, 3]); // [null, 12, 3]
 * ```
 */
export class ZeroPadding1D extends Layer<ZeroPadding1DOptions, Tensor> {
  static readonly className: string = 'ZeroPadding1D';
  static readonly replayable: boolean = true;
  static readonly rules: LayerRules<ZeroPadding1DOptions> = { padding: bothEnds(1) };
  protected override readonly inputSpec: InputSpec = SEQUENCES;
  readonly #ends: readonly [number, number] = leftAndRight(this.settings.padding);

  constructor(options: ZeroPadding1DOptions = {}) {
    super(options);
  }

  protected call(x: Tensor): Tensor {
    return pad(x, [[0, 0], this.#ends, [0, 0]]);
  }

  override computeMask(x: Tensor, mask: Tensor | undefined): Tensor | undefined {
    checkMask(this.label, x, mask);
    return mask && tidy(() => cast(padSteps(cast(mask, 'int32'), ...this.#ends), 'bool'));
  }

  override computeOutputShape([batch = null, length = null, features = null]: Shape): Shape {
    const [left, right] = this.#ends;
    return [batch, length === null ? null : left + length + right, features];
  }
}

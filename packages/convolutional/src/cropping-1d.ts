import { cast, slice, type Tensor, tidy } from '@seqloom/backend';
import {
  checkMask,
  type InputSpec,
  Layer,
  type LayerOptions,
  type LayerRules,
  type Shape,
  ShapeError,
} from '@seqloom/nn';
import { type BothEnds, bothEnds, leftAndRight } from './both-ends.ts';
import { SEQUENCES } from './sequence-input.ts';

/** Options of `Cropping1D`. */
export interface Cropping1DOptions extends LayerOptions {
  /** Steps to cut off at both ends, or `[left, right]`; default 1. */
  readonly cropping?: BothEnds;
}

/**
 * Cuts steps off both ends of a sequence.
 *
 * Shapes: `x [B, T, D]` → `[B, T − left − right, D]`. A mask is cut in the same way.
 *
 * @throws RangeError when `cropping` is not a number of steps, or two
 *
 * **Source**: `keras.layers.Cropping1D`, same default; Keras' ends the mask.
 *
 * @example
 * ```ts
 * new Cropping1D({ cropping: [2, 0] }).computeOutputShape([null, 10, 3]); // [null, 8, 3]
 * ```
 */
export class Cropping1D extends Layer<Cropping1DOptions, Tensor> {
  static readonly className: string = 'Cropping1D';
  static readonly replayable: boolean = true;
  static readonly rules: LayerRules<Cropping1DOptions> = { cropping: bothEnds(1) };
  protected override readonly inputSpec: InputSpec = SEQUENCES;
  readonly #ends: readonly [number, number] = leftAndRight(this.settings.cropping);

  constructor(options: Cropping1DOptions = {}) {
    super(options);
  }

  /** @throws ShapeError when no step is left */
  protected call(x: Tensor): Tensor {
    const [batch, length, features] = x.shape as [number, number, number];
    return slice(x, [0, this.#ends[0], 0], [batch, this.#remaining(length), features]);
  }

  override computeMask(x: Tensor, mask: Tensor | undefined): Tensor | undefined {
    checkMask(this.label, x, mask);
    if (!mask) return undefined;
    const [batch, length] = mask.shape as [number, number];
    return tidy(() => {
      const counts = slice(cast(mask, 'int32'), [0, this.#ends[0]], [batch, this.#remaining(length)]);
      return cast(counts, 'bool');
    });
  }

  /** @throws ShapeError when no step is left */
  override computeOutputShape([batch = null, length = null, features = null]: Shape): Shape {
    return [batch, length === null ? null : this.#remaining(length), features];
  }

  #remaining(length: number): number {
    const [left, right] = this.#ends;
    if (length > left + right) return length - left - right;
    throw new ShapeError(
      `${this.label}: cropping [${left}, ${right}] needs a length of ${left + right + 1} or more, got ${length}. Crop less.`,
    );
  }
}

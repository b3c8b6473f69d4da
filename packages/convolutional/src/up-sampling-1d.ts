import { expandDims, reshape, type Tensor, tile } from '@seqloom/backend';
import {
  checkMask,
  type InputSpec,
  Layer,
  type LayerOptions,
  type LayerRules,
  type Shape,
  steps,
} from '@seqloom/nn';
import { asFloat, SEQUENCES } from './sequence-input.ts';
import { repeatSteps } from './window-masks.ts';

/** Options of `UpSampling1D`. */
export interface UpSampling1DOptions extends LayerOptions {
  /** How often each step is repeated; default 2. */
  readonly size?: number;
}

/**
 * Repeats every time step: a b c → a a b b c c.
 *
 * Shapes: `x [B, T, D]` float32 (integers are converted) → `[B, T · size, D]`. A mask goes
 * on, repeated like the steps.
 *
 * @throws RangeError or TypeError when `size` is not a positive integer
 *
 * **Source**: `keras.layers.UpSampling1D`, same default; Keras' ends the mask.
 *
 * @example
 * ```ts
 * new UpSampling1D({ size: 3 }).computeOutputShape([null, 10, 4]); // [null, 30, 4]
 * ```
 */
export class UpSampling1D extends Layer<UpSampling1DOptions, Tensor> {
  static readonly className: string = 'UpSampling1D';
  static readonly replayable: boolean = true;
  static readonly rules: LayerRules<UpSampling1DOptions> = { size: steps(2) };
  protected override readonly inputSpec: InputSpec = SEQUENCES;

  constructor(options: UpSampling1DOptions = {}) {
    super(options);
  }

  protected call(x: Tensor): Tensor {
    const { size } = this.settings;
    const [batch, length, features] = x.shape as [number, number, number];
    const repeated = tile(expandDims(asFloat(x), 2), [1, 1, size, 1]);
    return reshape(repeated, [batch, length * size, features]);
  }

  override computeMask(x: Tensor, mask: Tensor | undefined): Tensor | undefined {
    checkMask(this.label, x, mask);
    return mask && repeatSteps(mask, this.settings.size);
  }

  override computeOutputShape([batch = null, length = null, features = null]: Shape): Shape {
    const { size } = this.settings;
    return [batch, length === null ? null : length * size, features];
  }
}

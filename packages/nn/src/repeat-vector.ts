import { expandDims, type Tensor, tile } from '@seqloom/backend';
import type { InputSpec } from './input-spec.ts';
import { Layer } from './layer.ts';
import type { LayerOptions, LayerRules } from './layer-contract.ts';
import { steps } from './rules.ts';
import type { Shape } from './shape.ts';

/** Options of `RepeatVector`. */
export interface RepeatVectorOptions extends LayerOptions {
  /** The number of time steps to make. */
  readonly n: number;
}

/**
 * Makes a sequence of one vector, repeated: the bridge from an encoder to a decoder.
 *
 * Shapes: `x [B, D]` float32 → `[B, n, D]`.
 *
 * @throws RangeError or TypeError unless `n` is a positive integer
 *
 * **Source**: `keras.layers.RepeatVector`.
 *
 * @example
 * ```ts
 * new RepeatVector({ n: 5 }).computeOutputShape([null, 32]); // [null, 5, 32]
 * ```
 */
export class RepeatVector extends Layer<RepeatVectorOptions, Tensor> {
  static readonly className: string = 'RepeatVector';
  static readonly replayable: boolean = true;
  static readonly rules: LayerRules<RepeatVectorOptions> = { n: steps() };
  protected override readonly inputSpec: InputSpec = { layout: '[B, D]', rank: 2 };

  protected call(x: Tensor): Tensor {
    return tile(expandDims(x, 1), [1, this.settings.n, 1]);
  }

  override computeOutputShape([batch = null, size = null]: Shape): Shape {
    return [batch, this.settings.n, size];
  }
}

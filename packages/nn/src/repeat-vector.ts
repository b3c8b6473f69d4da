import { expandDims, type Tensor, tile } from '@seqloom/backend';
import { checkPositiveInteger } from '@seqloom/options';
import type { InputSpec } from './input-spec.ts';
import { Layer } from './layer.ts';
import type { LayerOptions, OptionNames } from './layer-contract.ts';
import { checkSteps, type Shape } from './shape.ts';

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
export class RepeatVector extends Layer<RepeatVectorOptions> {
  static readonly className: string = 'RepeatVector';
  static readonly optionNames: OptionNames<RepeatVectorOptions> = { n: true };
  protected override readonly inputSpec: InputSpec = { layout: '[B, D]', rank: 2 };

  constructor(options: RepeatVectorOptions) {
    super(options);
    checkPositiveInteger('RepeatVector', 'n', options.n);
    checkSteps('RepeatVector', 'n', options.n);
  }

  protected build(): void {}

  protected call(x: Tensor): Tensor {
    return tile(expandDims(x, 1), [1, this.options.n, 1]);
  }

  override computeOutputShape([batch = null, size = null]: Shape): Shape {
    return [batch, this.options.n, size];
  }
}

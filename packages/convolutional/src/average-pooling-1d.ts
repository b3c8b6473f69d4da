import { averagePool1d, type Tensor } from '@seqloom/backend';
import { type InputSpec, Layer, type OptionNames, type Shape } from '@seqloom/nn';
import { checkPooling, POOLING_OPTIONS, type PoolingOptions } from './pooling-options.ts';
import { asFloat, SEQUENCES } from './sequence-input.ts';
import { placeWindows, type Window } from './window.ts';

/**
 * The mean of every feature in each window of `poolSize` steps; where a window reaches over an end, of the steps inside.
 *
 * Shapes: `x [B, T, D]` float32 (integers are converted) → `[B, T', D]`, `T' = ⌊(T − poolSize) / strides⌋ + 1` for
 * `valid` and `⌈T / strides⌉` for `same`. A mask ends here.
 *
 * **Source**: `keras.layers.AveragePooling1D`, same defaults.
 *
 * @example
 * ```ts
 * new AveragePooling1D({ poolSize: 6 }).computeOutputShape([null, 240, 14]); // [null, 40, 14]
 * ```
 */
export class AveragePooling1D extends Layer<PoolingOptions> {
  static readonly className: string = 'AveragePooling1D';
  static readonly optionNames: OptionNames<PoolingOptions> = POOLING_OPTIONS;
  protected override readonly inputSpec: InputSpec = SEQUENCES;
  readonly #window: Window;

  /** @throws RangeError or TypeError naming the option that is wrong */
  constructor(options: PoolingOptions = {}) {
    super(options);
    this.#window = checkPooling('AveragePooling1D', options);
  }

  protected build(): void {}

  /** @throws ShapeError when the sequences are too short for one window */
  protected call(input: Tensor): Tensor {
    const x = asFloat(input);
    const { size: poolSize, strides: stride } = this.#window;
    const { padding } = placeWindows(this.label, this.#window, x.shape[1]!);
    return averagePool1d(x, { poolSize, stride, padding });
  }

  /** @throws ShapeError when the sequences are too short for one window */
  override computeOutputShape([batch = null, length = null, features = null]: Shape): Shape {
    return [batch, length === null ? null : placeWindows(this.label, this.#window, length).count, features];
  }
}

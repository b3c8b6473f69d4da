import { conv1d, type FusedActivation, type Tensor } from '@seqloom/backend';
import {
  formatShape,
  type InitializerOption,
  initializer,
  type LayerRules,
  type Parameter,
  positiveInteger,
  type Regularizer,
  regularizer,
  type Shape,
  ShapeError,
} from '@seqloom/nn';
import { ConvolutionLayer, type ConvolutionOptions, type Taps } from './convolution-layer.ts';

/** Options of `Conv1D`. */
export interface Conv1DOptions extends ConvolutionOptions {
  /** Number of features that come out, F. */
  readonly filters: number;
  /** Groups of features that do not see one another; divides the features and `filters`. Default 1. */
  readonly groups?: number;
  /** Default `glorotUniform`. */
  readonly kernelInitializer?: InitializerOption;
  readonly kernelRegularizer?: Regularizer | undefined;
}

/**
 * One-dimensional convolution over time: every output is a weighted sum over a window of K steps,
 * `y[t, f] = activation(bias[f] + Σ x[t · strides + k · dilationRate − left, d] · kernel[k, d, f])`, 0 outside x.
 *
 * Shapes: `x [B, T, D]` float32 (integers are converted) → `[B, T', F]`; weights `kernel [K, D / groups, F]`, `bias [F]`.
 *
 * A mask goes on with `same` and `causal`: steps that do not count are read as zeros, as padding is, and output t counts
 * where step t · strides does. With `valid` it ends, with a warning.
 *
 * @throws RangeError or TypeError naming the option that is wrong
 *
 * **Source**: `keras.layers.Conv1D`, same defaults and layout; Keras' ends the mask.
 *
 * @example
 * ```ts
 * const layer = new Conv1D({ filters: 32, kernelSize: 7, activation: 'relu' });
 * layer.build([null, 500, 128]); // [null, 494, 32]
 * ```
 */
export class Conv1D extends ConvolutionLayer<Conv1DOptions> {
  static readonly className: string = 'Conv1D';
  static readonly replayable: boolean = true;
  static override readonly rules: LayerRules<Conv1DOptions> = {
    ...ConvolutionLayer.rules,
    filters: positiveInteger(),
    groups: positiveInteger(1),
    kernelInitializer: initializer('glorotUniform'),
    kernelRegularizer: regularizer(),
  };
  #kernel!: Parameter;

  constructor(options: Conv1DOptions) {
    super(options);
    const { filters, groups } = this.settings;
    if (filters % groups !== 0) {
      throw new RangeError(
        `Conv1D: groups must divide filters, got ${groups} groups and ${filters} filters.`,
      );
    }
  }

  protected override createParameters(inputShape: Shape): void {
    const { filters, kernelSize, groups, kernelInitializer, kernelRegularizer } = this.settings;
    const features = inputShape.at(-1)!; // fixed by the input spec
    if (features % groups !== 0) {
      throw new ShapeError(
        `${this.label}: groups must divide the features of the input, got ${groups} groups and ${features} features ` +
          `(shape ${formatShape(inputShape)}).`,
      );
    }
    this.#kernel = this.addParameter('kernel', [kernelSize, features / groups, filters], {
      initializer: kernelInitializer,
      regularizer: kernelRegularizer,
    });
    this.addBias(filters);
  }

  protected convolve(
    x: Tensor,
    bias: Tensor | undefined,
    activation: FusedActivation,
    taps: Taps = this.tapsOf(x.shape[1]!),
  ): Tensor {
    const { groups } = this.settings;
    return conv1d({ x, filter: this.#kernel.value, bias, ...taps, groups, activation });
  }

  protected outputFeatures(): number {
    return this.settings.filters;
  }
}

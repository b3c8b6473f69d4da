import { dense, type FusedActivation, reshape, type Tensor } from '@seqloom/backend';
import {
  type InitializerOption,
  initializer,
  type LayerRules,
  type Parameter,
  positiveInteger,
  type Regularizer,
  regularizer,
  type Shape,
} from '@seqloom/nn';
import { ConvolutionLayer, type ConvolutionOptions, type Taps } from './convolution-layer.ts';
import { convolveDepthwise } from './depthwise-conv-1d.ts';

/** Options of `SeparableConv1D`. */
export interface SeparableConv1DOptions extends ConvolutionOptions {
  /** Number of features that come out, F. */
  readonly filters: number;
  /** Outputs per feature of the first convolution, M; default 1. */
  readonly depthMultiplier?: number;
  /** Default `glorotUniform`. */
  readonly depthwiseInitializer?: InitializerOption;
  readonly depthwiseRegularizer?: Regularizer | undefined;
  /** Default `glorotUniform`. */
  readonly pointwiseInitializer?: InitializerOption;
  readonly pointwiseRegularizer?: Regularizer | undefined;
}

/**
 * A convolution of each feature on its own, then a mix of the features of every step:
 * `y = activation(depthwise(x) · pointwise + bias)`. Far fewer weights than a full convolution: K · D · M + D · M · F.
 *
 * Shapes: `x [B, T, D]` float32 (integers are converted) → `[B, T', F]`; weights `depthwiseKernel [K, D, M]`,
 * `pointwiseKernel [1, D · M, F]`, `bias [F]`.
 *
 * A mask goes on with `same` and `causal`: steps that do not count are read as zeros, as padding is, and output t counts
 * where step t · strides does. With `valid` it ends, with a warning.
 *
 * @throws RangeError or TypeError naming the option that is wrong
 *
 * **Source**: `keras.layers.SeparableConv1D`, same defaults and layout; Keras has no `causal` and ends the mask.
 * Chollet 2017.
 *
 * @example
 * ```ts
 * const layer = new SeparableConv1D({ filters: 64, kernelSize: 7, activation: 'relu' });
 * layer.build([null, 500, 128]); // [null, 494, 64]
 * ```
 */
export class SeparableConv1D extends ConvolutionLayer<SeparableConv1DOptions> {
  static readonly className: string = 'SeparableConv1D';
  static readonly replayable: boolean = true;
  static override readonly rules: LayerRules<SeparableConv1DOptions> = {
    ...ConvolutionLayer.rules,
    filters: positiveInteger(),
    depthMultiplier: positiveInteger(1),
    depthwiseInitializer: initializer('glorotUniform'),
    depthwiseRegularizer: regularizer(),
    pointwiseInitializer: initializer('glorotUniform'),
    pointwiseRegularizer: regularizer(),
  };
  #depthwiseKernel!: Parameter;
  #pointwiseKernel!: Parameter;

  protected override createParameters(inputShape: Shape): void {
    const { filters, kernelSize, depthMultiplier, ...settings } = this.settings;
    const features = inputShape.at(-1)!; // fixed by the input spec
    this.#depthwiseKernel = this.addParameter('depthwiseKernel', [kernelSize, features, depthMultiplier], {
      initializer: settings.depthwiseInitializer,
      regularizer: settings.depthwiseRegularizer,
    });
    this.#pointwiseKernel = this.addParameter('pointwiseKernel', [1, features * depthMultiplier, filters], {
      initializer: settings.pointwiseInitializer,
      regularizer: settings.pointwiseRegularizer,
    });
    this.addBias(filters);
  }

  protected convolve(
    x: Tensor,
    bias: Tensor | undefined,
    activation: FusedActivation,
    taps: Taps = this.tapsOf(x.shape[1]!),
  ): Tensor {
    const features = convolveDepthwise({ x, kernel: this.#depthwiseKernel.value }, taps);
    const kernel = reshape(this.#pointwiseKernel.value, [-1, this.settings.filters]);
    return dense({ x: features, kernel, bias, activation });
  }

  protected outputFeatures(): number {
    return this.settings.filters;
  }
}

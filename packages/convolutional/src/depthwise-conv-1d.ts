import { conv1d, type FusedActivation, reshape, type Tensor } from '@seqloom/backend';
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

/** Options of `DepthwiseConv1D`. */
export interface DepthwiseConv1DOptions extends ConvolutionOptions {
  /** Outputs per feature, M; default 1. */
  readonly depthMultiplier?: number;
  /** Default `glorotUniform`. */
  readonly depthwiseInitializer?: InitializerOption;
  readonly depthwiseRegularizer?: Regularizer | undefined;
}

/**
 * Convolution of each feature on its own:
 * `y[t, d · M + m] = activation(bias[d · M + m] + Σ x[t · strides + k · dilationRate − left, d] · kernel[k, d, m])`.
 *
 * Shapes: `x [B, T, D]` float32 (integers are converted) → `[B, T', D · M]`; weights `kernel [K, D, M]`, `bias [D · M]`.
 *
 * A mask goes on with `same` and `causal`: steps that do not count are read as zeros, as padding is, and output t counts
 * where step t · strides does. With `valid` it ends, with a warning.
 *
 * @throws RangeError or TypeError naming the option that is wrong
 *
 * **Source**: `keras.layers.DepthwiseConv1D`, same defaults and layout; Keras has no `causal` and ends the mask.
 *
 * @example
 * ```ts
 * const layer = new DepthwiseConv1D({ kernelSize: 3, padding: 'same' });
 * layer.build([null, 120, 14]); // [null, 120, 14]
 * ```
 */
export class DepthwiseConv1D extends ConvolutionLayer<DepthwiseConv1DOptions> {
  static readonly className: string = 'DepthwiseConv1D';
  static readonly replayable: boolean = true;
  static override readonly rules: LayerRules<DepthwiseConv1DOptions> = {
    ...ConvolutionLayer.rules,
    depthMultiplier: positiveInteger(1),
    depthwiseInitializer: initializer('glorotUniform'),
    depthwiseRegularizer: regularizer(),
  };
  #kernel!: Parameter;

  protected override createParameters(inputShape: Shape): void {
    const { kernelSize, depthMultiplier, depthwiseInitializer, depthwiseRegularizer } = this.settings;
    const features = inputShape.at(-1)!; // fixed by the input spec
    this.#kernel = this.addParameter('kernel', [kernelSize, features, depthMultiplier], {
      initializer: depthwiseInitializer,
      regularizer: depthwiseRegularizer,
    });
    this.addBias(features * depthMultiplier);
  }

  protected convolve(
    x: Tensor,
    bias: Tensor | undefined,
    activation: FusedActivation,
    taps: Taps = this.tapsOf(x.shape[1]!),
  ): Tensor {
    return convolveDepthwise({ x, kernel: this.#kernel.value, bias }, taps, activation);
  }

  protected outputFeatures(features: number | null): number | null {
    return features === null ? null : features * this.settings.depthMultiplier;
  }
}

/** The tensors of a depthwise convolution: `x [B, T, D]`, `kernel [K, D, M]`, `bias [D · M]`. */
interface DepthwiseOperands {
  readonly x: Tensor;
  readonly kernel: Tensor;
  readonly bias?: Tensor | undefined;
}

/** A convolution with one group per feature, whose M filters lie side by side. */
export function convolveDepthwise(
  { x, kernel, bias }: DepthwiseOperands,
  taps: Taps,
  activation: FusedActivation = 'linear',
): Tensor {
  const [kernelSize, groups, multiplier] = kernel.shape as [number, number, number];
  const filter = reshape(kernel, [kernelSize, 1, groups * multiplier]);
  return conv1d({ x, filter, bias, ...taps, groups, activation });
}

import { conv1d, type FusedActivation, reshape, type Tensor } from '@seqloom/backend';
import {
  type CallContext,
  type InitializerOption,
  type InputSpec,
  Layer,
  type LayerActivation,
  layerActivation,
  type OptionNames,
  type Parameter,
  type Regularizer,
  type Shape,
} from '@seqloom/nn';
import { checkPositiveInteger } from '@seqloom/options';
import { convolvedMask, maskedInput } from './convolution-mask.ts';
import {
  CONVOLUTION_OPTIONS,
  type ConvolutionOptions,
  checkConvolution,
  checkWeight,
} from './convolution-options.ts';
import { SEQUENCES_OF_FIXED_WIDTH } from './sequence-input.ts';
import { placeWindows, type Window } from './window.ts';

/** Options of `DepthwiseConv1D`. */
export interface DepthwiseConv1DOptions extends ConvolutionOptions {
  /** Outputs per feature, M; default 1. */
  readonly depthMultiplier?: number;
  /** Default `glorotUniform`. */
  readonly depthwiseInitializer?: InitializerOption;
  readonly depthwiseRegularizer?: Regularizer;
}

/**
 * Convolution of each feature on its own:
 * `y[t, d · M + m] = activation(bias[d · M + m] + Σ x[t · strides + k · dilationRate − left, d] · kernel[k, d, m])`.
 *
 * Shapes: `x [B, T, D]` float32 (integers are converted) → `[B, T', D · M]`; weights `kernel [K, D, M]`, `bias [D · M]`.
 *
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
 * layer.initialize([null, 120, 14]); // [null, 120, 14]
 * ```
 */
export class DepthwiseConv1D extends Layer<DepthwiseConv1DOptions> {
  static readonly className: string = 'DepthwiseConv1D';
  static readonly optionNames: OptionNames<DepthwiseConv1DOptions> = {
    ...CONVOLUTION_OPTIONS,
    depthMultiplier: true,
    depthwiseInitializer: true,
    depthwiseRegularizer: true,
  };
  protected override readonly inputSpec: InputSpec = SEQUENCES_OF_FIXED_WIDTH;
  readonly #window: Window;
  readonly #activation: LayerActivation;
  #kernel!: Parameter;
  #bias: Parameter | undefined;

  constructor(options: DepthwiseConv1DOptions) {
    super(options);
    const { depthMultiplier = 1, depthwiseInitializer = 'glorotUniform' } = options;
    checkPositiveInteger('DepthwiseConv1D', 'depthMultiplier', depthMultiplier);
    checkWeight('DepthwiseConv1D', 'depthwise', depthwiseInitializer, options.depthwiseRegularizer);
    this.#window = checkConvolution('DepthwiseConv1D', options);
    this.#activation = layerActivation('DepthwiseConv1D', options.activation);
  }

  protected build(inputShape: Shape): void {
    const { kernelSize, depthMultiplier = 1, useBias = true } = this.options;
    const features = inputShape.at(-1)!; // fixed by the input spec
    this.#kernel = this.addParameter('kernel', [kernelSize, features, depthMultiplier], {
      initializer: this.options.depthwiseInitializer ?? 'glorotUniform',
      regularizer: this.options.depthwiseRegularizer,
    });
    if (!useBias) return;
    this.#bias = this.addParameter('bias', [features * depthMultiplier], {
      initializer: this.options.biasInitializer ?? 'zeros',
      regularizer: this.options.biasRegularizer,
    });
  }

  /** @throws ShapeError when the sequences are too short for one window */
  protected call(input: Tensor, context: CallContext): Tensor {
    const weights = { kernel: this.#kernel.value, bias: this.#bias?.value };
    const operands = { x: maskedInput(this, this.#window, input, context.mask), ...weights };
    return this.#activation(context, (activation) =>
      convolveDepthwise(this.label, this.#window, operands, activation),
    );
  }

  override get supportsMasking(): boolean {
    return this.#window.padding !== 'valid';
  }

  override computeMask(_x: Tensor, mask: Tensor | undefined): Tensor | undefined {
    return convolvedMask(this.#window, mask);
  }

  /** @throws ShapeError when the sequences are too short for one window */
  override computeOutputShape([batch = null, length = null, features = null]: Shape): Shape {
    const count = length === null ? null : placeWindows(this.label, this.#window, length).count;
    const { depthMultiplier = 1 } = this.options;
    return [batch, count, features === null ? null : features * depthMultiplier];
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
  label: string,
  window: Window,
  { x, kernel, bias }: DepthwiseOperands,
  activation: FusedActivation = 'linear',
): Tensor {
  const [kernelSize, features, multiplier] = kernel.shape as [number, number, number];
  return conv1d({
    ...{ x, filter: reshape(kernel, [kernelSize, 1, features * multiplier]), bias, activation },
    ...{ stride: window.strides, dilation: window.dilationRate, groups: features },
    padding: placeWindows(label, window, x.shape[1]!).padding,
  });
}

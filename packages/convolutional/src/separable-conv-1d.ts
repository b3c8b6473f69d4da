import { dense, reshape, type Tensor } from '@seqloom/backend';
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
import { convolveDepthwise } from './depthwise-conv-1d.ts';
import { SEQUENCES_OF_FIXED_WIDTH } from './sequence-input.ts';
import { placeWindows, type Window } from './window.ts';

/** Options of `SeparableConv1D`. */
export interface SeparableConv1DOptions extends ConvolutionOptions {
  /** Number of features that come out, F. */
  readonly filters: number;
  /** Outputs per feature of the first convolution, M; default 1. */
  readonly depthMultiplier?: number;
  /** Default `glorotUniform`. */
  readonly depthwiseInitializer?: InitializerOption;
  readonly depthwiseRegularizer?: Regularizer;
  /** Default `glorotUniform`. */
  readonly pointwiseInitializer?: InitializerOption;
  readonly pointwiseRegularizer?: Regularizer;
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
 * layer.initialize([null, 500, 128]); // [null, 494, 64]
 * ```
 */
export class SeparableConv1D extends Layer<SeparableConv1DOptions> {
  static readonly className: string = 'SeparableConv1D';
  static readonly optionNames: OptionNames<SeparableConv1DOptions> = {
    ...CONVOLUTION_OPTIONS,
    filters: true,
    depthMultiplier: true,
    depthwiseInitializer: true,
    depthwiseRegularizer: true,
    pointwiseInitializer: true,
    pointwiseRegularizer: true,
  };
  protected override readonly inputSpec: InputSpec = SEQUENCES_OF_FIXED_WIDTH;
  readonly #window: Window;
  readonly #activation: LayerActivation;
  #depthwiseKernel!: Parameter;
  #pointwiseKernel!: Parameter;
  #bias: Parameter | undefined;

  constructor(options: SeparableConv1DOptions) {
    super(options);
    const { filters, depthMultiplier = 1 } = options;
    const { depthwiseInitializer = 'glorotUniform', pointwiseInitializer = 'glorotUniform' } = options;
    checkPositiveInteger('SeparableConv1D', 'filters', filters);
    checkPositiveInteger('SeparableConv1D', 'depthMultiplier', depthMultiplier);
    checkWeight('SeparableConv1D', 'depthwise', depthwiseInitializer, options.depthwiseRegularizer);
    checkWeight('SeparableConv1D', 'pointwise', pointwiseInitializer, options.pointwiseRegularizer);
    this.#window = checkConvolution('SeparableConv1D', options);
    this.#activation = layerActivation('SeparableConv1D', options.activation);
  }

  protected build(inputShape: Shape): void {
    const { filters, kernelSize, depthMultiplier = 1, useBias = true } = this.options;
    const features = inputShape.at(-1)!; // fixed by the input spec
    this.#depthwiseKernel = this.addParameter('depthwiseKernel', [kernelSize, features, depthMultiplier], {
      initializer: this.options.depthwiseInitializer ?? 'glorotUniform',
      regularizer: this.options.depthwiseRegularizer,
    });
    this.#pointwiseKernel = this.addParameter('pointwiseKernel', [1, features * depthMultiplier, filters], {
      initializer: this.options.pointwiseInitializer ?? 'glorotUniform',
      regularizer: this.options.pointwiseRegularizer,
    });
    if (!useBias) return;
    this.#bias = this.addParameter('bias', [filters], {
      initializer: this.options.biasInitializer ?? 'zeros',
      regularizer: this.options.biasRegularizer,
    });
  }

  /** @throws ShapeError when the sequences are too short for one window */
  protected call(input: Tensor, context: CallContext): Tensor {
    const kernel = this.#depthwiseKernel.value;
    const counted = maskedInput(this, this.#window, input, context.mask);
    const x = convolveDepthwise(this.label, this.#window, { x: counted, kernel });
    const pointwise = reshape(this.#pointwiseKernel.value, [-1, this.options.filters]);
    const bias = this.#bias?.value;
    return this.#activation(context, (activation) => dense({ x, kernel: pointwise, bias, activation }));
  }

  override get supportsMasking(): boolean {
    return this.#window.padding !== 'valid';
  }

  override computeMask(_x: Tensor, mask: Tensor | undefined): Tensor | undefined {
    return convolvedMask(this.#window, mask);
  }

  /** @throws ShapeError when the sequences are too short for one window */
  override computeOutputShape([batch = null, length = null]: Shape): Shape {
    const count = length === null ? null : placeWindows(this.label, this.#window, length).count;
    return [batch, count, this.options.filters];
  }
}

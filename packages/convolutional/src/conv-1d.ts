import { conv1d, type Tensor } from '@seqloom/backend';
import {
  type CallContext,
  formatShape,
  type InitializerOption,
  type InputSpec,
  Layer,
  type LayerActivation,
  layerActivation,
  type OptionNames,
  type Parameter,
  type Regularizer,
  type Shape,
  ShapeError,
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

/** Options of `Conv1D`. */
export interface Conv1DOptions extends ConvolutionOptions {
  /** Number of features that come out, F. */
  readonly filters: number;
  /** Groups of features that do not see one another; divides the features and `filters`. Default 1. */
  readonly groups?: number;
  /** Default `glorotUniform`. */
  readonly kernelInitializer?: InitializerOption;
  readonly kernelRegularizer?: Regularizer;
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
 * layer.initialize([null, 500, 128]); // [null, 494, 32]
 * ```
 */
export class Conv1D extends Layer<Conv1DOptions> {
  static readonly className: string = 'Conv1D';
  static readonly optionNames: OptionNames<Conv1DOptions> = {
    ...CONVOLUTION_OPTIONS,
    filters: true,
    groups: true,
    kernelInitializer: true,
    kernelRegularizer: true,
  };
  protected override readonly inputSpec: InputSpec = SEQUENCES_OF_FIXED_WIDTH;
  readonly #window: Window;
  readonly #activation: LayerActivation;
  #kernel!: Parameter;
  #bias: Parameter | undefined;

  constructor(options: Conv1DOptions) {
    super(options);
    const { filters, groups = 1, kernelInitializer = 'glorotUniform' } = options;
    checkPositiveInteger('Conv1D', 'filters', filters);
    checkPositiveInteger('Conv1D', 'groups', groups);
    if (filters % groups !== 0) {
      throw new RangeError(
        `Conv1D: groups must divide filters, got ${groups} groups and ${filters} filters.`,
      );
    }
    checkWeight('Conv1D', 'kernel', kernelInitializer, options.kernelRegularizer);
    this.#window = checkConvolution('Conv1D', options);
    this.#activation = layerActivation('Conv1D', options.activation);
  }

  protected build(inputShape: Shape): void {
    const { filters, kernelSize, groups = 1, useBias = true } = this.options;
    const features = inputShape.at(-1)!; // fixed by the input spec
    if (features % groups !== 0) {
      throw new ShapeError(
        `${this.label}: groups must divide the features of the input, got ${groups} groups and ${features} features ` +
          `(shape ${formatShape(inputShape)}).`,
      );
    }
    this.#kernel = this.addParameter('kernel', [kernelSize, features / groups, filters], {
      initializer: this.options.kernelInitializer ?? 'glorotUniform',
      regularizer: this.options.kernelRegularizer,
    });
    if (!useBias) return;
    this.#bias = this.addParameter('bias', [filters], {
      initializer: this.options.biasInitializer ?? 'zeros',
      regularizer: this.options.biasRegularizer,
    });
  }

  /** @throws ShapeError when the sequences are too short for one window */
  protected call(input: Tensor, context: CallContext): Tensor {
    const x = maskedInput(this, this.#window, input, context.mask);
    const { strides: stride, dilationRate: dilation } = this.#window;
    const { padding } = placeWindows(this.label, this.#window, x.shape[1]!);
    const weights = { filter: this.#kernel.value, bias: this.#bias?.value };
    const { groups = 1 } = this.options;
    return this.#activation(context, (activation) =>
      conv1d({ x, ...weights, stride, dilation, padding, groups, activation }),
    );
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

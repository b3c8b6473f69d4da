import { conv1dTranspose, type Tensor } from '@seqloom/backend';
import {
  type CallContext,
  checkMask,
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
  zeroMaskedSteps,
} from '@seqloom/nn';
import { checkPositiveInteger, formatValue } from '@seqloom/options';
import {
  CONVOLUTION_OPTIONS,
  type ConvolutionOptions,
  checkConvolution,
  checkWeight,
} from './convolution-options.ts';
import { asFloat, SEQUENCES_OF_FIXED_WIDTH } from './sequence-input.ts';
import type { Window } from './window.ts';
import { repeatSteps } from './window-masks.ts';

/** Options of `Conv1DTranspose`. */
export interface Conv1DTransposeOptions extends ConvolutionOptions {
  /** Number of features that come out, F. */
  readonly filters: number;
  /** `valid`: every output that an input reaches; `same`: T · strides outputs. Default `valid`. */
  readonly padding?: 'valid' | 'same';
  /** Steps added at the end of the result, below `strides`. Default: what makes the lengths above. */
  readonly outputPadding?: number;
  /** Default `glorotUniform`. */
  readonly kernelInitializer?: InitializerOption;
  readonly kernelRegularizer?: Regularizer;
}

/**
 * Transposed convolution, which spreads every step over a window of K and so makes sequences longer:
 * `y[i, f] = activation(bias[f] + Σ x[t, d] · kernel[k, f, d])` over the t, k with `t · strides + k · dilationRate − left = i`.
 *
 * Shapes: `x [B, T, D]` float32 (integers are converted) → `[B, T', F]` with `T' = T · strides` for `same`,
 * `(T − 1) · strides + max(extent, strides)` for `valid`; weights `kernel [K, F, D]`, `bias [F]`.
 *
 * A mask goes on with `same` and without `outputPadding`: steps that do not count are read as zeros, and each of the
 * `strides` outputs of a step counts where it does. Elsewhere it ends, with a warning.
 *
 * @throws RangeError or TypeError naming the option that is wrong
 *
 * **Source**: `keras.layers.Conv1DTranspose`, same defaults and layout; Keras' ends the mask.
 *
 * @example
 * ```ts
 * const layer = new Conv1DTranspose({ filters: 16, kernelSize: 3, strides: 2, padding: 'same' });
 * layer.initialize([null, 60, 32]); // [null, 120, 16]
 * ```
 */
export class Conv1DTranspose extends Layer<Conv1DTransposeOptions> {
  static readonly className: string = 'Conv1DTranspose';
  static readonly optionNames: OptionNames<Conv1DTransposeOptions> = {
    ...CONVOLUTION_OPTIONS,
    filters: true,
    outputPadding: true,
    kernelInitializer: true,
    kernelRegularizer: true,
  };
  protected override readonly inputSpec: InputSpec = SEQUENCES_OF_FIXED_WIDTH;
  readonly #window: Window;
  readonly #activation: LayerActivation;
  #kernel!: Parameter;
  #bias: Parameter | undefined;

  constructor(options: Conv1DTransposeOptions) {
    super(options);
    const { filters, strides = 1, outputPadding = 0, kernelInitializer = 'glorotUniform' } = options;
    checkPositiveInteger('Conv1DTranspose', 'filters', filters);
    checkWeight('Conv1DTranspose', 'kernel', kernelInitializer, options.kernelRegularizer);
    this.#window = checkConvolution('Conv1DTranspose', options, ['valid', 'same']);
    if (!Number.isInteger(outputPadding) || outputPadding < 0 || outputPadding >= strides) {
      throw new RangeError(
        `Conv1DTranspose: outputPadding must be an integer from 0 on and below strides ${strides}, got ${formatValue(outputPadding)}.`,
      );
    }
    this.#activation = layerActivation('Conv1DTranspose', options.activation);
  }

  protected build(inputShape: Shape): void {
    const { filters, kernelSize, useBias = true } = this.options;
    const features = inputShape.at(-1)!; // fixed by the input spec
    this.#kernel = this.addParameter('kernel', [kernelSize, filters, features], {
      initializer: this.options.kernelInitializer ?? 'glorotUniform',
      regularizer: this.options.kernelRegularizer,
    });
    if (!useBias) return;
    this.#bias = this.addParameter('bias', [filters], {
      initializer: this.options.biasInitializer ?? 'zeros',
      regularizer: this.options.biasRegularizer,
    });
  }

  /** @throws ShapeError for sequences without steps */
  protected call(input: Tensor, context: CallContext): Tensor {
    const { mask } = context;
    let x = asFloat(input);
    if (mask && this.supportsMasking) {
      checkMask(this.label, x, mask);
      x = zeroMaskedSteps(x, mask);
    }
    const { strides: stride, dilationRate: dilation } = this.#window;
    const weights = { filter: this.#kernel.value, bias: this.#bias?.value };
    const { length, padding } = this.#places(x.shape[1]!);
    return this.#activation(context, (activation) =>
      conv1dTranspose({ x, ...weights, stride, dilation, padding, length, activation }),
    );
  }

  override get supportsMasking(): boolean {
    return this.#window.padding === 'same' && this.options.outputPadding === undefined;
  }

  override computeMask(_x: Tensor, mask: Tensor | undefined): Tensor | undefined {
    return mask && this.supportsMasking ? repeatSteps(mask, this.#window.strides) : undefined;
  }

  /** @throws ShapeError for sequences without steps */
  override computeOutputShape([batch = null, length = null]: Shape): Shape {
    return [batch, length === null ? null : this.#places(length).length, this.options.filters];
  }

  /** The length of the result and the padding of the convolution that makes `steps` out of it. */
  #places(steps: number): { length: number; padding: readonly [number, number] } {
    if (steps < 1) throw new ShapeError(`${this.label}: needs a length of 1 or more, got ${steps}.`);
    const { size, strides, dilationRate, padding } = this.#window;
    const { outputPadding } = this.options;
    const extent = (size - 1) * dilationRate + 1;
    const last = (steps - 1) * strides;
    if (padding === 'valid') {
      return {
        length: last + extent + (outputPadding ?? Math.max(0, strides - extent)),
        padding: [0, 0],
      };
    }
    const length = outputPadding === undefined ? steps * strides : last + (extent % 2) + outputPadding;
    if (length < 1) {
      throw new ShapeError(
        `${this.label}: ${steps} time steps with kernelSize ${size}, padding "same" and outputPadding ${outputPadding} ` +
          'would make none. Use more outputPadding, or leave it out.',
      );
    }
    const total = Math.max(0, last + extent - length);
    const left = Math.floor(total / 2);
    return { length, padding: [left, total - left] };
  }
}

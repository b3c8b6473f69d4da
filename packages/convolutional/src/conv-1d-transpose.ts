import { conv1dTranspose, type FusedActivation, type Tensor } from '@seqloom/backend';
import {
  cannotStep,
  type InitializerOption,
  initializer,
  type LayerRules,
  oneOf,
  optional,
  type Parameter,
  positiveInteger,
  type Regularizer,
  regularizer,
  rule,
  type Shape,
  ShapeError,
  type Stepping,
} from '@seqloom/nn';
import { formatValue } from '@seqloom/options';
import { ConvolutionLayer, type ConvolutionOptions } from './convolution-layer.ts';
import { repeatSteps } from './window-masks.ts';

/** Options of `Conv1DTranspose`. */
export interface Conv1DTransposeOptions extends ConvolutionOptions {
  /** Number of features that come out, F. */
  readonly filters: number;
  /** `valid`: every output that an input reaches; `same`: T · strides outputs. Default `valid`. */
  readonly padding?: 'valid' | 'same';
  /** Steps added at the end of the result, below `strides`. Default: what makes the lengths above. */
  readonly outputPadding?: number | undefined;
  /** Default `glorotUniform`. */
  readonly kernelInitializer?: InitializerOption;
  readonly kernelRegularizer?: Regularizer | undefined;
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
 * layer.build([null, 60, 32]); // [null, 120, 16]
 * ```
 */
export class Conv1DTranspose extends ConvolutionLayer<Conv1DTransposeOptions> {
  static readonly className: string = 'Conv1DTranspose';
  static readonly replayable: boolean = true;
  static override readonly rules: LayerRules<Conv1DTransposeOptions> = {
    ...ConvolutionLayer.rules,
    filters: positiveInteger(),
    padding: oneOf(['valid', 'same'], 'valid'),
    // The constructor checks its range, which depends on strides.
    outputPadding: optional(rule<number>(() => {})),
    kernelInitializer: initializer('glorotUniform'),
    kernelRegularizer: regularizer(),
  };
  #kernel!: Parameter;

  constructor(options: Conv1DTransposeOptions) {
    super(options);
    const { strides, outputPadding = 0 } = this.settings;
    if (!Number.isInteger(outputPadding) || outputPadding < 0 || outputPadding >= strides) {
      throw new RangeError(
        `Conv1DTranspose: outputPadding must be an integer from 0 on and below strides ${strides}, got ${formatValue(outputPadding)}.`,
      );
    }
  }

  protected override createParameters(inputShape: Shape): void {
    const { filters, kernelSize, kernelInitializer, kernelRegularizer } = this.settings;
    const features = inputShape.at(-1)!; // fixed by the input spec
    this.#kernel = this.addParameter('kernel', [kernelSize, filters, features], {
      initializer: kernelInitializer,
      regularizer: kernelRegularizer,
    });
    this.addBias(filters);
  }

  override stepping(): Stepping {
    throw cannotStep(this.label, 'windows of later steps add to its output');
  }

  protected convolve(x: Tensor, bias: Tensor | undefined, activation: FusedActivation): Tensor {
    const { strides: stride, dilationRate: dilation } = this.settings;
    const { length, padding } = this.#places(x.shape[1]!);
    return conv1dTranspose({
      x,
      filter: this.#kernel.value,
      bias,
      stride,
      dilation,
      padding,
      length,
      activation,
    });
  }

  override get supportsMasking(): boolean {
    return this.settings.padding === 'same' && this.settings.outputPadding === undefined;
  }

  override computeMask(_x: Tensor, mask: Tensor | undefined): Tensor | undefined {
    return mask && this.supportsMasking ? repeatSteps(mask, this.settings.strides) : undefined;
  }

  protected outputFeatures(): number {
    return this.settings.filters;
  }

  protected override outputLength(length: number): number {
    return this.#places(length).length;
  }

  /** The kernel is applied to each step of the input. */
  protected override countWindows(length: number): number {
    return length;
  }

  /** The length of the result and the padding of the convolution that makes `steps` out of it. */
  #places(steps: number): { length: number; padding: readonly [number, number] } {
    if (steps < 1) throw new ShapeError(`${this.label}: needs a length of 1 or more, got ${steps}.`);
    const { kernelSize, strides, dilationRate, padding, outputPadding } = this.settings;
    const extent = (kernelSize - 1) * dilationRate + 1;
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
        `${this.label}: ${steps} time steps with kernelSize ${kernelSize}, padding "same" and outputPadding ${outputPadding} ` +
          'would make none. Use more outputPadding, or leave it out.',
      );
    }
    const total = Math.max(0, last + extent - length);
    const left = Math.floor(total / 2);
    return { length, padding: [left, total - left] };
  }
}

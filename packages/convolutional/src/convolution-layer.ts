import { concat, type FusedActivation, type Tensor } from '@seqloom/backend';
import {
  type ActivationName,
  activation,
  boolean,
  type CallContext,
  cannotStep,
  checkMask,
  checkWindow,
  EACH_STEP,
  type InitializerOption,
  type InputSpec,
  initializer,
  Layer,
  type LayerActivation,
  type LayerOptions,
  type LayerRules,
  layerActivation,
  oneOf,
  type Padding,
  type Parameter,
  placeWindows,
  positiveInteger,
  type Regularizer,
  regularizer,
  type Settings,
  type Shape,
  type Stepping,
  steps,
  type Window,
  zeroMaskedSteps,
} from '@seqloom/nn';
import { asFloat, SEQUENCES_OF_FIXED_WIDTH } from './sequence-input.ts';
import { everyStep } from './window-masks.ts';

/** Options that every convolution takes. */
export interface ConvolutionOptions extends LayerOptions {
  /** Steps that one output sees: the window's length, K. */
  readonly kernelSize: number;
  /** Steps from one window to the next; default 1. */
  readonly strides?: number;
  /**
   * `valid`: windows inside the sequence only; `same`: ⌈T / strides⌉ outputs, with zeros on both ends; `causal`: zeros
   * before the sequence only, so that no output sees a later step. Default `valid`.
   */
  readonly padding?: Padding;
  /** Steps from one tap of a window to the next; default 1. Not with `strides` above 1. */
  readonly dilationRate?: number;
  /** Default `linear`. */
  readonly activation?: ActivationName;
  /** Default true. */
  readonly useBias?: boolean;
  /** Default `zeros`. */
  readonly biasInitializer?: InitializerOption;
  readonly biasRegularizer?: Regularizer | undefined;
}

/** Where the taps of the windows lie. */
export interface Taps {
  readonly stride: number;
  readonly dilation: number;
  /** Zeros at both ends. */
  readonly padding: readonly [left: number, right: number];
}

/** The taps side by side, in one window. */
const ONE_WINDOW: Taps = { stride: 1, dilation: 1, padding: [0, 0] };

/**
 * What the convolutions share: windows, the bias, the activation and masks. A concrete one makes its kernels in `build`
 * and convolves.
 *
 * A mask goes on with `same` and `causal`: steps that do not count are read as zeros, as padding is, and output t counts
 * where step t · strides does. With `valid` it ends.
 *
 * @throws RangeError or TypeError naming the option that is wrong
 */
export abstract class ConvolutionLayer<Options extends ConvolutionOptions = ConvolutionOptions> extends Layer<
  Options,
  Tensor
> {
  static readonly rules: LayerRules<ConvolutionOptions> = {
    kernelSize: steps(),
    strides: steps(1),
    padding: oneOf(['valid', 'same', 'causal'], 'valid'),
    dilationRate: positiveInteger(1),
    activation: activation('linear'),
    useBias: boolean(true),
    biasInitializer: initializer('zeros'),
    biasRegularizer: regularizer(),
  };
  declare readonly settings: Settings<Options> & Settings<ConvolutionOptions>;
  protected override readonly inputSpec: InputSpec = SEQUENCES_OF_FIXED_WIDTH;
  protected readonly window: Window;
  readonly #activation: LayerActivation;
  #bias: Parameter | undefined;

  constructor(options: Options) {
    super(options);
    const { kernelSize: size, strides, padding, dilationRate, activation } = this.settings;
    const window = { sizeOption: 'kernelSize', size, strides, padding, dilationRate } as const;
    this.window = checkWindow(this.className, window);
    this.#activation = layerActivation(this.className, activation);
  }

  /**
   * The convolution of the layer, with its bias and the activation it is told to apply.
   *
   * @param taps default those of `tapsOf`
   */
  protected abstract convolve(
    x: Tensor,
    bias: Tensor | undefined,
    activation: FusedActivation,
    taps?: Taps,
  ): Tensor;

  /** The number of features that come out of so many. */
  protected abstract outputFeatures(features: number | null): number | null;

  /** Makes the bias, if the layer has one; in `build`, after the kernels. */
  protected addBias(size: number): void {
    const { useBias, biasInitializer, biasRegularizer } = this.settings;
    if (!useBias) return;
    const spec = { initializer: biasInitializer, regularizer: biasRegularizer };
    this.#bias = this.addParameter('bias', [size], spec);
  }

  /** The taps of the windows over so many steps. */
  protected tapsOf(length: number): Taps {
    const { strides: stride, dilationRate: dilation } = this.settings;
    return { stride, dilation, padding: placeWindows(this.label, this.window, length).padding };
  }

  /** The number of steps that come out of so many. */
  protected outputLength(length: number): number {
    return placeWindows(this.label, this.window, length).count;
  }

  /** @throws ShapeError when the sequences are too short for one window */
  protected call(input: Tensor, context: CallContext): Tensor {
    const x = this.#countedSteps(asFloat(input), context.mask);
    return this.#activation(context, (activation) => this.convolve(x, this.#bias?.value, activation));
  }

  /** A step is one window: the taps of earlier steps, which are kept, and the step itself. */
  override stepping([[, , features]]: readonly [Shape]): Stepping {
    const { kernelSize, strides, padding, dilationRate } = this.settings;
    if (strides > 1) throw cannotStep(this.label, `strides ${strides} give no output for most steps`);
    if (kernelSize === 1) return EACH_STEP;
    if (padding !== 'causal') {
      throw cannotStep(
        this.label,
        `with padding '${padding}' a step sees later ones, which padding 'causal' avoids`,
      );
    }
    const ages = Array.from({ length: kernelSize - 1 }, (_, i) => (kernelSize - 1 - i) * dilationRate);
    return {
      states: [{ shape: [features!], ages }],
      step: (input, [past], context) => {
        const x = asFloat(input);
        const window = concat([past!, x], 1);
        const output = this.#activation(context, (activation) =>
          this.convolve(window, this.#bias?.value, activation, ONE_WINDOW),
        );
        return { outputs: [output], states: [x] };
      },
    };
  }

  override get supportsMasking(): boolean {
    return this.window.padding !== 'valid';
  }

  override computeMask(_x: Tensor, mask: Tensor | undefined): Tensor | undefined {
    return mask && this.supportsMasking ? everyStep(mask, this.window.strides) : undefined;
  }

  /** @throws ShapeError when the sequences are too short for one window */
  override computeOutputShape([batch = null, length = null, features = null]: Shape): Shape {
    return [batch, length === null ? null : this.outputLength(length), this.outputFeatures(features)];
  }

  /** Each number of a kernel is used once for each window; zeros of the padding count, too. */
  override countMultiplyAdds([batch, length]: readonly number[]): number {
    const kernels = this.weights.filter(({ shape }) => shape.length > 1);
    return batch! * this.countWindows(length!) * kernels.reduce((sum, { size }) => sum + size, 0);
  }

  /** The number of places where a kernel is applied to so many steps. */
  protected countWindows(length: number): number {
    return this.outputLength(length);
  }

  /** Zeros at steps that do not count, so that outputs that do are those of the sequence without its padding. */
  #countedSteps(x: Tensor, mask: Tensor | undefined): Tensor {
    if (!mask || !this.supportsMasking) return x;
    checkMask(this.label, x, mask);
    return zeroMaskedSteps(x, mask);
  }
}

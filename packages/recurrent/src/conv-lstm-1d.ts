import { add, conv1d, mul, reshape, type Tensor, tile, zeros } from '@seqloom/backend';
import {
  type ActivationName,
  activation,
  boolean,
  type CallContext,
  checkWindow,
  dropoutMask,
  getActivation,
  type InputSpec,
  type LayerRules,
  oneOf,
  placeWindows,
  positiveInteger,
  type Shape,
  steps,
  type Window,
  zeroMaskedSteps,
} from '@seqloom/nn';
import { gateColumns } from './gate-columns.ts';
import {
  RecurrentLayer,
  type RecurrentOptions,
  type RecurrentOutput,
  type RecurrentRun,
  type ReturningState,
} from './recurrent-layer.ts';
import {
  forgetGateOpen,
  makeRecurrentWeights,
  RECURRENT_WEIGHT_RULES,
  type RecurrentWeightOptions,
  type RecurrentWeights,
} from './recurrent-weights.ts';
import { scanSteps } from './scan-steps.ts';
import { stepMultiplyAdds } from './unit-weights.ts';

/** Options of `ConvLSTM1D`. */
export interface ConvLSTM1DOptions extends RecurrentOptions, RecurrentWeightOptions {
  /** Number of features of the output and of the states, F. */
  readonly filters: number;
  /** Places that one output sees: the window's length, K. */
  readonly kernelSize: number;
  /** Places from one window to the next; default 1. */
  readonly strides?: number;
  /** `valid`: windows inside the row only; `same`: ⌈L / strides⌉ places, with zeros at both ends. Default `valid`. */
  readonly padding?: 'valid' | 'same';
  /** Places from one tap of a window to the next; default 1. Not with `strides` above 1. */
  readonly dilationRate?: number;
  /** Of the gates; default `sigmoid`. */
  readonly recurrentActivation?: ActivationName;
  /** Whether the forget gate's bias starts at 1; default true. */
  readonly unitForgetBias?: boolean;
}

/** Gates: i, f, g, o. */
const GATES = 4;

/**
 * An LSTM whose products are convolutions, for rows of L places over time, such as a line of sensors:
 * `i, f, o = σ(xₜ∗W + b + hₜ₋₁∗U)`, `g = act(xₜ∗W + b + hₜ₋₁∗U)`, `cₜ = f∘cₜ₋₁ + i∘g`, `hₜ = o∘act(cₜ)`.
 *
 * The convolution of the input goes by `strides`, `padding` and `dilationRate`; that of the state keeps its length.
 *
 * Shapes: `x [B, T, L, C]` float32 → `[B, L', F]`, or `[B, T, L', F]` with `returnSequences`; with `returnState` the states h
 * and c, `[B, L', F]` each, follow. Weights, gates in the order i f g o: `kernel [K, C, 4F]`, `recurrentKernel [K, F, 4F]`,
 * `bias [4F]`. A mask `[B, T]` skips time steps.
 *
 * @throws RangeError or TypeError naming the option that is wrong; ShapeError when the rows are too short for one window
 *
 * **Source**: Shi et al. 2015; `keras.layers.ConvLSTM1D`, same defaults and layout; as there, dropout draws a mask for each
 * gate.
 *
 * @example
 * ```ts
 * const layer = new ConvLSTM1D({ filters: 8, kernelSize: 3, padding: 'same' });
 * layer.build([null, 24, 40, 2]); // [null, 40, 8]
 * ```
 */
export class ConvLSTM1D<State extends boolean = false> extends RecurrentLayer<
  ConvLSTM1DOptions,
  RecurrentOutput<State>
> {
  static readonly className: string = 'ConvLSTM1D';
  static override readonly rules: LayerRules<ConvLSTM1DOptions> = {
    ...RecurrentLayer.rules,
    ...RECURRENT_WEIGHT_RULES,
    filters: positiveInteger(),
    kernelSize: steps(),
    strides: steps(1),
    padding: oneOf(['valid', 'same'], 'valid'),
    dilationRate: positiveInteger(1),
    recurrentActivation: activation('sigmoid'),
    unitForgetBias: boolean(true),
  };
  protected override readonly inputSpec: InputSpec = {
    layout: '[B, T, L, C]',
    rank: 4,
    fixedAxes: [2, 3],
    hint: 'Its steps are rows of L places with C features.',
  };
  readonly #window: Window;
  readonly #activation = getActivation('ConvLSTM1D: activation', this.settings.activation);
  readonly #gate = getActivation('ConvLSTM1D: recurrentActivation', this.settings.recurrentActivation);
  #weights!: RecurrentWeights;
  #length = 0;

  constructor(options: ConvLSTM1DOptions & ReturningState<State>) {
    super(options);
    const { kernelSize: size, strides, padding, dilationRate } = this.settings;
    const window = { sizeOption: 'kernelSize', size, strides, padding, dilationRate } as const;
    this.#window = checkWindow(this.className, window);
  }

  /** Known once the layer is built, as the length of the rows is. */
  get stateShapes(): readonly (readonly number[])[] {
    const shape = [this.#length, this.settings.filters];
    return [shape, shape];
  }

  protected override createParameters([, , length, features]: Shape): void {
    const { filters, kernelSize, biasInitializer, unitForgetBias } = this.settings;
    this.#length = placeWindows(this.label, this.#window, length!).count; // fixed by the input spec
    this.#weights = makeRecurrentWeights((...given) => this.addParameter(...given), this.settings, {
      kernel: [kernelSize, features!, GATES * filters],
      recurrentKernel: [kernelSize, filters, GATES * filters],
      bias: [GATES * filters],
      biasStart: unitForgetBias ? forgetGateOpen('ConvLSTM1D', biasInitializer, filters) : biasInitializer,
    });
  }

  protected scan(x: Tensor, states: readonly Tensor[] | undefined, context: CallContext): RecurrentRun {
    const { filters, goBackwards, returnSequences } = this.settings;
    const { mask } = context;
    const batch = x.shape[0]!;
    const convolveState = this.#stateConvolution(batch, context);
    return scanSteps(
      this.#convolveInput(mask ? zeroMaskedSteps(x, mask) : x, context),
      (projected, [h, c]) => {
        const z = add(projected, convolveState(h!));
        const i = this.#gate(gateColumns(z, filters, 0));
        const f = this.#gate(gateColumns(z, filters, 1));
        const g = this.#activation(gateColumns(z, filters, 2));
        const o = this.#gate(gateColumns(z, filters, 3));
        const cell = add(mul(f, c!), mul(i, g));
        const output = mul(o, this.#activation(cell));
        return { output, states: [output, cell] };
      },
      {
        initialState: states ?? this.stateShapes.map((shape) => zeros([batch, ...shape])),
        outputShape: this.stateShapes[0]!,
        mask,
        goBackwards,
        returnSequences,
      },
    );
  }

  override computeOutputShape([batch = null, time = null, length = null]: Shape): Shape {
    const { filters, returnSequences } = this.settings;
    const row = [length === null ? null : placeWindows(this.label, this.#window, length).count, filters];
    return returnSequences ? [batch, time, ...row] : [batch, ...row];
  }

  override countMultiplyAdds([batch, time]: readonly number[]): number {
    return batch! * time! * this.#length * stepMultiplyAdds(this.#weights);
  }

  /** The arguments of all gates as far as the input makes them, all steps at once. `[B, T, L, C]` → `[B, T, L', 4F]`. */
  #convolveInput(x: Tensor, context: CallContext): Tensor {
    const { dropout, strides: stride, dilationRate: dilation, filters } = this.settings;
    const [batch, time, length, features] = x.shape as [number, number, number, number];
    const mask = this.#gateMask('dropout', [batch, 1, length, GATES * features], dropout, context);
    const dropped = mask ? mul(tile(x, [1, 1, 1, GATES]), mask) : x;
    const y = conv1d({
      x: reshape(dropped, [batch * time, length, dropped.shape[3]!]),
      filter: this.#weights.kernel.value,
      bias: this.#weights.bias?.value,
      stride,
      dilation,
      padding: placeWindows(this.label, this.#window, length).padding,
      groups: mask ? GATES : 1,
    });
    return reshape(y, [batch, time, this.#length, GATES * filters]);
  }

  /** The convolution of the state, with one dropout for all steps. `[B, L', F]` → `[B, L', 4F]`. */
  #stateConvolution(batch: number, context: CallContext): (h: Tensor) => Tensor {
    const { recurrentDropout, filters, kernelSize } = this.settings;
    const shape = [batch, this.#length, GATES * filters];
    const mask = this.#gateMask('recurrentDropout', shape, recurrentDropout, context);
    const left = Math.floor((kernelSize - 1) / 2);
    const padding = [left, kernelSize - 1 - left] as const;
    return (h) =>
      conv1d({
        x: mask ? mul(tile(h, [1, 1, GATES]), mask) : h,
        filter: this.#weights.recurrentKernel.value,
        padding,
        groups: mask ? GATES : 1,
      });
  }

  /** What each gate drops. With one group of features for each gate, a convolution in groups gives each its own. */
  #gateMask(name: string, shape: readonly number[], rate: number, context: CallContext): Tensor | undefined {
    if (!context.training || rate === 0) return undefined;
    return dropoutMask(shape, rate, context.random(`${this.path}/${name}`));
  }
}

import {
  expandDims,
  mul,
  type SequenceOperands,
  type SequenceTraceResult,
  type Tensor,
} from '@seqloom/backend';
import {
  type ActivationName,
  type CallContext,
  checkRegularizer,
  dropoutMask,
  getActivation,
  getInitializer,
  type InitializerOption,
  type OptionNames,
  type Parameter,
  type Regularizer,
  type Shape,
} from '@seqloom/nn';
import { checkBoolean, checkPositiveInteger, checkShare } from '@seqloom/options';
import { blankUntilFirstStep } from './masked-output.ts';
import {
  RECURRENT_OPTIONS,
  RecurrentLayer,
  type RecurrentOptions,
  type RecurrentRun,
} from './recurrent-layer.ts';

/** Options that `SimpleRNN`, `GRU` and `LSTM` share. */
export interface SequenceLayerOptions extends RecurrentOptions {
  /** U: size of the state and of the output. */
  readonly units: number;
  /** Default `tanh`. */
  readonly activation?: ActivationName;
  /** Default true. */
  readonly useBias?: boolean;
  /** Default `glorotUniform`. */
  readonly kernelInitializer?: InitializerOption;
  /** Default `orthogonal`. */
  readonly recurrentInitializer?: InitializerOption;
  /** Default `zeros`. */
  readonly biasInitializer?: InitializerOption;
  readonly kernelRegularizer?: Regularizer;
  readonly recurrentRegularizer?: Regularizer;
  readonly biasRegularizer?: Regularizer;
  /** Share of the inputs dropped while training, the same ones at every step of a sample; default 0. */
  readonly dropout?: number;
  /**
   * Share of the state dropped where it enters the recurrent product, while training, the same units at every step of
   * a sample; the carried state is never scaled. Default 0.
   */
  readonly recurrentDropout?: number;
}

/** Their names, for the classes that take them. */
export const SEQUENCE_LAYER_OPTIONS: OptionNames<SequenceLayerOptions> = {
  ...RECURRENT_OPTIONS,
  units: true,
  activation: true,
  useBias: true,
  kernelInitializer: true,
  recurrentInitializer: true,
  biasInitializer: true,
  kernelRegularizer: true,
  recurrentRegularizer: true,
  biasRegularizer: true,
  dropout: true,
  recurrentDropout: true,
};

/** Operands of the sequence operations but for the bias, which each layer lays out in its own way. */
export type WeightedOperands = Omit<SequenceOperands, 'bias'> & { readonly c0?: Tensor | undefined };

/** What a sequence operation returns; an LSTM has a `cLast`. */
export interface SequenceStates {
  readonly h: Tensor | undefined;
  readonly hLast: Tensor;
  readonly cLast?: Tensor;
}

/**
 * What the layers share that run as one operation over the whole sequence: weights with Keras' layout, and dropout.
 *
 * @throws RangeError or TypeError naming the option that is wrong
 */
export abstract class SequenceLayer<
  Options extends SequenceLayerOptions = SequenceLayerOptions,
> extends RecurrentLayer<Options> {
  #kernel!: Parameter;
  #recurrentKernel!: Parameter;
  #bias: Parameter | undefined;

  constructor(options: Options) {
    super(options);
    const owner = this.className;
    checkPositiveInteger(owner, 'units', options.units);
    getActivation(`${owner}: activation`, options.activation ?? 'tanh');
    checkBoolean(owner, 'useBias', options.useBias ?? true);
    getInitializer(`${owner}: kernelInitializer`, options.kernelInitializer ?? 'glorotUniform');
    getInitializer(`${owner}: recurrentInitializer`, options.recurrentInitializer ?? 'orthogonal');
    getInitializer(`${owner}: biasInitializer`, options.biasInitializer ?? 'zeros');
    checkRegularizer(owner, 'kernelRegularizer', options.kernelRegularizer);
    checkRegularizer(owner, 'recurrentRegularizer', options.recurrentRegularizer);
    checkRegularizer(owner, 'biasRegularizer', options.biasRegularizer);
    checkShare(owner, 'dropout', options.dropout ?? 0);
    checkShare(owner, 'recurrentDropout', options.recurrentDropout ?? 0);
  }

  /** G: how many blocks of `units` columns the weights have. */
  protected abstract readonly gates: number;

  /** The operation, with the bias as the layer stores it. */
  protected abstract sequence(operands: WeightedOperands, bias: Tensor | undefined): SequenceStates;

  /** The operation step by step, for looking inside. */
  protected abstract steps(operands: WeightedOperands, bias: Tensor | undefined): SequenceTraceResult;

  /** The bias's shape; `[G·U]` unless a layer has more of it. */
  protected get biasShape(): readonly number[] {
    return [this.gates * this.options.units];
  }

  /** How the bias starts, if not as its option says. */
  protected get biasStart(): InitializerOption {
    return this.options.biasInitializer ?? 'zeros';
  }

  get stateSizes(): readonly number[] {
    return [this.options.units];
  }

  protected build(inputShape: Shape): void {
    const { units, useBias = true } = this.options;
    const { kernelInitializer = 'glorotUniform', recurrentInitializer = 'orthogonal' } = this.options;
    this.#kernel = this.addParameter('kernel', [inputShape[2]!, this.gates * units], {
      initializer: kernelInitializer,
      regularizer: this.options.kernelRegularizer,
    });
    this.#recurrentKernel = this.addParameter('recurrentKernel', [units, this.gates * units], {
      initializer: recurrentInitializer,
      regularizer: this.options.recurrentRegularizer,
    });
    if (!useBias) return;
    this.#bias = this.addParameter('bias', this.biasShape, {
      initializer: this.biasStart,
      regularizer: this.options.biasRegularizer,
    });
  }

  protected scan(x: Tensor, states: readonly Tensor[] | undefined, context: CallContext): RecurrentRun {
    const result = this.sequence(this.#operands(x, states, context), this.#bias?.value);
    const { h, hLast, cLast } = result;
    const outputs = { sequence: h, last: hLast };
    const { mask } = context;
    return {
      ...(states && mask ? blankUntilFirstStep(outputs, mask, this.options.goBackwards ?? false) : outputs),
      states: cLast ? [hLast, cLast] : [hLast],
    };
  }

  /** Runs step by step and returns every state and gate; see `inspectGates`. Nothing is dropped. */
  trace(x: Tensor, context: CallContext): SequenceTraceResult {
    const operands = this.#operands(x, context.initialState, { ...context, training: false });
    return this.steps(operands, this.#bias?.value);
  }

  #operands(input: Tensor, states: readonly Tensor[] | undefined, context: CallContext): WeightedOperands {
    const {
      units,
      dropout = 0,
      recurrentDropout = 0,
      activation,
      goBackwards,
      returnSequences,
    } = this.options;
    const { training, random, mask } = context;
    const [batch, , features] = input.shape as [number, number, number];
    const drop = (name: string, size: number, rate: number) =>
      training && rate > 0 ? dropoutMask([batch, size], rate, random(`${this.path}/${name}`)) : undefined;
    const inputMask = drop('dropout', features, dropout);
    const [h0, c0] = states ?? [];
    return {
      x: inputMask ? mul(input, expandDims(inputMask, 1)) : input,
      kernel: this.#kernel.value,
      recurrentKernel: this.#recurrentKernel.value,
      recurrentMask: drop('recurrentDropout', units, recurrentDropout),
      ...{ h0, c0, mask, activation, goBackwards, returnSequences },
    };
  }
}

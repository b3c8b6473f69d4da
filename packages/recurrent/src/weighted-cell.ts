import { cast, mul, type Tensor, zeros } from '@seqloom/backend';
import {
  type CallContext,
  dropoutMask,
  type InitializerOption,
  type LayerRules,
  positiveInteger,
  type Settings,
  type Shape,
} from '@seqloom/nn';
import { RecurrentCell, stateShapesOf } from './recurrent-cell.ts';
import {
  makeRecurrentWeights,
  RECURRENT_WEIGHT_RULES,
  type RecurrentWeightOptions,
  type RecurrentWeights,
} from './recurrent-weights.ts';

/** Options that `SimpleRNNCell`, `GRUCell` and `LSTMCell` share. */
export interface WeightedCellOptions extends RecurrentWeightOptions {
  /** U: size of the state and of the output. */
  readonly units: number;
}

/** The weights of a cell at one step. */
export interface CellWeights {
  readonly kernel: Tensor;
  readonly recurrentKernel: Tensor;
  readonly bias: Tensor | undefined;
}

/** What the cells with Keras' weights share: parameters, and dropout that stays the same over the steps of a sample. */
export abstract class WeightedCell<
  Options extends WeightedCellOptions = WeightedCellOptions,
> extends RecurrentCell<Options> {
  static readonly rules: LayerRules<WeightedCellOptions> = {
    ...RECURRENT_WEIGHT_RULES,
    units: positiveInteger(),
  };
  declare readonly settings: Settings<Options> & Settings<WeightedCellOptions>;
  #weights!: RecurrentWeights;

  /** G: how many blocks of `units` columns the weights have. */
  protected abstract readonly gates: number;

  /**
   * The states after a step, the output first.
   *
   * @param x `[B, D]`, with dropout
   * @param h `[B, U]`, the state before, with dropout, as it enters the recurrent product
   * @param states as they are carried
   */
  protected abstract step(
    x: Tensor,
    h: Tensor,
    states: readonly Tensor[],
    weights: CellWeights,
  ): readonly Tensor[];

  /** The bias's shape; `[G·U]` unless a cell has more of it. */
  protected get biasShape(): readonly number[] {
    return [this.gates * this.settings.units];
  }

  /** How the bias starts, if not as its option says. */
  protected get biasStart(): InitializerOption {
    return this.settings.biasInitializer;
  }

  protected build(inputShape: Shape): void {
    const { units } = this.settings;
    const columns = this.gates * units;
    this.#weights = makeRecurrentWeights((...given) => this.addParameter(...given), this.settings, {
      kernel: [inputShape[1]!, columns],
      recurrentKernel: [units, columns],
      bias: this.biasShape,
      biasStart: this.biasStart,
    });
  }

  protected call(input: Tensor, context: CallContext): readonly Tensor[] {
    const { dropout, recurrentDropout } = this.settings;
    const batch = input.shape[0]!;
    const states = context.initialState ?? stateShapesOf(this).map((shape) => zeros([batch, ...shape]));
    const drop = (tensor: Tensor, name: string, rate: number) =>
      context.training && rate > 0
        ? mul(tensor, dropoutMask(tensor.shape, rate, context.random(`${this.path}/${name}`)))
        : tensor;
    const x = drop(input.dtype === 'float32' ? input : cast(input, 'float32'), 'dropout', dropout);
    const h = drop(states[0]!, 'recurrentDropout', recurrentDropout);
    const { kernel, recurrentKernel, bias } = this.#weights;
    const next = this.step(x, h, states, {
      kernel: kernel.value,
      recurrentKernel: recurrentKernel.value,
      bias: bias?.value,
    });
    return [next[0]!, ...next];
  }
}

import { cast, mul, type Tensor, zeros } from '@seqloom/backend';
import { type CallContext, dropoutMask, type LayerRules, type Settings, type Shape } from '@seqloom/nn';
import { RecurrentCell, stateShapesOf } from './recurrent-cell.ts';
import type { AddParameter, RecurrentWeights } from './recurrent-weights.ts';
import {
  makeUnitWeights,
  stepMultiplyAdds,
  UNIT_WEIGHT_RULES,
  type UnitBias,
  type UnitWeightOptions,
} from './unit-weights.ts';

/** Options that `SimpleRNNCell`, `GRUCell` and `LSTMCell` share. */
export interface WeightedCellOptions extends UnitWeightOptions {}

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
  static readonly rules: LayerRules<WeightedCellOptions> = UNIT_WEIGHT_RULES;
  declare readonly settings: Settings<Options> & Settings<WeightedCellOptions>;
  #weights!: RecurrentWeights;

  /** G: how many blocks of `units` columns the weights have. */
  protected abstract readonly gates: number;

  /**
   * The states after a step, the output first.
   *
   * @param x `[B, D]`, with dropout
   * @param h `[B, U]`, the state before the step, with dropout: hidden state before the recurrent matrix product
   * @param states before the step, without dropout
   */
  protected abstract step(
    x: Tensor,
    h: Tensor,
    states: readonly Tensor[],
    weights: CellWeights,
  ): readonly Tensor[];

  /** How the bias differs from that of a network with one gate. */
  protected get bias(): UnitBias {
    return {};
  }

  protected override createParameters(inputShape: Shape): void {
    const { settings, gates, bias } = this;
    const addParameter: AddParameter = (...given) => this.addParameter(...given);
    this.#weights = makeUnitWeights(addParameter, settings, inputShape[1]!, gates, bias);
  }

  override countMultiplyAdds([batch]: readonly number[]): number {
    return batch! * stepMultiplyAdds(this.#weights);
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

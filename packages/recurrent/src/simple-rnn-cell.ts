import { add, dense, matMul, type Tensor } from '@seqloom/backend';
import { getActivation } from '@seqloom/nn';
import { type CellWeights, WeightedCell, type WeightedCellOptions } from './weighted-cell.ts';

/** Options of `SimpleRNNCell`. */
export interface SimpleRNNCellOptions extends WeightedCellOptions {}

/**
 * One step of a `SimpleRNN`, for `RNN` and `StackedRNNCells`: `h' = act(x·kernel + bias + h·recurrentKernel)`.
 *
 * Shapes: `x [B, D]`, state `[B, U]` → output and state `[B, U]`. Weights as those of `SimpleRNN`, which runs whole
 * sequences many times as fast.
 *
 * @throws RangeError or TypeError naming the option that is wrong
 *
 * **Source**: `keras.layers.SimpleRNNCell`, same defaults and layout.
 *
 * @example
 * ```ts
 * const layer = new RNN({ cell: new SimpleRNNCell({ units: 32 }) });
 * ```
 */
export class SimpleRNNCell extends WeightedCell<SimpleRNNCellOptions> {
  static readonly className: string = 'SimpleRNNCell';
  override readonly stateShapes: readonly (readonly number[])[] = [[this.settings.units]];
  protected readonly gates = 1;
  readonly #activation = getActivation('SimpleRNNCell: activation', this.settings.activation);

  protected step(
    x: Tensor,
    h: Tensor,
    _states: readonly Tensor[],
    { kernel, recurrentKernel, bias }: CellWeights,
  ): readonly Tensor[] {
    return [this.#activation(add(dense({ x, kernel, bias }), matMul(h, recurrentKernel)))];
  }
}

import { add, dense, matMul, mul, type Tensor } from '@seqloom/backend';
import { type ActivationName, activation, boolean, getActivation, type LayerRules } from '@seqloom/nn';
import { gateColumns } from './gate-columns.ts';
import { lstmBias, type UnitBias } from './unit-weights.ts';
import { type CellWeights, WeightedCell, type WeightedCellOptions } from './weighted-cell.ts';

/** Options of `LSTMCell`. */
export interface LSTMCellOptions extends WeightedCellOptions {
  /** Of the gates; default `sigmoid`. */
  readonly recurrentActivation?: ActivationName;
  /** Whether the forget gate's bias starts at 1; default true. */
  readonly unitForgetBias?: boolean;
}

/**
 * One step of an `LSTM`, for `RNN` and `StackedRNNCells`:
 * `i, f, o = σ(x·W + b + h·U)`, `g = act(x·W + b + h·U)`, `c' = f∘c + i∘g`, `h' = o∘act(c')`.
 *
 * Shapes: `x [B, D]`, states h and c `[B, U]` → output and states `[B, U]`. Weights as those of `LSTM`, which runs whole
 * sequences many times as fast.
 *
 * @throws RangeError or TypeError naming the option that is wrong
 *
 * **Source**: Hochreiter & Schmidhuber 1997; `keras.layers.LSTMCell`, same defaults and layout.
 *
 * @example
 * ```ts
 * const cells = [new LSTMCell({ units: 32 }), new LSTMCell({ units: 16 })];
 * const layer = new RNN({ cell: new StackedRNNCells({ cells }) });
 * ```
 */
export class LSTMCell extends WeightedCell<LSTMCellOptions> {
  static readonly className: string = 'LSTMCell';
  static override readonly rules: LayerRules<LSTMCellOptions> = {
    ...WeightedCell.rules,
    recurrentActivation: activation('sigmoid'),
    unitForgetBias: boolean(true),
  };
  override readonly stateShapes: readonly (readonly number[])[] = [
    [this.settings.units],
    [this.settings.units],
  ];
  protected readonly gates = 4;
  readonly #activation = getActivation('LSTMCell: activation', this.settings.activation);
  readonly #gate = getActivation('LSTMCell: recurrentActivation', this.settings.recurrentActivation);

  protected override get bias(): UnitBias {
    return lstmBias('LSTMCell', this.settings);
  }

  protected step(
    x: Tensor,
    h: Tensor,
    [, c]: readonly Tensor[],
    { kernel, recurrentKernel, bias }: CellWeights,
  ): readonly Tensor[] {
    const { units } = this.settings;
    const z = add(dense({ x, kernel, bias }), matMul(h, recurrentKernel));
    const i = this.#gate(gateColumns(z, units, 0));
    const f = this.#gate(gateColumns(z, units, 1));
    const g = this.#activation(gateColumns(z, units, 2));
    const o = this.#gate(gateColumns(z, units, 3));
    const next = add(mul(f, c!), mul(i, g));
    return [mul(o, this.#activation(next)), next];
  }
}

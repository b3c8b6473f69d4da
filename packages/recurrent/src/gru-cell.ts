import { add, dense, matMul, mul, reshape, scalar, slice, sub, type Tensor } from '@seqloom/backend';
import { type ActivationName, activation, boolean, getActivation, type LayerRules } from '@seqloom/nn';
import { gateColumns } from './gate-columns.ts';
import { gruBias, type UnitBias } from './unit-weights.ts';
import { type CellWeights, WeightedCell, type WeightedCellOptions } from './weighted-cell.ts';

/** Options of `GRUCell`. */
export interface GRUCellOptions extends WeightedCellOptions {
  /** Of the gates; default `sigmoid`. */
  readonly recurrentActivation?: ActivationName;
  /** Whether the reset gate acts on the recurrent product rather than on the state; default true. */
  readonly resetAfter?: boolean;
}

/**
 * One step of a `GRU`, for `RNN` and `StackedRNNCells`:
 * `z, r = σ(x·W + b + h·U + b')`, `n = act(x·W + b + r∘(h·U + b'))` with `resetAfter` or `act(x·W + b + (r∘h)·U)` without,
 * `h' = z∘h + (1 − z)∘n`.
 *
 * Shapes: `x [B, D]`, state `[B, U]` → output and state `[B, U]`. Weights as those of `GRU`, which runs whole sequences many
 * times as fast.
 *
 * @throws RangeError or TypeError naming the option that is wrong
 *
 * **Source**: Cho et al. 2014; `keras.layers.GRUCell`, same defaults and layout.
 *
 * @example
 * ```ts
 * const layer = new RNN({ cell: new GRUCell({ units: 32 }) });
 * ```
 */
export class GRUCell extends WeightedCell<GRUCellOptions> {
  static readonly className: string = 'GRUCell';
  static override readonly rules: LayerRules<GRUCellOptions> = {
    ...WeightedCell.rules,
    recurrentActivation: activation('sigmoid'),
    resetAfter: boolean(true),
  };
  override readonly stateShapes: readonly (readonly number[])[] = [[this.settings.units]];
  protected readonly gates = 3;
  readonly #activation = getActivation('GRUCell: activation', this.settings.activation);
  readonly #gate = getActivation('GRUCell: recurrentActivation', this.settings.recurrentActivation);

  protected override get bias(): UnitBias {
    return gruBias(this.settings);
  }

  protected step(x: Tensor, h: Tensor, states: readonly Tensor[], weights: CellWeights): readonly Tensor[] {
    const { units, resetAfter } = this.settings;
    const { kernel, recurrentKernel, bias } = weights;
    const own = dense({ x, kernel, bias: resetAfter ? this.#row(bias, 0) : bias });
    const recurrent = resetAfter
      ? dense({ x: h, kernel: recurrentKernel, bias: this.#row(bias, 1) })
      : matMul(h, gateColumns(recurrentKernel, units, 0, 2));
    const z = this.#gate(add(gateColumns(own, units, 0), gateColumns(recurrent, units, 0)));
    const r = this.#gate(add(gateColumns(own, units, 1), gateColumns(recurrent, units, 1)));
    const candidate = resetAfter
      ? mul(r, gateColumns(recurrent, units, 2))
      : matMul(mul(r, h), gateColumns(recurrentKernel, units, 2));
    const n = this.#activation(add(gateColumns(own, units, 2), candidate));
    return [add(mul(z, states[0]!), mul(sub(scalar(1), z), n))];
  }

  /** b or b' of the bias `[2, 3U]`. */
  #row(bias: Tensor | undefined, row: number): Tensor | undefined {
    const columns = 3 * this.settings.units;
    return bias && reshape(slice(bias, [row, 0], [1, columns]), [columns]);
  }
}

import { lstmSequence, type SequenceTraceResult, type Tensor, traceSequence } from '@seqloom/backend';
import { type ActivationName, activation, boolean, type LayerRules } from '@seqloom/nn';
import type { RecurrentOutput, ReturningState } from './recurrent-layer.ts';
import {
  SequenceLayer,
  type SequenceLayerOptions,
  type SequenceStates,
  type WeightedOperands,
} from './sequence-layer.ts';
import { lstmBias, type UnitBias } from './unit-weights.ts';

/** Options of `LSTM`. */
export interface LSTMOptions extends SequenceLayerOptions {
  /** Of the gates; default `sigmoid`. */
  readonly recurrentActivation?: ActivationName;
  /** Whether the forget gate's bias starts at 1, so that memory lasts at first (Jozefowicz et al. 2015); default true. */
  readonly unitForgetBias?: boolean;
}

/**
 * Long short-term memory: a memory `c` beside the output `h`, and gates that write, keep and show it.
 *
 * `i, f, o = σ(xₜ·W + b + hₜ₋₁·U)`, `g = act(xₜ·W + b + hₜ₋₁·U)`, `cₜ = f∘cₜ₋₁ + i∘g`, `hₜ = o∘act(cₜ)`.
 *
 * Shapes: `x [B, T, D]` float32 → `[B, U]`, or `[B, T, U]` with `returnSequences`; with `returnState` the states h and c,
 * `[B, U]` each, follow. Weights, gates in the order i f g o: `kernel [D, 4U]`, `recurrentKernel [U, 4U]`, `bias [4U]`.
 *
 * @throws RangeError or TypeError naming the option that is wrong
 *
 * **Source**: Hochreiter & Schmidhuber 1997, Gers et al. 2000; `keras.layers.LSTM`, same defaults and layout.
 *
 * @example
 * ```ts
 * const layer = new LSTM({ units: 32 });
 * layer.build([null, 500, 32]); // [null, 32]
 * ```
 */
export class LSTM<State extends boolean = false> extends SequenceLayer<LSTMOptions, RecurrentOutput<State>> {
  static readonly className: string = 'LSTM';
  static readonly replayable: boolean = true;
  static override readonly rules: LayerRules<LSTMOptions> = {
    ...SequenceLayer.rules,
    recurrentActivation: activation('sigmoid'),
    unitForgetBias: boolean(true),
  };
  protected readonly gates = 4;

  constructor(options: LSTMOptions & ReturningState<State>) {
    super(options);
  }

  override get stateShapes(): readonly (readonly number[])[] {
    return [[this.settings.units], [this.settings.units]];
  }

  protected override get bias(): UnitBias {
    return lstmBias('LSTM', this.settings);
  }

  protected sequence(operands: WeightedOperands, bias: Tensor | undefined): SequenceStates {
    return lstmSequence({ ...operands, bias, recurrentActivation: this.settings.recurrentActivation });
  }

  protected steps(operands: WeightedOperands, bias: Tensor | undefined): SequenceTraceResult {
    const { recurrentActivation } = this.settings;
    return traceSequence('LSTM', { ...operands, bias, recurrentActivation });
  }
}

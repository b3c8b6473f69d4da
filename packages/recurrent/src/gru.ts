import {
  type GRUOperands,
  gruSequence,
  reshape,
  type SequenceTraceResult,
  slice,
  type Tensor,
  traceSequence,
} from '@seqloom/backend';
import { type ActivationName, activation, boolean, type LayerRules } from '@seqloom/nn';
import type { RecurrentOutput, ReturningState } from './recurrent-layer.ts';
import {
  SequenceLayer,
  type SequenceLayerOptions,
  type SequenceStates,
  type WeightedOperands,
} from './sequence-layer.ts';
import { gruBias, type UnitBias } from './unit-weights.ts';

/** Options of `GRU`. */
export interface GRUOptions extends SequenceLayerOptions {
  /** Of the gates; default `sigmoid`. */
  readonly recurrentActivation?: ActivationName;
  /** Whether the reset gate acts on the recurrent product rather than on the state; default true. */
  readonly resetAfter?: boolean;
}

/**
 * Gated recurrent unit: a state that is kept or replaced unit by unit.
 *
 * `z, r = σ(xₜ·W + b + hₜ₋₁·U + b')`, `n = act(xₜ·W + b + r∘(hₜ₋₁·U + b'))` with `resetAfter` or
 * `act(xₜ·W + b + (r∘hₜ₋₁)·U)` without, `hₜ = z∘hₜ₋₁ + (1 − z)∘n`.
 *
 * Shapes: `x [B, T, D]` float32 → `[B, U]`, or `[B, T, U]` with `returnSequences`; with `returnState` the state `[B, U]`
 * follows. Weights, gates in the order z r n: `kernel [D, 3U]`, `recurrentKernel [U, 3U]`, `bias [2, 3U]` with
 * `resetAfter` (b, then b'), else `[3U]`.
 *
 * @throws RangeError or TypeError naming the option that is wrong
 *
 * **Source**: Cho et al. 2014; `keras.layers.GRU`, same defaults and layout.
 *
 * @example
 * ```ts
 * const layer = new GRU({ units: 32, dropout: 0.1, recurrentDropout: 0.5 });
 * layer.build([null, 120, 14]); // [null, 32]
 * ```
 */
export class GRU<State extends boolean = false> extends SequenceLayer<GRUOptions, RecurrentOutput<State>> {
  static readonly className: string = 'GRU';
  static readonly replayable: boolean = true;
  static override readonly rules: LayerRules<GRUOptions> = {
    ...SequenceLayer.rules,
    recurrentActivation: activation('sigmoid'),
    resetAfter: boolean(true),
  };
  protected readonly gates = 3;

  constructor(options: GRUOptions & ReturningState<State>) {
    super(options);
  }

  protected override get bias(): UnitBias {
    return gruBias(this.settings);
  }

  protected sequence(operands: WeightedOperands, bias: Tensor | undefined): SequenceStates {
    return gruSequence(this.#withBias(operands, bias));
  }

  protected steps(operands: WeightedOperands, bias: Tensor | undefined): SequenceTraceResult {
    return traceSequence('GRU', this.#withBias(operands, bias));
  }

  #withBias(operands: WeightedOperands, bias: Tensor | undefined): GRUOperands {
    const columns = 3 * this.settings.units;
    const row = (i: number) => bias && reshape(slice(bias, [i, 0], [1, columns]), [columns]);
    const biases = this.settings.resetAfter ? { bias: row(0), recurrentBias: row(1) } : { bias };
    const { recurrentActivation, resetAfter } = this.settings;
    return { ...operands, ...biases, recurrentActivation, resetAfter };
  }
}

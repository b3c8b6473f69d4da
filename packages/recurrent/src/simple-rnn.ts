import { type SequenceTraceResult, simpleRNNSequence, type Tensor, traceSequence } from '@seqloom/backend';
import type { RecurrentOutput, ReturningState } from './recurrent-layer.ts';
import {
  SequenceLayer,
  type SequenceLayerOptions,
  type SequenceStates,
  type WeightedOperands,
} from './sequence-layer.ts';

/** Options of `SimpleRNN`. */
export interface SimpleRNNOptions extends SequenceLayerOptions {}

/**
 * Fully connected recurrent layer: the output is fed back into the input.
 *
 * `hₜ = act(xₜ·kernel + bias + hₜ₋₁·recurrentKernel)`
 *
 * Shapes: `x [B, T, D]` float32 → `[B, U]`, or `[B, T, U]` with `returnSequences`; with `returnState` the state `[B, U]`
 * follows. Weights `kernel [D, U]`, `recurrentKernel [U, U]`, `bias [U]`.
 *
 * **Source**: `keras.layers.SimpleRNN`, same defaults and layout.
 *
 * @example
 * ```ts
 * const layer = new SimpleRNN({ units: 32 });
 * layer.build([null, 500, 32]); // [null, 32]
 * ```
 */
export class SimpleRNN<State extends boolean = false> extends SequenceLayer<
  SimpleRNNOptions,
  RecurrentOutput<State>
> {
  static readonly className: string = 'SimpleRNN';
  static readonly replayable: boolean = true;
  protected readonly gates = 1;

  constructor(options: SimpleRNNOptions & ReturningState<State>) {
    super(options);
  }

  protected sequence(operands: WeightedOperands, bias: Tensor | undefined): SequenceStates {
    return simpleRNNSequence({ ...operands, bias });
  }

  protected steps(operands: WeightedOperands, bias: Tensor | undefined): SequenceTraceResult {
    return traceSequence('SimpleRNN', { ...operands, bias });
  }
}

import type { ActivationName } from '../contract/activation.ts';
import type { Tensor } from '../contract/tensor.ts';
import { runKernel } from '../engine/kernel.ts';
import type { SequenceOperands, SequenceResult } from './operands.ts';
import { type GradientOperands, prepareRun, runSequence, type SequenceKernels } from './run-sequence.ts';

const KERNELS: SequenceKernels = {
  forward: (operands, attributes) => runKernel('LSTMSequence', operands, attributes),
  // dcLast is always given: the tape passes zeros for an output without a gradient.
  backward: (operands, attributes) =>
    runKernel('LSTMSequenceGrad', operands as GradientOperands & { readonly dcLast: Tensor }, attributes),
};

/** Operands of {@link lstmSequence}. Gates are in the order i f g o, G = 4. */
export interface LSTMOperands extends SequenceOperands {
  /** Of the gates. Default `sigmoid`. */
  readonly recurrentActivation?: ActivationName | undefined;
  /** `[B, U]`, the memory before the first step. Default zeros. */
  readonly c0?: Tensor | undefined;
}

/** What {@link lstmSequence} returns. */
export interface LSTMResult extends SequenceResult {
  /** `[B, U]`, the memory after the last step. */
  readonly cLast: Tensor;
}

/**
 * Long short-term memory over whole sequences:
 *
 * `i, f, o = σ(xₜ·W + b + hₜ₋₁·U)`, `g = act(xₜ·W + b + hₜ₋₁·U)`, `cₜ = f∘cₜ₋₁ + i∘g`, `hₜ = o∘act(cₜ)`.
 *
 * @throws RangeError or TypeError for operands that do not fit together
 *
 * **Source**: Hochreiter & Schmidhuber 1997; Gers et al. 2000; `keras.layers.LSTM`.
 *
 * @example
 * ```ts
 * const { hLast, cLast } = lstmSequence({ x, kernel, recurrentKernel, bias }); // [B, U] each
 * ```
 */
export function lstmSequence(operands: LSTMOperands): LSTMResult {
  const run = prepareRun('lstmSequence', 'LSTM', operands);
  const results = runSequence(KERNELS, run);
  const [hLast, cLast] = results.slice(-2) as [Tensor, Tensor];
  return { h: run.attributes.returnSequences ? results[0] : undefined, hLast, cLast };
}

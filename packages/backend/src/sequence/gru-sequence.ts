import type { ActivationName } from '../contract/activation.ts';
import type { Tensor } from '../contract/tensor.ts';
import { runKernel } from '../engine/kernel.ts';
import type { SequenceOperands, SequenceResult } from './operands.ts';
import { prepareRun, runSequence, type SequenceKernels } from './run-sequence.ts';

const KERNELS: SequenceKernels = {
  forward: (operands, attributes) => runKernel('GRUSequence', operands, attributes),
  backward: (operands, attributes) => runKernel('GRUSequenceGrad', operands, attributes),
};

/** Operands of {@link gruSequence}. Gates are in the order z r h, G = 3. */
export interface GRUOperands extends SequenceOperands {
  /** Of the gates. Default `sigmoid`. */
  readonly recurrentActivation?: ActivationName | undefined;
  /** `[3·U]`, only with `resetAfter`: the second row of Keras' bias. Default none. */
  readonly recurrentBias?: Tensor | undefined;
  /** Whether the reset gate acts on the product h·U rather than on h. Default true. */
  readonly resetAfter?: boolean | undefined;
}

/**
 * A gated recurrent unit over whole sequences:
 *
 * `z, r = σ(xₜ·W + b + hₜ₋₁·U + b')`, `n = act(xₜ·W + b + r∘(hₜ₋₁·U + b'))` with `resetAfter`, else
 * `act(xₜ·W + b + (r∘hₜ₋₁)·U)`, and `hₜ = z∘hₜ₋₁ + (1 − z)∘n`.
 *
 * @throws RangeError or TypeError for operands that do not fit together, or a `recurrentBias` without `resetAfter`
 *
 * **Source**: Cho et al. 2014; `keras.layers.GRU`.
 *
 * @example
 * ```ts
 * const { h } = gruSequence({ x, kernel, recurrentKernel, bias, returnSequences: true }); // [B, T, U]
 * ```
 */
export function gruSequence(operands: GRUOperands): SequenceResult {
  const run = prepareRun('gruSequence', 'GRU', operands);
  if (run.operands.recurrentBias && !run.attributes.resetAfter) {
    throw new RangeError(
      'gruSequence: recurrentBias is for resetAfter only, got resetAfter false. Leave it out.',
    );
  }
  const results = runSequence(KERNELS, run);
  return { h: run.attributes.returnSequences ? results[0] : undefined, hLast: results.at(-1)! };
}

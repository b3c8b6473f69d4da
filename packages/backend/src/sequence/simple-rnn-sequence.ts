import { runKernel } from '../engine/kernel.ts';
import type { SequenceOperands, SequenceResult } from './operands.ts';
import { prepareRun, runSequence, type SequenceKernels } from './run-sequence.ts';

const KERNELS: SequenceKernels = {
  forward: (operands, attributes) => runKernel('SimpleRNNSequence', operands, attributes),
  backward: (operands, attributes) => runKernel('SimpleRNNSequenceGrad', operands, attributes),
};

/**
 * A simple recurrent layer over whole sequences: `hₜ = act(xₜ·W + b + hₜ₋₁·U)`, G = 1.
 *
 * One operation forward and backward, with the projection of the input inside.
 *
 * @throws RangeError or TypeError for operands that do not fit together
 * @example
 * ```ts
 * const { hLast } = simpleRNNSequence({ x, kernel, recurrentKernel, bias }); // [B, U]
 * ```
 */
export function simpleRNNSequence(operands: SequenceOperands): SequenceResult {
  const run = prepareRun('simpleRNNSequence', 'SimpleRNN', operands);
  const results = runSequence(KERNELS, run);
  return { h: run.attributes.returnSequences ? results[0] : undefined, hLast: results.at(-1)! };
}

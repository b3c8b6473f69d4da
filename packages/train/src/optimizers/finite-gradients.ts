import { l2Norms } from '@seqloom/backend';
import type { Parameter } from '@seqloom/nn';
import { type Gradient, numbersOf } from './gradient.ts';
import { NonFiniteGradientError } from './non-finite-gradient-error.ts';

/** The gradient of a parameter, known to be finite. */
export interface FiniteGradient {
  readonly parameter: Parameter;
  readonly gradient: Gradient;
  /** Euclidean norm. */
  readonly norm: number;
}

/**
 * Checks that gradients are finite. Parameters without a gradient (`undefined`) are left out.
 *
 * @returns the gradients with their norms, which the check computes anyway and clipping needs
 * @throws NonFiniteGradientError for the first one that holds NaN or Infinity
 */
export function finiteGradients(
  parameters: readonly Parameter[],
  gradients: readonly (Gradient | undefined)[],
): FiniteGradient[] {
  const pairs = parameters.flatMap((parameter, i) => {
    const gradient = gradients[i];
    return gradient ? [{ parameter, gradient }] : [];
  });
  const norms = l2Norms(pairs.map(({ gradient }) => numbersOf(gradient)));
  return pairs.map(({ parameter, gradient }, i) => {
    const norm = norms[i]!;
    if (!Number.isFinite(norm)) {
      const path = JSON.stringify(parameter.path);
      throw new NonFiniteGradientError(`the gradient of ${path} holds ${norm}`, parameter.path);
    }
    return { parameter, gradient, norm };
  });
}

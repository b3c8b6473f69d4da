import type { Parameter } from '@seqloom/nn';
import { NonFiniteGradientError } from './non-finite-gradient-error.ts';

/** The error of a step that would make a weight or slot of a parameter infinite. */
export function tooLarge({ path }: Parameter, learningRate: number): NonFiniteGradientError {
  const problem = `the step of ${JSON.stringify(path)} is too large for float32, at learning rate ${learningRate},`;
  return new NonFiniteGradientError(problem, path);
}

/** The error of a batch that would make the sum of the gradients of a parameter infinite. */
export function sumTooLarge({ path }: Parameter): NonFiniteGradientError {
  const problem = `the sum of the gradients of ${JSON.stringify(path)} is too large for float32`;
  return new NonFiniteGradientError(problem, path);
}

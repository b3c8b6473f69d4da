import type { Tensor, TensorData } from '../contract/tensor.ts';
import { operand } from './check-tensors.ts';
import { readNow } from './known-integers.ts';

/**
 * Copies the numbers of a tensor to the host at once, for checks on values, where the backend reads without waiting.
 *
 * Shapes: any, of every dtype.
 *
 * @returns row-major; undefined on a GPU, where reading waits for a queue of work, except for int32 numbers that the host made
 * @throws TypeError unless x is a tensor, Error when it has been disposed of
 * @example
 * ```ts
 * const labels = peek(targets);
 * ```
 */
export function peek(x: Tensor): TensorData | undefined {
  return readNow(operand('peek', 'x', x));
}

import { type Tensor, tensor } from '@seqloom/backend';
import type { Random } from '@seqloom/random';
import { sizeOf } from './shape.ts';

/**
 * A tensor to multiply with: 0 with probability `rate`, `1 / (1 − rate)` otherwise.
 *
 * @param rate in [0, 1)
 */
export function dropoutMask(shape: readonly number[], rate: number, random: Random): Tensor {
  return tensor(random.fillBernoulli(new Float32Array(sizeOf(shape)), 1 - rate, 1 / (1 - rate)), shape);
}

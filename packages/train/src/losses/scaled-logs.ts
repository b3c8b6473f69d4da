import { add, clip, div, log, mul, neg, square, sum, type Tensor } from '@seqloom/backend';
import { EPSILON } from './loss-op.ts';

// Keras scales the probabilities of classes to the sum 1, then clips them, before it takes their logarithms.

/** The sum of the probabilities over the last axis, the scaled ones, these clipped, and their logarithms. */
export function scaledLogs(
  p: Tensor,
): readonly [total: Tensor, scaled: Tensor, inside: Tensor, logs: Tensor] {
  const total = sum(p, -1, true);
  const scaled = div(p, total);
  const inside = clip(scaled, EPSILON, 1 - EPSILON);
  return [total, scaled, inside, log(inside)];
}

/** The gradient by p, from that by the scaled probabilities: `p / Σ p` changes with p and with the sum. */
export function throughScaling(dScaled: Tensor, p: Tensor, total: Tensor): Tensor {
  const dTotal = sum(neg(div(mul(dScaled, p), square(total))), -1, true);
  return add(div(dScaled, total), dTotal);
}

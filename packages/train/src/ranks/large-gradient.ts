import { type Tensor, tensor, writableNumbers } from '@seqloom/backend';
import type { Communicator } from './communicator.ts';

/** From so many numbers on a gradient is added up by itself: to copy it costs more than another call. */
const LARGE = 2 ** 17;

/** What the ranks multiply a gradient by. */
export interface Factors {
  /** The part of each rank; with 0 it does not count. */
  readonly before: number;
  /** The sum. */
  readonly after: number;
}

export function isLarge(gradient: Tensor): boolean {
  return gradient.size >= LARGE;
}

/**
 * Adds up a gradient over all ranks: where it lies, if the backend shows its memory, so that nothing is copied.
 *
 * @returns the gradient given, or a new one that belongs to the caller
 */
export async function sumLarge(
  communicator: Communicator,
  gradient: Tensor,
  { before, after }: Factors,
): Promise<Tensor> {
  const inPlace = writableNumbers(gradient);
  const numbers = inPlace ?? ((await gradient.data()) as Float32Array);
  times(numbers, before);
  await communicator.allReduce(numbers);
  times(numbers, after);
  return inPlace ? gradient : tensor(numbers, gradient.shape);
}

/** Multiplies numbers in place. */
export function times(numbers: Float32Array, factor: number): void {
  if (factor === 1) return;
  // NaN times 0 is NaN.
  if (factor === 0) numbers.fill(0);
  else for (let i = 0; i < numbers.length; i++) numbers[i]! *= factor;
}

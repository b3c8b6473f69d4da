import type { Tensor } from '../contract/tensor.ts';
import { numbersInPlace } from './active.ts';
import { typedOperand } from './check-tensors.ts';
import { bufferIsShared } from './memory.ts';
import { raw } from './raw.ts';

/**
 * Calls a function with the numbers of a float32 tensor, row-major. Where the host can see them they are not copied: the function must
 * not change them or make tensors, and the array is not valid after it.
 *
 * Shapes: any, float32.
 *
 * @param use is called at once, or after the wait for a backend that has to be waited for
 * @throws TypeError unless x is a float32 tensor, Error when it has been disposed of
 * @example
 * ```ts
 * await withNumbers(gradient, (numbers) => buffer.set(numbers, place));
 * ```
 */
export function withNumbers<Result>(
  x: Tensor,
  use: (numbers: Float32Array) => Result,
): Result | Promise<Result> {
  const numbers = inPlace('withNumbers', x);
  return numbers ? use(numbers) : x.data().then((copy) => use(copy as Float32Array));
}

/**
 * The memory of a float32 tensor, in which whoever owns the tensor may change its numbers until it is released; undefined where the
 * host cannot see it, where it may move, or where another tensor has the same numbers.
 *
 * Shapes: any, float32.
 *
 * @throws TypeError unless x is a float32 tensor, Error when it has been disposed of
 * @example
 * ```ts
 * writableNumbers(gradient)?.fill(0);
 * ```
 */
export function writableNumbers(x: Tensor): Float32Array | undefined {
  const numbers = inPlace('writableNumbers', x);
  const stays = typeof SharedArrayBuffer !== 'undefined' && numbers?.buffer instanceof SharedArrayBuffer;
  return stays && !bufferIsShared(x) ? numbers : undefined;
}

function inPlace(op: string, x: Tensor): Float32Array | undefined {
  const tensor = typedOperand(op, 'x', x, 'float32');
  const read = numbersInPlace();
  return read?.(raw(tensor as unknown as Tensor) as Parameters<typeof read>[0]);
}

import type { KernelContext } from './context.ts';

const MAX_SIZE = 2 ** 31 - 1;

/**
 * Checks a size, stride or count.
 *
 * @throws RangeError unless it is an integer between `least` and 2³¹ − 1
 */
export function checkSize(kernel: string, name: string, value: number, least = 0): void {
  if (Number.isInteger(value) && value >= least && value <= MAX_SIZE) return;
  const limit = value > MAX_SIZE ? ' below 2^31' : '';
  const expected = least === 1 ? 'a positive integer' : `an integer from ${least} on`;
  throw new RangeError(`${kernel}: ${name} must be ${expected}${limit}, got ${value}.`);
}

/**
 * Checks that an array of `count` 4-byte elements lies inside the heap.
 *
 * @throws RangeError when it does not, or is not aligned to 4 bytes
 */
export function checkArray(
  context: KernelContext,
  kernel: string,
  name: string,
  pointer: number,
  count: number,
): void {
  if (count === 0) return;
  const bytes = context.heap.memory.buffer.byteLength;
  if (Number.isInteger(pointer) && pointer > 0 && pointer % 4 === 0 && pointer + 4 * count <= bytes) return;
  throw new RangeError(
    `${kernel}: ${name} must be an aligned offset of ${count} elements inside the heap of ${bytes} bytes, got ${pointer}.`,
  );
}

/**
 * Checks that an array of `count` bytes lies inside the heap.
 *
 * @throws RangeError when it does not
 */
export function checkBytes(
  context: KernelContext,
  kernel: string,
  name: string,
  pointer: number,
  count: number,
): void {
  const bytes = context.heap.memory.buffer.byteLength;
  if (Number.isInteger(pointer) && pointer > 0 && pointer + count <= bytes) return;
  throw new RangeError(
    `${kernel}: ${name} must be an offset of ${count} bytes inside the heap of ${bytes} bytes, got ${pointer}.`,
  );
}

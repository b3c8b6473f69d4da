import type { Tensor } from '@seqloom/backend';
import { formatValue } from '@seqloom/options';

/**
 * What a function of the user's returned.
 *
 * @param expectation the beginning of the message: who must return what
 * @throws TypeError unless it is a tensor
 */
export function checkReturned(expectation: string, value: unknown): Tensor {
  const { shape, dispose } = (value ?? {}) as Partial<Tensor>;
  if (Array.isArray(shape) && typeof dispose === 'function') return value as Tensor;
  throw new TypeError(`${expectation}, got ${value instanceof Promise ? 'a Promise' : formatValue(value)}.`);
}

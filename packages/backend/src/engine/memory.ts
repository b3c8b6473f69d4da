import * as tf from '@tensorflow/tfjs-core';
import { activeTensors } from '../plugin/active.ts';
import { raw, wrap } from './raw.ts';
import type { Tensor } from './tensor.ts';

/**
 * Runs `work` and releases every tensor it made, except those it returns (a tensor, or tensors in arrays and plain
 * objects) and those taken over by {@link own}. The work is synchronous: no `await` inside.
 *
 * @throws TypeError when `work` returns a promise
 * @example
 * ```ts
 * const y = tidy(() => add(mul(a, b), c)); // the product is released
 * ```
 */
export function tidy<T>(work: () => T): T {
  const result = tf.tidy(work as () => tf.TensorContainer) as T;
  if (result instanceof Promise) {
    throw new TypeError('tidy: the work returned a Promise, expected tensors. Await outside of tidy.');
  }
  return result;
}

/** Releases tensors; those already released are skipped. */
export function dispose(...tensors: readonly Tensor[]): void {
  for (const tensor of tensors) if (!tensor.isDisposed) tensor.dispose();
}

/** A second handle on the same numbers. Releasing one leaves the other alive. */
export function identity(x: Tensor): Tensor {
  return wrap(tf.clone(raw(x)));
}

/** A tensor with the same numbers in a buffer of its own: bits survive, −0 and NaN included. */
export function copy(x: Tensor): Tensor {
  return tidy(() => {
    // tfjs shares buffers wherever it can; a product with one is the cheapest op that never does.
    if (x.dtype === 'bool')
      return wrap(tf.cast(tf.mul(tf.cast(raw(x), 'int32'), tf.scalar(1, 'int32')), 'bool'));
    return wrap(tf.mul(raw(x), tf.scalar(1, x.dtype)));
  });
}

/**
 * Takes a tensor over: the result is the only handle on its buffer and survives every enclosing {@link tidy} until it
 * is disposed of. The buffer is copied only if somebody else holds it too. `x` itself must not be used afterwards.
 */
export function own(x: Tensor): Tensor {
  if (bufferIsShared(x)) {
    const fresh = copy(x);
    x.dispose();
    return wrap(tf.keep(raw(fresh)));
  }
  return wrap(tf.keep(raw(x)));
}

/** Whether another handle holds the same buffer, so that writing in place would be seen there. */
export function bufferIsShared(x: Tensor): boolean {
  return tf.engine().backend.refCount(raw(x).dataId) > 1;
}

/** Number of tensors alive on the backend in use, 0 without one. Tests compare it before and after. */
export function liveTensors(): number {
  return activeTensors();
}

import { formatValue } from '@seqloom/options';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '../contract/tensor.ts';
import { activeTensors } from './active.ts';
import { isTensor, operand } from './check-tensors.ts';
import { inDType, run } from './promote.ts';
import { raw, wrap } from './raw.ts';

/**
 * Runs `work` and releases every tensor it made, except those it returns (a tensor, or tensors in arrays and plain
 * objects) and those taken over by {@link own}. The work is synchronous: no `await` inside.
 *
 * @throws TypeError unless `work` is a function, and when it returns a promise
 * @example
 * ```ts
 * const y = tidy(() => add(mul(a, b), c)); // the product is released
 * ```
 */
export function tidy<T>(work: () => T): T {
  if (typeof work !== 'function') {
    throw new TypeError(`tidy: work must be a function, got ${formatValue(work)}.`);
  }
  const result = tf.tidy(work as () => tf.TensorContainer) as T;
  if (result instanceof Promise) {
    throw new TypeError('tidy: the work returned a Promise, expected tensors. Await outside of tidy.');
  }
  return result;
}

/**
 * Releases tensors; those already released are skipped.
 *
 * @throws TypeError for a value that is not a tensor
 * @example
 * ```ts
 * dispose(x, y);
 * ```
 */
export function dispose(...tensors: readonly Tensor[]): void {
  for (const tensor of tensors) {
    if (!isTensor(tensor)) {
      throw new TypeError(
        `dispose: expected tensors, got ${formatValue(tensor)}. Spread an array: dispose(...tensors).`,
      );
    }
    if (!tensor.isDisposed) tensor.dispose();
  }
}

/**
 * A second handle on the same numbers. Releasing one leaves the other alive.
 *
 * Shapes: any → the same.
 *
 * @throws TypeError unless x is a tensor, Error when it has been disposed of
 * @example
 * ```ts
 * const held = identity(x);
 * ```
 */
export function identity(x: Tensor): Tensor {
  return wrap(run('Identity', { x: operand('identity', 'x', x) }));
}

/**
 * A tensor with the same numbers in a buffer of its own: bits survive, −0 and NaN included.
 *
 * Shapes: any → the same.
 *
 * @throws TypeError unless x is a tensor, Error when it has been disposed of
 * @example
 * ```ts
 * const snapshot = copy(parameter.value);
 * ```
 */
export function copy(x: Tensor): Tensor {
  const tensor = operand('copy', 'x', x);
  // tfjs shares buffers wherever it can; a product with one is the cheapest op that never does.
  const product = (a: tf.Tensor) => run('Multiply', { a, b: tf.scalar(1, a.dtype) });
  return tidy(() =>
    wrap(tensor.dtype === 'bool' ? inDType(product(inDType(tensor, 'int32')), 'bool') : product(tensor)),
  );
}

/**
 * Takes a tensor over: the result is the only handle on its buffer and survives every enclosing {@link tidy} until it
 * is disposed of. The buffer is copied only if somebody else holds it too. `x` itself must not be used afterwards.
 *
 * Shapes: any → the same.
 *
 * @throws TypeError unless x is a tensor, Error when it has been disposed of
 * @example
 * ```ts
 * const kept = tidy(() => own(add(a, b)));
 * ```
 */
export function own(x: Tensor): Tensor {
  operand('own', 'x', x);
  if (bufferIsShared(x)) {
    const fresh = copy(x);
    x.dispose();
    return wrap(tf.keep(raw(fresh)));
  }
  return wrap(tf.keep(raw(x)));
}

/** Whether another handle holds the same buffer, so that writing in place would change it too. */
export function bufferIsShared(x: Tensor): boolean {
  return tf.engine().backend.refCount(raw(x).dataId) > 1;
}

/**
 * Number of tensors alive on the backend in use, 0 without one. Tests compare it before and after.
 *
 * @example
 * ```ts
 * const before = liveTensors();
 * ```
 */
export function liveTensors(): number {
  return activeTensors();
}

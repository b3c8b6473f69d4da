import * as tf from '@tensorflow/tfjs-core';
import type { DType, Tensor } from '../contract/tensor.ts';
import { broadcastShape, checkResult } from './check-shapes.ts';
import { operand, typedOperand } from './check-tensors.ts';
import { commonDType, empty, inDType, onPair, run } from './promote.ts';
import { wrap } from './raw.ts';

/**
 * A statement about two numbers, broadcasting; bool. Operands of different dtypes are compared in the one that holds
 * both: bool → int32 → float32.
 *
 * @throws RangeError when the shapes do not broadcast, TypeError unless both are tensors
 */
type Binary = (a: Tensor, b: Tensor) => Tensor;

const comparison =
  (op: string, kernel: string): Binary =>
  (a, b) =>
    onPair(op, a, b, (a, b) => onOneShape(kernel, a, b), { result: 'bool' });

/** Runs a kernel on operands of one shape. tfjs's wasm takes 20 times as long where it broadcasts itself. */
function onOneShape(kernel: string, a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  if (a.size === 1 || b.size === 1) return run(kernel, { a, b });
  const shape = tf.broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
  return tf.tidy(() => run(kernel, { a: tf.broadcastTo(a, shape), b: tf.broadcastTo(b, shape) }));
}

/**
 * a = b element by element, broadcasting; bool. NaN equals nothing.
 *
 * Shapes: `a: [...]`, `b: [...]` → their broadcast shape, bool.
 *
 * @throws RangeError when the shapes do not broadcast, TypeError unless both are tensors
 * @example
 * ```ts
 * const y = equal(tensor([1, 2], [2]), scalar(2)); // [false, true]
 * ```
 */
export const equal: Binary = comparison('equal', 'Equal');
/**
 * a ≠ b element by element, broadcasting; bool.
 *
 * Shapes: as {@link equal}.
 *
 * @throws RangeError when the shapes do not broadcast, TypeError unless both are tensors
 * @example
 * ```ts
 * const y = notEqual(tensor([1, 2], [2]), scalar(2)); // [true, false]
 * ```
 */
export const notEqual: Binary = comparison('notEqual', 'NotEqual');
/**
 * a > b element by element, broadcasting; bool.
 *
 * Shapes: as {@link equal}.
 *
 * @throws RangeError when the shapes do not broadcast, TypeError unless both are tensors
 * @example
 * ```ts
 * const y = greater(tensor([1, 3], [2]), scalar(2)); // [false, true]
 * ```
 */
export const greater: Binary = comparison('greater', 'Greater');
/**
 * a ≥ b element by element, broadcasting; bool.
 *
 * Shapes: as {@link equal}.
 *
 * @throws RangeError when the shapes do not broadcast, TypeError unless both are tensors
 * @example
 * ```ts
 * const y = greaterEqual(tensor([1, 2], [2]), scalar(2)); // [false, true]
 * ```
 */
export const greaterEqual: Binary = comparison('greaterEqual', 'GreaterEqual');
/**
 * a < b element by element, broadcasting; bool.
 *
 * Shapes: as {@link equal}.
 *
 * @throws RangeError when the shapes do not broadcast, TypeError unless both are tensors
 * @example
 * ```ts
 * const y = less(tensor([1, 2], [2]), scalar(2)); // [true, false]
 * ```
 */
export const less: Binary = comparison('less', 'Less');
/**
 * a ≤ b element by element, broadcasting; bool.
 *
 * Shapes: as {@link equal}.
 *
 * @throws RangeError when the shapes do not broadcast, TypeError unless both are tensors
 * @example
 * ```ts
 * const y = lessEqual(tensor([1, 3], [2]), scalar(2)); // [true, false]
 * ```
 */
export const lessEqual: Binary = comparison('lessEqual', 'LessEqual');

/**
 * Both true, broadcasting.
 *
 * Shapes: `a: [...] bool`, `b: [...] bool` → their broadcast shape, bool.
 *
 * @throws RangeError when the shapes do not broadcast, TypeError unless both are bool
 * @example
 * ```ts
 * const inside = logicalAnd(greater(x, scalar(0)), less(x, scalar(1)));
 * ```
 */
export function logicalAnd(a: Tensor, b: Tensor): Tensor {
  const x = typedOperand('logicalAnd', 'a', a, 'bool');
  const y = typedOperand('logicalAnd', 'b', b, 'bool');
  const shape = broadcastShape('logicalAnd', x.shape, y.shape);
  if (x.size === 0 || y.size === 0) return wrap(empty(shape, 'bool'));
  return wrap(onOneShape('LogicalAnd', x, y));
}

/**
 * Not x.
 *
 * Shapes: `x: [...] bool` → the same.
 *
 * @throws TypeError unless x is bool
 * @example
 * ```ts
 * const outside = logicalNot(inside);
 * ```
 */
export function logicalNot(x: Tensor): Tensor {
  return wrap(run('LogicalNot', { x: typedOperand('logicalNot', 'x', x, 'bool') }));
}

/**
 * a where the condition is true, b elsewhere; broadcasting. The gradient goes where the value came from.
 *
 * Shapes: `condition: [...] bool`, `a: [...]`, `b: [...]` → their broadcast shape, in the dtype that holds a and b.
 *
 * @throws RangeError when the shapes do not broadcast, TypeError unless the condition is bool and all are tensors
 * @example
 * ```ts
 * const y = where(greater(x, scalar(0)), x, scalar(0)); // relu
 * ```
 */
export function where(condition: Tensor, a: Tensor, b: Tensor): Tensor {
  const chosen = typedOperand('where', 'condition', condition, 'bool');
  const x = operand('where', 'a', a);
  const y = operand('where', 'b', b);
  const shape = broadcastShape('where', chosen.shape, broadcastShape('where', x.shape, y.shape));
  const dtype: DType = x.dtype === y.dtype ? (x.dtype as DType) : commonDType(x, y);
  if (checkResult('where', shape) === 0) return wrap(empty(shape, dtype));
  // tfjs's wasm body takes bytes for numbers of 32 bits.
  const chosenFrom = dtype === 'bool' ? 'int32' : dtype;
  return wrap(
    tf.tidy(() => inDType(tf.where(chosen, inDType(x, chosenFrom), inDType(y, chosenFrom)), dtype)),
  );
}

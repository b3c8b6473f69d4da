import { checkOneOf } from '@seqloom/options';
import type { ActivationName } from '../contract/activation.ts';
import type { Tensor } from '../contract/tensor.ts';
import { add, div, maximum, minimum, mul, sub } from '../engine/arithmetic.ts';
import { cast } from '../engine/cast.ts';
import { operand } from '../engine/check-tensors.ts';
import { greater, less, logicalAnd } from '../engine/compare.ts';
import { scalar } from '../engine/create.ts';
import { abs, clip, elu, erf, exp, neg, relu, sigmoid, softplus, square, tanh } from '../engine/functions.ts';
import { identity, tidy } from '../engine/memory.ts';
import { sum } from '../engine/reduce.ts';
import { logSoftmax, softmax } from '../engine/softmax.ts';

/** An activation and its way back, written out because nothing is recorded inside a kernel. */
interface Activation {
  readonly of: (z: Tensor) => Tensor;
  /** dL/dz from dL/dy, z and y = of(z). */
  readonly back: (dy: Tensor, z: Tensor, y: Tensor) => Tensor;
}

/** Klambauer et al. 2017. */
const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;
/** Keras' slope of `leakyRelu` below zero. */
const LEAK = 0.2;

const one = () => scalar(1);
const times = (x: Tensor, factor: number) => mul(x, scalar(factor));
/** 1 where low < z < high, 0 elsewhere. */
const within = (z: Tensor, low: number, high: number) =>
  cast(logicalAnd(greater(z, scalar(low)), less(z, scalar(high))), 'float32');
const positive = (z: Tensor) => cast(greater(z, scalar(0)), 'float32');
const hardSigmoid = (z: Tensor) => clip(add(times(z, 1 / 6), scalar(0.5)), 0, 1);
/** Standard normal distribution function. */
const phi = (z: Tensor) => times(add(erf(times(z, Math.SQRT1_2)), one()), 0.5);

/** An activation whose derivative is a function of its argument and its value. */
const elementwise = (
  of: (z: Tensor) => Tensor,
  derivative: (z: Tensor, y: Tensor) => Tensor,
): Activation => ({ of, back: (dy, z, y) => mul(dy, derivative(z, y)) });

const silu = elementwise(
  (z) => mul(z, sigmoid(z)),
  (z, y) => {
    const s = sigmoid(z);
    return add(s, mul(y, sub(one(), s)));
  },
);

const ACTIVATIONS: Readonly<Record<ActivationName, Activation>> = {
  linear: { of: (z) => z, back: (dy) => dy },
  relu: elementwise(relu, positive),
  relu6: elementwise(
    (z) => clip(z, 0, 6),
    (z) => within(z, 0, 6),
  ),
  leakyRelu: elementwise(
    (z) => maximum(z, times(z, LEAK)),
    (z) => add(times(positive(z), 1 - LEAK), scalar(LEAK)),
  ),
  elu: elementwise(elu, (z) => exp(minimum(z, scalar(0)))),
  selu: elementwise(
    (z) => times(add(times(elu(z), SELU_ALPHA), times(relu(z), 1 - SELU_ALPHA)), SELU_SCALE),
    (z) => {
      const above = positive(z);
      const below = times(mul(exp(minimum(z, scalar(0))), sub(one(), above)), SELU_ALPHA);
      return times(add(above, below), SELU_SCALE);
    },
  ),
  gelu: elementwise(
    (z) => mul(z, phi(z)),
    (z) => add(phi(z), mul(z, times(exp(times(square(z), -0.5)), 1 / Math.sqrt(2 * Math.PI)))),
  ),
  sigmoid: elementwise(sigmoid, (_z, y) => mul(y, sub(one(), y))),
  hardSigmoid: elementwise(hardSigmoid, (z) => times(within(z, -3, 3), 1 / 6)),
  legacyHardSigmoid: elementwise(
    (z) => clip(add(times(z, 0.2), scalar(0.5)), 0, 1),
    (z) => times(within(z, -2.5, 2.5), 0.2),
  ),
  silu,
  swish: silu,
  hardSilu: elementwise(
    (z) => mul(z, hardSigmoid(z)),
    (z) => add(hardSigmoid(z), times(mul(z, within(z, -3, 3)), 1 / 6)),
  ),
  mish: elementwise(
    (z) => mul(z, tanh(softplus(z))),
    (z) => {
      const t = tanh(softplus(z));
      return add(t, mul(mul(z, sigmoid(z)), sub(one(), square(t))));
    },
  ),
  tanh: elementwise(tanh, (_z, y) => sub(one(), square(y))),
  hardTanh: elementwise(
    (z) => clip(z, -1, 1),
    (z) => within(z, -1, 1),
  ),
  softplus: elementwise(softplus, sigmoid),
  softsign: elementwise(
    (z) => div(z, add(abs(z), one())),
    (z) => div(one(), square(add(abs(z), one()))),
  ),
  exponential: elementwise(exp, (_z, y) => y),
  softmax: {
    of: softmax,
    back: (dy, _z, y) => {
      const weighted = mul(dy, y);
      return add(weighted, neg(mul(sum(weighted, -1, true), y)));
    },
  },
  logSoftmax: { of: logSoftmax, back: (dy, _z, y) => sub(dy, mul(sum(dy, -1, true), exp(y))) },
};

/** All names, for messages and tests. */
export const activationNames: readonly ActivationName[] = Object.keys(ACTIVATIONS) as ActivationName[];

/** y = activation(z), and the way from dL/dy to dL/dz. */
export interface Activated {
  readonly y: Tensor;
  readonly back: (dy: Tensor) => Tensor;
}

/**
 * y = activation(x), operation by operation: the tape records it. y is a tensor of its own, of `linear` too.
 *
 * Shapes: any → the same, float32.
 *
 * @throws RangeError for an unknown name, with the list of known ones; TypeError unless x is a tensor
 *
 * **Source**: `keras.activations` of Keras 3.
 *
 * @example
 * ```ts
 * const y = applyActivation('gelu', x);
 * ```
 */
export function applyActivation(name: ActivationName, x: Tensor): Tensor {
  checkOneOf('applyActivation', 'name', name, activationNames);
  operand('applyActivation', 'x', x);
  return tidy(() => {
    const z = x.dtype === 'float32' ? identity(x) : cast(x, 'float32');
    return ACTIVATIONS[name].of(z);
  });
}

/** y = activation(z) outside the tape, with the function from dL/dy to dL/dz. */
export function activateWithGradient(name: ActivationName, z: Tensor): Activated {
  const { of, back }: Activation = ACTIVATIONS[name];
  const y = of(z);
  return { y, back: (dy) => back(dy, z, y) };
}

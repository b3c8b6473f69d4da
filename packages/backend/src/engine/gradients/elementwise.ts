import * as tf from '@tensorflow/tfjs-core';
import { AB, type Rule, type Rules, type T, unbroadcast, when, X, Y } from './rule.ts';

/** Rule of a function of one tensor: dx = dy · slope, from the saved input or output. */
const slope =
  (of: (saved: T) => T): Rule =>
  (dy, [saved]) => ({ x: () => tf.mul(dy, of(saved!)) });

/** Rule of a broadcasting function of a and b. */
const both =
  (da: (dy: T, a: T, b: T) => T, db: (dy: T, a: T, b: T) => T): Rule =>
  (dy, [a, b]) => ({
    a: () => unbroadcast(da(dy, a!, b!), a!.shape),
    b: () => unbroadcast(db(dy, a!, b!), b!.shape),
  });

const one = () => tf.scalar(1);

/** Rule of a function that is flat wherever it has a slope: what is chosen by a comparison does not change with it. */
const flat: Rule = (_dy, [a, b]) => ({ a: () => tf.zeros(a!.shape), b: () => tf.zeros(b!.shape) });

/** Functions of single numbers, and of two that are broadcast against each other. */
export const elementwiseRules: Rules = {
  Add: [
    AB,
    both(
      (dy) => dy,
      (dy) => dy,
    ),
  ],
  Sub: [
    AB,
    both(
      (dy) => dy,
      (dy) => tf.neg(dy),
    ),
  ],
  Multiply: [
    AB,
    both(
      (dy, _a, b) => tf.mul(dy, b),
      (dy, a) => tf.mul(dy, a),
    ),
  ],
  RealDiv: [
    AB,
    both(
      (dy, _a, b) => tf.div(dy, b),
      (dy, a, b) => tf.neg(tf.div(tf.mul(dy, a), tf.square(b))),
    ),
  ],
  Maximum: [
    AB,
    both(
      (dy, a, b) => tf.mul(dy, when(tf.greaterEqual(a, b))),
      (dy, a, b) => tf.mul(dy, when(tf.less(a, b))),
    ),
  ],
  Minimum: [
    AB,
    both(
      (dy, a, b) => tf.mul(dy, when(tf.lessEqual(a, b))),
      (dy, a, b) => tf.mul(dy, when(tf.greater(a, b))),
    ),
  ],
  Pow: [
    AB,
    both(
      // Where the exponent is 0 the power is constant, even at a base of 0.
      (dy, a, b) =>
        tf.mul(
          dy,
          tf.where(tf.equal(b, tf.scalar(0)), tf.zerosLike(a), tf.mul(b, tf.pow(a, tf.sub(b, one())))),
        ),
      // ln a, and 0 where a ≤ 0: there the power has no derivative, or 0^b with b > 0 a flat one.
      (dy, a, b) =>
        tf.mul(dy, tf.where(tf.greater(a, tf.scalar(0)), tf.mul(tf.pow(a, b), tf.log(a)), tf.zerosLike(dy))),
    ),
  ],
  AddN: [{ all: true }, (dy, terms) => Object.fromEntries(terms.map((_, i) => [i, () => tf.clone(dy)]))],

  Equal: [AB, flat],
  NotEqual: [AB, flat],
  Greater: [AB, flat],
  GreaterEqual: [AB, flat],
  Less: [AB, flat],
  LessEqual: [AB, flat],
  LogicalAnd: [AB, flat],
  LogicalNot: [X, (_dy, [x]) => ({ x: () => tf.zeros(x!.shape) })],
  IsNan: [X, (_dy, [x]) => ({ x: () => tf.zeros(x!.shape) })],

  Neg: [X, (dy) => ({ x: () => tf.neg(dy) })],
  Abs: [X, slope((x) => tf.sign(x))],
  Exp: [Y, slope((y) => y)],
  Log: [X, slope((x) => tf.reciprocal(x))],
  Log1p: [X, slope((x) => tf.reciprocal(tf.add(x, one())))],
  Sqrt: [Y, slope((y) => tf.div(tf.scalar(0.5), y))],
  Rsqrt: [Y, slope((y) => tf.mul(tf.scalar(-0.5), tf.mul(y, tf.square(y))))],
  Square: [X, slope((x) => tf.mul(x, tf.scalar(2)))],
  Erf: [X, slope((x) => tf.mul(tf.exp(tf.neg(tf.square(x))), tf.scalar(2 / Math.sqrt(Math.PI))))],
  Sigmoid: [Y, slope((y) => tf.mul(y, tf.sub(one(), y)))],
  Tanh: [Y, slope((y) => tf.sub(one(), tf.square(y)))],
  Relu: [Y, slope((y) => tf.step(y))],
  Elu: [Y, slope((y) => tf.where(tf.greater(y, tf.scalar(0)), tf.onesLike(y), tf.add(y, one())))],
  Softplus: [X, slope((x) => tf.sigmoid(x))],
  Softmax: [
    Y,
    (dy, [y]) => ({
      logits: () => {
        const weighted = tf.mul(dy, y!);
        return tf.sub(weighted, tf.mul(tf.sum(weighted, -1, true), y!));
      },
    }),
  ],
  LogSoftmax: [Y, (dy, [y]) => ({ logits: () => tf.sub(dy, tf.mul(tf.sum(dy, -1, true), tf.exp(y!))) })],
  ClipByValue: [
    X,
    (dy, [x], { clipValueMin, clipValueMax }) => ({
      x: () =>
        tf.mul(
          dy,
          when(
            tf.logicalAnd(
              tf.greaterEqual(x!, tf.scalar(clipValueMin as number)),
              tf.lessEqual(x!, tf.scalar(clipValueMax as number)),
            ),
          ),
        ),
    }),
  ],
  Select: [
    { in: ['condition', 't', 'e'] },
    (dy, [condition, t, e]) => ({
      condition: () => tf.zerosLike(when(condition!)),
      t: () => unbroadcast(tf.mul(dy, when(condition!)), t!.shape),
      e: () => unbroadcast(tf.mul(dy, when(tf.logicalNot(condition!))), e!.shape),
    }),
  ],
};

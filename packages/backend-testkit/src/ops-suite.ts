import * as s from '@seqloom/backend';
import { describe, expect, test } from 'vitest';
import { checkGradients } from './gradient-check.ts';
import { expectClose, numbers, take } from './numbers.ts';

type Unary = readonly [
  op: (x: s.Tensor) => s.Tensor,
  reference: (x: number) => number,
  low?: number,
  high?: number,
];
type Binary = readonly [
  op: (a: s.Tensor, b: s.Tensor) => s.Tensor,
  reference: (a: number, b: number) => number,
];

/** Abramowitz & Stegun 7.1.26 is too coarse for a reference: the series of erf, good for |x| < 3. */
function erf(x: number): number {
  let [term, total] = [x, x];
  for (let n = 1; n < 60; n++) {
    term *= -(x * x) / n;
    total += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * total;
}
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

const UNARY: Readonly<Record<string, Unary>> = {
  neg: [s.neg, (x) => -x],
  abs: [s.abs, Math.abs],
  exp: [s.exp, Math.exp],
  log: [s.log, Math.log, 0.2, 3],
  log1p: [s.log1p, Math.log1p, -0.5, 3],
  sqrt: [s.sqrt, Math.sqrt, 0.2, 3],
  rsqrt: [s.rsqrt, (x) => 1 / Math.sqrt(x), 0.3, 3],
  square: [s.square, (x) => x * x],
  pow3: [(x) => s.pow(x, 3), (x) => x ** 3],
  erf: [s.erf, erf],
  sigmoid: [s.sigmoid, sigmoid],
  tanh: [s.tanh, Math.tanh],
  relu: [s.relu, (x) => Math.max(x, 0)],
  elu: [s.elu, (x) => (x > 0 ? x : Math.expm1(x))],
  softplus: [s.softplus, (x) => Math.log1p(Math.exp(x))],
  clip: [(x) => s.clip(x, -0.9, 0.7), (x) => Math.min(Math.max(x, -0.9), 0.7)],
  identity: [s.identity, (x) => x],
  copy: [s.copy, (x) => x],
};

const BINARY: Readonly<Record<string, Binary>> = {
  add: [s.add, (a, b) => a + b],
  sub: [s.sub, (a, b) => a - b],
  mul: [s.mul, (a, b) => a * b],
  div: [s.div, (a, b) => a / b],
  maximum: [s.maximum, Math.max],
  minimum: [s.minimum, Math.min],
};

const COMPARE: Readonly<Record<string, Binary>> = {
  equal: [s.equal, (a, b) => Number(a === b)],
  notEqual: [s.notEqual, (a, b) => Number(a !== b)],
  greater: [s.greater, (a, b) => Number(a > b)],
  greaterEqual: [s.greaterEqual, (a, b) => Number(a >= b)],
  less: [s.less, (a, b) => Number(a < b)],
  lessEqual: [s.lessEqual, (a, b) => Number(a <= b)],
};

/** Element-by-element operations: values against JavaScript's, gradients against finite differences. */
export function elementwiseSuite(): void {
  describe('element by element', () => {
    for (const [name, [op, reference, low = -1.5, high = 1.5]] of Object.entries(UNARY)) {
      test(`${name}: values and gradient`, async () => {
        // Odd sizes reach the tails of vector loops.
        const x = numbers(15, 3, low, high);
        const y = s.tidy(() => op(s.tensor(x, [3, 5])));
        expectClose(await take(y), Array.from(x, reference));
        await checkGradients(op, [{ values: x, shape: [3, 5] }], { step: 2e-3 });
      });
    }
    // A model that has broken down must not look alive.
    test.each(Object.entries(UNARY))('%s of NaN is NaN', async (_, [op]) => {
      const x = [1, Number.NaN, 1, 1, 1, 1, Number.NaN];
      const y = await take(s.tidy(() => op(s.tensor(x, [7]))));
      expect(y.map(Number.isNaN)).toEqual(x.map(Number.isNaN));
    });
    for (const [name, [op, reference]] of Object.entries(BINARY)) {
      test(`${name}: values and gradients, broadcasting either operand`, async () => {
        const [a, b] = [numbers(6, 1, 0.5, 2), numbers(3, 2, 0.5, 2)];
        const y = s.tidy(() => op(s.tensor(a, [2, 3]), s.tensor(b, [3])));
        expectClose(
          await take(y),
          Array.from(a, (x, i) => reference(x, b[i % 3]!)),
        );
        const operands = [
          { values: a, shape: [2, 3] },
          { values: b, shape: [3] },
        ];
        await checkGradients(op, operands, { step: 2e-3 });
        await checkGradients((p, q) => op(q, p), operands, { step: 2e-3 });
      });
    }
    for (const [name, [op, reference]] of Object.entries(COMPARE)) {
      test(`${name} gives bools`, async () => {
        const [a, b] = [
          [1, 2, 3, 2],
          [2, 2, 1, 5],
        ];
        const y = s.tidy(() => op(s.tensor(a!, [4]), s.tensor(b!, [4])));
        expect(y.dtype).toBe('bool');
        expect(await take(y)).toEqual(a!.map((x, i) => reference(x, b![i]!)));
        const table = s.tidy(() => op(s.tensor(a!, [4, 1]), s.tensor(b!, [4])));
        expect(await take(table)).toEqual(a!.flatMap((x) => b!.map((y) => reference(x, y))));
      });
    }
    test('what a comparison decides does not change with what is compared', async () => {
      const x = numbers(7, 6);
      const leaky = (t: s.Tensor) => s.where(s.greater(t, s.scalar(0)), t, s.mul(t, s.scalar(0.25)));
      await checkGradients(leaky, [{ values: x, shape: [7] }], { step: 2e-3 });
      const inside = (t: s.Tensor) => {
        const low = s.logicalNot(s.less(t, s.scalar(-0.5)));
        return s.where(s.logicalAnd(low, s.lessEqual(t, s.scalar(0.5))), s.square(t), t);
      };
      await checkGradients(inside, [{ values: x, shape: [7] }], { step: 2e-3 });
    });
    test('where picks by condition, and sends the gradient there', async () => {
      const condition = s.tensor([1, 0, 1], [3], 'bool');
      const [a, b] = [numbers(3, 4), numbers(3, 5)];
      const y = s.tidy(() => s.where(condition, s.tensor(a, [3]), s.tensor(b, [3])));
      expect(await take(y)).toEqual([a[0], b[1], a[2]]);
      const operands = [a, b].map((values) => ({ values, shape: [3] }));
      await checkGradients((p, q) => s.where(condition, p, q), operands);
      condition.dispose();
    });
    test('where spreads condition and operands', async () => {
      const condition = s.tensor([1, 0], [2, 1], 'bool');
      const operands = [
        { values: numbers(6, 4), shape: [2, 3] },
        { values: numbers(3, 5), shape: [3] },
      ];
      const [a, b] = operands.map(({ values }) => values) as [Float32Array, Float32Array];
      const y = s.tidy(() => s.where(condition, s.tensor(a, [2, 3]), s.tensor(b, [3])));
      expect(await take(y)).toEqual([a[0], a[1], a[2], b[0], b[1], b[2]]);
      await checkGradients((p, q) => s.where(condition, p, q), operands);
      condition.dispose();
    });
    test('logicalAnd and logicalNot', async () => {
      const [p, q] = [s.tensor([1, 1, 0], [3], 'bool'), s.tensor([1, 0, 0], [3], 'bool')];
      expect(await take(s.logicalAnd(p, q))).toEqual([1, 0, 0]);
      expect(await take(s.logicalNot(q))).toEqual([0, 1, 1]);
      s.dispose(p, q);
    });
    test('softmax and logSoftmax: rows sum to one, large inputs stay finite', async () => {
      const y = await take(s.tidy(() => s.softmax(s.tensor([1000, 1001, -5, 0], [2, 2]))));
      expectClose(y, [sigmoid(-1), sigmoid(1), sigmoid(-5), sigmoid(5)]);
      const logs = await take(s.tidy(() => s.logSoftmax(s.tensor([1000, 1001, -200, 0], [2, 2]))));
      expectClose(logs, [Math.log(sigmoid(-1)), Math.log(sigmoid(1)), -200, 0]);
      for (const op of [s.softmax, s.logSoftmax]) {
        await checkGradients(op, [{ values: numbers(6, 8), shape: [2, 3] }]);
      }
    });
    test('cast converts between all dtypes', async () => {
      const x = s.tensor([0, 1.7, -2.3], [3]);
      expect(await take(s.cast(x, 'int32'))).toEqual([0, 1, -2]);
      expect(await take(s.cast(x, 'bool'))).toEqual([0, 1, 1]);
      expect(await take(s.tidy(() => s.cast(s.cast(x, 'bool'), 'float32')))).toEqual([0, 1, 1]);
      x.dispose();
    });
  });
}

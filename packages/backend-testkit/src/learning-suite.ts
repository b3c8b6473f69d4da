import * as s from '@seqloom/backend';
import { describe, expect, test } from 'vitest';
import { checkGradients } from './gradient-check.ts';
import { expectClose, numbers, take } from './numbers.ts';

const RULES: Readonly<Record<string, s.UpdateRule>> = {
  'plain SGD': { type: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false },
  'SGD with momentum': { type: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: false },
  'SGD with Nesterov momentum': { type: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: true },
  RMSprop: { type: 'rmsprop', learningRate: 0.01, rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false },
  'centred RMSprop with momentum': {
    type: 'rmsprop',
    learningRate: 0.01,
    rho: 0.9,
    momentum: 0.5,
    epsilon: 1e-3,
    centered: true,
  },
  Adam: { type: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, step: 1 },
  'clipped Adam': {
    type: 'adam',
    learningRate: 0.01,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-7,
    step: 1,
    gradientScale: 0.3,
  },
  Nadam: {
    type: 'nadam',
    learningRate: 0.01,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-7,
    step: 1,
    momentumProduct: 0,
  },
  'clipped Adagrad': { type: 'adagrad', learningRate: 0.05, epsilon: 1e-3, gradientScale: 0.3 },
};

/** The rule of a step, from 1. */
function ruleAt(rule: s.UpdateRule, step: number): s.UpdateRule {
  if (rule.type === 'adam') return { ...rule, step };
  if (rule.type !== 'nadam') return rule;
  let momentumProduct = 1;
  for (let t = 1; t <= step; t++) momentumProduct *= rule.beta1 * (1 - 0.5 * 0.96 ** t);
  return { ...rule, step, momentumProduct };
}

/** Keras 3's formulas on one number, in float64. */
function reference(rule: s.UpdateRule, steps: number, w: number, gradient: (step: number) => number): number {
  let [m, v, a, product] = [0, 0, 0, 1];
  for (let step = 1; step <= steps; step++) {
    const g = gradient(step) * (rule.gradientScale ?? 1);
    const rate = rule.learningRate;
    if (rule.type === 'sgd') {
      m = rule.momentum * m - rate * g;
      w += rule.momentum === 0 ? -rate * g : rule.nesterov ? rule.momentum * m - rate * g : m;
    } else if (rule.type === 'rmsprop') {
      v = rule.rho * v + (1 - rule.rho) * g * g;
      a = rule.rho * a + (1 - rule.rho) * g;
      const increment = (rate * g) / Math.sqrt((rule.centered ? v - a * a : v) + rule.epsilon);
      m = rule.momentum * m + increment;
      w -= m;
    } else if (rule.type === 'adagrad') {
      a += g * g;
      w -= (rate * g) / Math.sqrt(a + rule.epsilon);
    } else if (rule.type === 'nadam') {
      const [now, next] = [step, step + 1].map((t) => rule.beta1 * (1 - 0.5 * 0.96 ** t)) as [number, number];
      product *= now;
      m += (g - m) * (1 - rule.beta1);
      v += (g * g - v) * (1 - rule.beta2);
      const ahead = (next * m) / (1 - product * next) + ((1 - now) * g) / (1 - product);
      w -= (rate * ahead) / (Math.sqrt(v / (1 - rule.beta2 ** step)) + rule.epsilon);
    } else {
      m += (g - m) * (1 - rule.beta1);
      v += (g * g - v) * (1 - rule.beta2);
      w -= (m * s.adamAlpha({ ...rule, step })) / (Math.sqrt(v) + rule.epsilon);
    }
  }
  return w;
}

/** Look-ups, the tape and parameter updates. */
export function learningSuite(): void {
  describe('gather', () => {
    const table = { values: numbers(12, 1), shape: [4, 3] };
    test('picks rows, in the shape of the ids; its gradient adds up repeated rows', async () => {
      const ids = s.tensor(Int32Array.of(3, 0, 3, 1), [2, 2]);
      const y = s.tidy(() => s.gather(s.tensor(table.values, [4, 3]), ids));
      expect([...y.shape]).toEqual([2, 2, 3]);
      const row = (i: number) => Array.from(table.values.subarray(3 * i, 3 * i + 3));
      expect(await take(y)).toEqual([3, 0, 3, 1].flatMap(row));
      await checkGradients((t) => s.gather(t, ids), [table]);
      ids.dispose();
    });
    test('refuses an id outside the table', () => {
      const t = s.tensor(table.values, [4, 3]);
      for (const id of [4, -1]) {
        const ids = s.tensor(Int32Array.of(0, id), [2]);
        expect(() => s.gather(t, ids)).toThrow(s.IndexRangeError);
        expect(() => s.gather(t, ids)).toThrow(`index ${id} is outside 0 … 3`);
        ids.dispose();
      }
      t.dispose();
    });
    test('oneHot', async () => {
      expect(await take(s.tidy(() => s.oneHot(s.tensor(Int32Array.of(1, 0), [2]), 3)))).toEqual([
        0, 1, 0, 1, 0, 0,
      ]);
    });
  });

  describe('tape', () => {
    test('a tensor used twice gets both gradients', async () => {
      await checkGradients((x) => s.add(s.mul(x, x), s.sigmoid(x)), [{ values: numbers(5, 2), shape: [5] }]);
    });
    test('stopGradient is a constant; what the value does not depend on has no gradient', async () => {
      const [x, y] = [s.tensor([3], [1]), s.tensor([4], [1])];
      const { value, grads } = s.valueAndGrad(() => s.sum(s.mul(x, s.stopGradient(x))), [x, y]);
      expect(await take(value)).toEqual([9]);
      expect(await take(grads[0]!)).toEqual([3]);
      expect(grads[1]).toBeUndefined();
      s.dispose(x, y);
    });
    test('a power of 0 is constant, also at 0', async () => {
      const x = s.tensor([0, 2], [2]);
      const { value, grads } = s.valueAndGrad(() => s.sum(s.pow(x, 0)), [x]);
      expect(await take(value)).toEqual([2]);
      expect(await take(grads[0]!)).toEqual([0, 0]);
      expect(() => s.valueAndGrad(() => s.sum(x), [])).toThrow('there are no sources');
      x.dispose();
    });
    test('recordedOp: several outputs, saved tensors, an input left out', async () => {
      const twoAndThree = (x: s.Tensor) =>
        s.recordedOp({
          inputs: { x, unused: undefined },
          forward: (save) => {
            const factor = s.scalar(2);
            save([factor]);
            return [s.mul(x, factor), s.mul(x, s.scalar(3))];
          },
          backward: ([d2, d3], [factor]) => ({ x: s.add(s.mul(d2!, factor!), s.mul(d3!, s.scalar(3))) }),
        });
      const shape = [4];
      await checkGradients(
        (x) => s.add(...(twoAndThree(x) as [s.Tensor, s.Tensor])),
        [{ values: numbers(4), shape }],
      );
      await checkGradients((x) => twoAndThree(x)[1]!, [{ values: numbers(4), shape }]);
    });
    test('recordedOp: a gradient given as a function is computed only where it is wanted', async () => {
      const [a, b] = [s.scalar(2), s.scalar(5)];
      let asked = 0;
      const product = () =>
        s.recordedOp({
          inputs: { a, b },
          forward: (save) => {
            save([a, b]);
            return [s.mul(a, b)];
          },
          backward: ([dy], [a, b]) => ({
            a: () => {
              asked++;
              return s.mul(dy!, b!);
            },
            b: () => s.mul(dy!, a!),
          }),
        })[0]!;
      const second = s.valueAndGrad(product, [b]);
      expect(asked).toBe(0);
      const first = s.valueAndGrad(product, [a]);
      expect(asked).toBe(1);
      expect([...(await take(first.grads[0]!)), ...(await take(second.grads[0]!))]).toEqual([5, 2]);
      s.dispose(a, b, first.value, second.value);
    });
    test('passes further tensors through, and leaves nothing behind, also when the function throws', async () => {
      const x = s.tensor(numbers(6), [6]);
      const before = s.liveTensors();
      const { value, rest, grads } = s.valueAndGrad(() => {
        const y = s.sigmoid(x);
        return [s.mean(s.square(y)), s.mul(y, s.scalar(2))];
      }, [x]);
      expect(s.liveTensors()).toBe(before + 3);
      expectClose(
        await take(rest[0]!),
        Array.from(numbers(6), (v) => 2 / (1 + Math.exp(-v))),
      );
      s.dispose(value, grads[0]!);
      const failing = () => {
        s.sigmoid(s.exp(x));
        throw new Error('on purpose');
      };
      expect(() => s.valueAndGrad(failing, [x])).toThrow('on purpose');
      expect(s.liveTensors()).toBe(before);
      expect(() => s.valueAndGrad(() => s.sigmoid(x), [x])).toThrow('shape [6], expected a scalar');
      expect(s.liveTensors()).toBe(before);
      x.dispose();
    });
  });

  describe('allFinite', () => {
    test('is true for finite numbers, however large, and false wherever one is not', async () => {
      const [ok, large, none] = [numbers(9, 1), Float32Array.of(3e38, -3e38, 1e-40), new Float32Array(0)];
      const broken = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].flatMap((value) =>
        [0, 20, 4999].map((place) => numbers(5000, 2).fill(value, place, place + 1)),
      );
      const lists = [ok, large, none, Float32Array.of(0), ...broken];
      const flags = s.tidy(() => s.allFinite(lists.map((values) => s.tensor(values, [values.length]))));
      expect([flags.dtype, [...flags.shape]]).toEqual(['bool', [lists.length]]);
      expect(await take(flags)).toEqual([1, 1, 1, 1, ...broken.map(() => 0)]);
    });
  });

  describe('l2Norms', () => {
    const normsOf = (...arrays: readonly (readonly number[] | Float32Array)[]) => {
      const tensors = arrays.map((values) => s.tensor(values, [values.length]));
      const norms = s.l2Norms(tensors);
      s.dispose(...tensors);
      return norms;
    };
    test('are the square roots of the sums of squares', () => {
      const values = numbers(70_000, 7);
      const sum = values.reduce((total, x) => total + x * x, 0);
      expectClose(normsOf([3, 4], [0], [-2], values), [5, 0, 2, Math.sqrt(sum)]);
      expect(normsOf()).toEqual([]);
    });
    test('are finite for numbers whose squares are not', () => {
      expectClose(
        normsOf([3e30, 4e30]).map((norm) => norm / 1e30),
        [5],
      );
      expect(normsOf([3e38, -3e38, 3e38])[0]).toBeLessThan(1e39);
    });
    test('show a number that is not finite wherever it stands', () => {
      for (const count of [1, 5, 33, 40_000]) {
        for (const place of [0, count >> 1, count - 1]) {
          const values = numbers(count, 8);
          values[place] = Number.NaN;
          expect(normsOf(values)).toEqual([Number.NaN]);
          for (const infinite of [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
            values[place] = infinite;
            expect(normsOf(values)).toEqual([Number.POSITIVE_INFINITY]);
          }
        }
      }
    });
  });

  describe('updates', () => {
    for (const [name, rule] of Object.entries(RULES)) {
      test(`${name}: 20 steps equal Keras' formula`, async () => {
        const start = numbers(37, 5);
        const gradient = (i: number) => (step: number) => Math.sin(i + step) / (1 + i);
        const variable = { value: s.own(s.tensor(start, [37])) };
        const slots = Array.from({ length: s.slotCount(rule) }, () => ({ value: s.own(s.zeros([37])) }));
        for (let step = 1; step <= 20; step++) {
          const g = s.tensor(
            Float32Array.from({ length: 37 }, (_, i) => gradient(i)(step)),
            [37],
          );
          s.update(variable, g, slots, ruleAt(rule, step));
          g.dispose();
        }
        const expected = Array.from(start, (w, i) => reference(rule, 20, w, gradient(i)));
        // Per entry, relative to the distance travelled: small gradients show whether epsilon is inside or outside the root.
        expectClose(await take(variable.value), expected, 2e-6);
        for (const { value } of slots) value.dispose();
      });
    }
    test('never writes into a buffer that somebody else holds', async () => {
      const rule = RULES['plain SGD']!;
      const variable = { value: s.own(s.tensor([1, 2], [2])) };
      const held = s.identity(variable.value);
      const heldShape = s.reshape(variable.value, [2, 1]);
      const g = s.tensor([1, 1], [2]);
      s.update(variable, g, [], rule);
      expectClose(await take(held), [1, 2]);
      expectClose(await take(heldShape), [1, 2]);
      expectClose(await take(variable.value), [0.9, 1.9]);
      g.dispose();
    });
    test('own copies only what is shared, and survives a tidy', async () => {
      const before = s.liveTensors();
      const kept = s.tidy(() => {
        const x = s.tensor([1, 2], [2]);
        return [s.own(s.identity(x)), s.own(s.add(x, x))];
      });
      expect(s.liveTensors()).toBe(before + 2);
      expect(await take(kept[0]!)).toEqual([1, 2]);
      expect(await take(kept[1]!)).toEqual([2, 4]);
    });
    test('refuses wrong shapes and slots', () => {
      const variable = { value: s.tensor([1, 2], [2]) };
      const g = s.tensor([1], [1]);
      expect(() => s.update(variable, g, [], RULES['plain SGD']!)).toThrow(
        "the variable's shape [2], got [1]",
      );
      expect(() => s.update(variable, g, [], RULES.Adam!)).toThrow('got 0 slots, expected 2 for adam');
      s.dispose(variable.value, g);
    });
  });
}

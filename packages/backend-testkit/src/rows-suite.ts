import * as s from '@seqloom/backend';
import { describe, expect, test } from 'vitest';
import { expectClose, numbers, take } from './numbers.ts';

const [ROWS, WIDTH] = [9, 5];
const SGD = { type: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false } as const;
const RMSPROP = {
  type: 'rmsprop',
  learningRate: 0.1,
  rho: 0.8,
  momentum: 0,
  epsilon: 1e-7,
  centered: true,
} as const;
const ADAM = { type: 'adam', learningRate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-7, step: 3 } as const;

const variable = (values: Float32Array) => ({ value: s.own(s.tensor(values, [ROWS, WIDTH])) });

/** Gradients of tables as rows, and updates of rows: always as rows, so that every backend is tested. */
export function rowsSuite(): void {
  const ids = Int32Array.of(7, 2, 7, 0);

  /** The gradient of Σ x[i]·w[i] for the rows x of `ids`: w itself, added up by row. */
  function differentiate(table: s.Tensor): s.RowGradient {
    return s.tidy(() => {
      const weights = s.tensor(numbers(ids.length * WIDTH, 4), [ids.length, WIDTH]);
      const index = s.tensor(ids, [ids.length]);
      const lossOf = () => s.sum(s.mul(s.gather(table, index), weights));
      const { grads } = s.valueAndRowGrad(lossOf, [table], { always: true });
      return grads[0] as s.RowGradient;
    });
  }

  describe('gradients of rows', () => {
    test('name each row once, in rising order, with the sum of what it received', async () => {
      const before = s.liveTensors();
      const table = variable(numbers(ROWS * WIDTH, 1));
      const gradient = differentiate(table.value);
      expect(s.isRowGradient(gradient)).toBe(true);
      expect(gradient.shape).toEqual([ROWS, WIDTH]);
      expect([...gradient.indices]).toEqual([0, 2, 7]);
      const w = numbers(ids.length * WIDTH, 4);
      const row = (i: number) => w.subarray(i * WIDTH, (i + 1) * WIDTH);
      const sum = Array.from(row(0), (x, c) => x + row(2)[c]!);
      const dense = s.denseGradient(gradient);
      expectClose(await take(gradient.rows), [...row(3), ...row(1), ...sum]);
      const expected = new Float32Array(ROWS * WIDTH);
      expected.set(row(3), 0);
      expected.set(row(1), 2 * WIDTH);
      expected.set(sum, 7 * WIDTH);
      expectClose(await take(dense), expected);
      table.value.dispose();
      expect(s.liveTensors()).toBe(before);
    });

    test('are dense where the table is used otherwise, or where rows are not asked for', async () => {
      const table = variable(numbers(ROWS * WIDTH, 1));
      const index = s.tensor(ids, [ids.length]);
      const lossOf = () =>
        s.add(s.sum(s.gather(table.value, index)), s.sum(s.square(s.gather(table.value, index))));
      const { value, grads } = s.valueAndRowGrad(lossOf, [table.value], { always: true });
      const plain = s.valueAndGrad(lossOf, [table.value]);
      expect(s.isRowGradient(grads[0]!)).toBe(false);
      expect(await take(grads[0] as s.Tensor)).toEqual(await take(plain.grads[0]!));
      const small = s.valueAndRowGrad(lossOf, [table.value]);
      expect(s.isRowGradient(small.grads[0]!)).toBe(false);
      s.dispose(value, plain.value, small.value, small.grads[0] as s.Tensor, table.value, index);
    });
  });

  describe('updates of rows', () => {
    for (const [name, rule] of [
      ['SGD', SGD],
      ['centred RMSprop', RMSPROP],
      ['Adam', ADAM],
    ] as const) {
      test(`${name}: equal the update of the whole table in these rows and leave the others`, async () => {
        const before = s.liveTensors();
        const start = numbers(ROWS * WIDTH, 1);
        const make = () => [
          variable(start),
          ...Array.from({ length: s.slotCount(rule) }, (_, i) =>
            variable(numbers(ROWS * WIDTH, 5 + i, 0.1, 0.2)),
          ),
        ];
        const [[w, ...slots], [whole, ...wholeSlots]] = [make(), make()];
        const gradient = differentiate(w!.value);
        const dense = s.denseGradient(gradient);
        s.updateRows(w!, gradient, slots, rule);
        s.update(whole!, dense, wholeSlots, rule);
        s.dispose(dense, gradient.rows);
        const touched = (i: number) => [0, 2, 7].includes(Math.floor(i / WIDTH));
        for (const [k, { value }] of [w!, ...slots].entries()) {
          const expected = await take([whole!, ...wholeSlots][k]!.value);
          const old = k === 0 ? start : numbers(ROWS * WIDTH, 4 + k, 0.1, 0.2);
          expectClose(
            await take(value),
            expected.map((x, i) => (touched(i) ? x : old[i]!)),
            1e-6,
          );
        }
        expect(s.liveTensors()).toBe(before);
      });
    }

    test('never write into a buffer that somebody else holds', async () => {
      const table = variable(numbers(ROWS * WIDTH, 1));
      const held = s.identity(table.value);
      expect(s.canUpdateRows(table, [])).toBe(false);
      const gradient = differentiate(table.value);
      s.updateRows(table, gradient, [], SGD);
      expect(await take(held)).toEqual([...numbers(ROWS * WIDTH, 1)]);
      s.dispose(table.value, gradient.rows);
    });

    test('refuse a rule with momentum, and shapes that do not fit', () => {
      const table = variable(numbers(ROWS * WIDTH, 1));
      const gradient = differentiate(table.value);
      const slot = variable(numbers(ROWS * WIDTH, 2));
      expect(() => s.updateRows(table, gradient, [slot], { ...SGD, momentum: 0.9 })).toThrow(
        'updateRows: momentum moves all rows, got 0.9, expected 0.',
      );
      const other = new s.RowGradient([8, WIDTH], gradient.indices, gradient.rows);
      expect(() => s.updateRows(table, other, [], SGD)).toThrow(
        "updateRows: the gradient must have the variable's shape [9, 5], got [8, 5].",
      );
      s.dispose(table.value, slot.value, gradient.rows);
    });

    test('may come later for the means of RMSprop, with the same bits', async () => {
      const start = numbers(ROWS * WIDTH, 2, 0, 1);
      const [late, at] = [variable(start), variable(start)];
      const rule = { ...RMSPROP, centered: false };
      const w = variable(numbers(ROWS * WIDTH, 1));
      if (!s.canUpdateRows(w, [late])) return s.dispose(w.value, late.value, at.value);
      const zeros = s.zeros([ROWS, WIDTH]);
      for (let step = 0; step < 50; step++) s.update(w, zeros, [at], rule);
      s.decayRows(
        w,
        [late],
        rule,
        Int32Array.from({ length: ROWS }, () => 50),
      );
      expect(await take(late.value)).toEqual(await take(at.value));
      s.dispose(w.value, zeros);
    });
  });
}

import * as s from '@seqloom/backend';
import { describe, expect, test } from 'vitest';
import { checkGradients } from './gradient-check.ts';
import { expectClose, numbers, take } from './numbers.ts';

const SHAPE = [2, 3, 5] as const;
const VALUES = numbers(30, 6);
const INPUT = [{ values: VALUES, shape: SHAPE }];
/** Index of (i, j, k) in an array of `SHAPE`. */
const at = (i: number, j: number, k: number) => (i * 3 + j) * 5 + k;

type Case = readonly [
  op: (x: s.Tensor) => s.Tensor,
  shape: readonly number[],
  (...index: number[]) => number,
];

/** Operation, shape of its result, and the input position of each result entry. */
const MOVES: Readonly<Record<string, Case>> = {
  reshape: [(x) => s.reshape(x, [-1, 5]), [6, 5], (r, k) => r! * 5 + k!],
  expandDims: [(x) => s.expandDims(x, 1), [2, 1, 3, 5], (i, _, j, k) => at(i!, j!, k!)],
  squeeze: [(x) => s.squeeze(s.reshape(x, [2, 1, 15])), [2, 15], (i, r) => i! * 15 + r!],
  transpose: [(x) => s.transpose(x, [2, 0, 1]), [5, 2, 3], (k, i, j) => at(i!, j!, k!)],
  'transpose of the last axes': [(x) => s.transpose(x, [0, 2, 1]), [2, 5, 3], (i, k, j) => at(i!, j!, k!)],
  'reverse of the last axis': [(x) => s.reverse(x, -1), SHAPE, (i, j, k) => at(i!, j!, 4 - k!)],
  'reverse of the middle axis': [(x) => s.reverse(x, 1), SHAPE, (i, j, k) => at(i!, 2 - j!, k!)],
  'slice of one axis': [
    (x) => s.slice(x, [0, 1, 0], [-1, 2, -1]),
    [2, 2, 5],
    (i, j, k) => at(i!, j! + 1, k!),
  ],
  'slice of several axes': [
    (x) => s.slice(x, [1, 0, 2], [1, 2, 2]),
    [1, 2, 2],
    (_, j, k) => at(1, j!, k! + 2),
  ],
  'concat of the first axis': [(x) => s.concat([x, x], 0), [4, 3, 5], (i, j, k) => at(i! % 2, j!, k!)],
  'concat of the last axis': [(x) => s.concat([x, x], 2), [2, 3, 10], (i, j, k) => at(i!, j!, k! % 5)],
  stack: [(x) => s.stack([x, x], 1), [2, 2, 3, 5], (i, _, j, k) => at(i!, j!, k!)],
  unstack: [(x) => s.unstack(x, 1)[2]!, [2, 5], (i, k) => at(i!, 2, k!)],
  tile: [(x) => s.tile(x, [1, 2, 1]), [2, 6, 5], (i, j, k) => at(i!, j! % 3, k!)],
};

function* indices(shape: readonly number[]): Generator<number[]> {
  if (shape.length === 0) yield [];
  else {
    for (let i = 0; i < shape[0]!; i++) for (const rest of indices(shape.slice(1))) yield [i, ...rest];
  }
}

/** Reductions, products and everything that moves numbers around. */
export function arraysSuite({ largestInteger = 2 ** 31 }: Pick<s.BackendPlugin, 'largestInteger'>): void {
  describe('shapes', () => {
    for (const [name, [op, shape, source]] of Object.entries(MOVES)) {
      test(`${name}: values and gradient`, async () => {
        const y = s.tidy(() => op(s.tensor(VALUES, SHAPE)));
        expect([...y.shape]).toEqual([...shape]);
        expect(await take(y)).toEqual([...indices(shape)].map((index) => VALUES[source(...index)]));
        await checkGradients(op, INPUT);
      });
    }
    test('a tensor keeps its numbers when the array it was made of changes', async () => {
      for (const array of [Float32Array.of(1, 2, 3), Int32Array.of(1, 2, 3)]) {
        const x = s.tensor(array, [3]);
        array[0] = 9;
        expect([...(await x.data())]).toEqual([1, 2, 3]);
        x.dispose();
      }
    });

    test('pad fills with the value, and its gradient drops the border', async () => {
      const op = (x: s.Tensor) =>
        s.pad(
          x,
          [
            [0, 0],
            [2, 0],
            [0, 1],
          ],
          7,
        );
      const y = s.tidy(() => op(s.tensor(VALUES, SHAPE)));
      expect([...y.shape]).toEqual([2, 5, 6]);
      const expected = [...indices([2, 5, 6])].map(([i, j, k]) =>
        j! < 2 || k === 5 ? 7 : VALUES[at(i!, j! - 2, k!)],
      );
      expect(await take(y)).toEqual(expected);
      await checkGradients(op, INPUT);
    });
    test('concat and slice keep int32', async () => {
      const ids = s.tensor(Int32Array.of(1, 2, 3, 4), [2, 2]);
      const y = s.tidy(() => s.slice(s.concat([ids, ids], 1), [0, 1], [2, 2]));
      expect(y.dtype).toBe('int32');
      expect(await take(y)).toEqual([2, 1, 4, 3]);
      ids.dispose();
    });
    test('tile repeats several axes, and keeps int32 and bool', async () => {
      const large = Math.min(2 ** 24 + 1, largestInteger); // float32 does not hold the former
      const ids = s.tensor(Int32Array.of(0, large), [1, 2]);
      for (const [x, expected] of [
        [ids, [0, large]],
        [s.cast(ids, 'bool'), [0, 1]],
      ] as const) {
        const y = s.tidy(() => s.tile(x, [2, 3]));
        expect([y.dtype, [...y.shape]]).toEqual([x.dtype, [2, 6]]);
        expect(await take(y)).toEqual(Array.from({ length: 6 }, () => expected).flat());
        x.dispose();
      }
    });
  });

  describe('reductions', () => {
    const lists: readonly (readonly number[] | undefined)[] = [
      undefined,
      [0],
      [1],
      [2],
      [-1],
      [0, 1],
      [1, 2],
      [0, 2],
    ];
    for (const axes of lists) {
      test(`sum, mean and max over axes ${axes ? `[${axes.join(', ')}]` : 'all'}`, async () => {
        const reduced = (axes ?? [0, 1, 2]).map((axis) => (axis + 3) % 3);
        const groups = new Map<string, number[]>();
        for (const index of indices(SHAPE)) {
          const key = index.filter((_, axis) => !reduced.includes(axis)).join();
          groups.set(key, [...(groups.get(key) ?? []), VALUES[at(index[0]!, index[1]!, index[2]!)]!]);
        }
        const sums = [...groups.values()].map((group) => group.reduce((a, b) => a + b));
        const count = 30 / groups.size;
        const run = (op: typeof s.sum, keep?: boolean) =>
          s.tidy(() => op(s.tensor(VALUES, SHAPE), axes, keep));
        expectClose(await take(run(s.sum)), sums);
        expectClose(
          await take(run(s.mean)),
          sums.map((total) => total / count),
        );
        expectClose(
          await take(run(s.max)),
          [...groups.values()].map((group) => Math.max(...group)),
        );
        const kept = run(s.sum, true);
        expect([...kept.shape]).toEqual(SHAPE.map((length, axis) => (reduced.includes(axis) ? 1 : length)));
        kept.dispose();
        for (const op of [s.sum, s.mean, s.max]) {
          await checkGradients((x) => op(x, axes), INPUT, { step: 2e-3 });
          await checkGradients((x) => op(x, axes, true), INPUT, { step: 2e-3 });
        }
      });
    }
    test('the gradient of max is shared by equal ones, infinite ones too', async () => {
      const low = Number.NEGATIVE_INFINITY;
      const x = s.tensor([1, 3, 3, 5, 0, -1, low, low, low], [3, 3]);
      const { value, grads } = s.valueAndGrad(() => s.sum(s.max(x, 1)), [x]);
      expectClose(await take(grads[0]!), [0, 1 / 2, 1 / 2, 1, 0, 0, 1 / 3, 1 / 3, 1 / 3]);
      s.dispose(value, x);
    });
    test('argMax gives the first of equal ones', async () => {
      const y = s.tidy(() => s.argMax(s.tensor([1, 3, 3, 5, 0, 5], [2, 3]), 1));
      expect(y.dtype).toBe('int32');
      expect(await take(y)).toEqual([1, 0]);
    });
  });

  describe('products', () => {
    for (const [transposeA, transposeB] of [
      [false, false],
      [false, true],
      [true, false],
      [true, true],
    ] as const) {
      test(`matMul with transposeA ${transposeA}, transposeB ${transposeB}`, async () => {
        const [m, k, n] = [5, 7, 3];
        const [a, b] = [numbers(m * k, 1), numbers(k * n, 2)];
        const [shapeA, shapeB] = [transposeA ? [k, m] : [m, k], transposeB ? [n, k] : [k, n]];
        const op = (p: s.Tensor, q: s.Tensor) => s.matMul(p, q, { transposeA, transposeB });
        const y = s.tidy(() => op(s.tensor(a, shapeA), s.tensor(b, shapeB)));
        const expected = [...indices([m, n])].map(([i, j]) => {
          let total = 0;
          for (let d = 0; d < k; d++) {
            total += a[transposeA ? d * m + i! : i! * k + d]! * b[transposeB ? j! * k + d : d * n + j!]!;
          }
          return total;
        });
        expectClose(await take(y), expected);
        await checkGradients(op, [
          { values: a, shape: shapeA },
          { values: b, shape: shapeB },
        ]);
      });
    }
    test('matMul broadcasts a matrix over a batch', async () => {
      const operands = [
        { values: numbers(12, 1), shape: [2, 3, 2] },
        { values: numbers(8, 2), shape: [2, 4] },
      ];
      const y = s.tidy(() =>
        s.matMul(s.tensor(operands[0]!.values, [2, 3, 2]), s.tensor(operands[1]!.values, [2, 4])),
      );
      expect([...y.shape]).toEqual([2, 3, 4]);
      const [a, b] = operands.map(({ values }) => values) as [Float32Array, Float32Array];
      expectClose(
        await take(y),
        [...indices([6, 4])].map(([r, j]) => a[2 * r!]! * b[j!]! + a[2 * r! + 1]! * b[4 + j!]!),
      );
      await checkGradients((p, q) => s.matMul(p, q), operands);
    });
    for (const activation of ['linear', 'relu', 'sigmoid', 'tanh'] as const) {
      test(`dense with ${activation}: equals its parts, values and gradients`, async () => {
        const parts = { linear: (x: s.Tensor) => x, relu: s.relu, sigmoid: s.sigmoid, tanh: s.tanh };
        const operands = [
          { values: numbers(2 * 3 * 5, 1), shape: [2, 3, 5] },
          { values: numbers(5 * 4, 2), shape: [5, 4] },
          { values: numbers(4, 3), shape: [4] },
        ];
        const whole = (x: s.Tensor, kernel: s.Tensor, bias: s.Tensor) =>
          s.dense({ x, kernel, bias, activation });
        const composed = (x: s.Tensor, kernel: s.Tensor, bias: s.Tensor) =>
          parts[activation](s.reshape(s.add(s.matMul(s.reshape(x, [6, 5]), kernel), bias), [2, 3, 4]));
        const tensors = operands.map(({ values, shape }) => s.tensor(values, shape)) as [
          s.Tensor,
          s.Tensor,
          s.Tensor,
        ];
        expectClose(await take(whole(...tensors)), await take(s.tidy(() => composed(...tensors))));
        s.dispose(...tensors);
        await checkGradients(whole as (...inputs: s.Tensor[]) => s.Tensor, operands, { step: 2e-3 });
      });
    }
  });

  test('the host reads and writes numbers where they lie, if it can, and not those of two tensors', async () => {
    const x = s.tensor(VALUES, SHAPE);
    const place = s.writableNumbers(x);
    if (place) place[1] = 7;
    const expected = place ? [VALUES[0], 7, ...VALUES.slice(2)] : [...VALUES];
    expect(await s.withNumbers(x, (numbers) => [...numbers])).toEqual(expected);
    const other = s.identity(x);
    expect(s.writableNumbers(x)).toBeUndefined();
    expect(await take(other)).toEqual(expected);
    x.dispose();
  });
}

import * as s from '@seqloom/backend';
import { describe, expect, test } from 'vitest';
import { checkGradients } from './gradient-check.ts';
import { expectClose, numbers, take } from './numbers.ts';

const ints = (...values: number[]) => s.tensor(Int32Array.from(values), [values.length]);
const floats = (...values: number[]) => s.tensor(values, [values.length]);
const bools = (...values: number[]) => s.tensor(values, [values.length], 'bool');
const UNKNOWN = Number.NaN;
/** A whole number that float32 does not hold. */
const BIG = 2 ** 24 + 1;
/** Answers to calls with that number. */
const WITH_BIG = /beyond float32|^max of int32|^argMax of int32/;

type Answer = readonly [
  call: string,
  run: () => s.Tensor,
  dtype: s.DType,
  values: readonly number[],
  shape?: readonly number[],
];

/** Answers worked by hand, of calls that a kernel alone gets wrong. */
const ANSWERS: readonly Answer[] = [
  [
    'maximum is NaN where one is',
    () => s.maximum(floats(1, UNKNOWN, 3, 2), floats(UNKNOWN, 1, 2, 5)),
    'float32',
    [UNKNOWN, UNKNOWN, 3, 5],
  ],
  [
    'minimum is NaN where one is',
    () => s.minimum(floats(1, UNKNOWN, 3, 2), floats(UNKNOWN, 1, 2, 5)),
    'float32',
    [UNKNOWN, UNKNOWN, 2, 2],
  ],
  [
    'maximum with NaN for a bound',
    () => s.maximum(floats(1, 2), s.scalar(UNKNOWN)),
    'float32',
    [UNKNOWN, UNKNOWN],
  ],
  ['maximum of a bound and NaN', () => s.maximum(s.scalar(1), floats(UNKNOWN, 2)), 'float32', [UNKNOWN, 2]],
  ['div of int32 keeps fractions', () => s.div(ints(7, -7, 1), ints(2, 2, 4)), 'float32', [3.5, -3.5, 0.25]],
  ['add of int32 and float32', () => s.add(ints(1, 2), floats(0.5, 0.25)), 'float32', [1.5, 2.25]],
  ['add of bool and int32', () => s.add(bools(1, 0), ints(5, 5)), 'int32', [6, 5]],
  ['add of bools counts them', () => s.add(bools(1, 1, 0), bools(1, 0, 0)), 'int32', [2, 1, 0]],
  ['mul of bool and float32', () => s.mul(bools(1, 0), floats(2.5, 2.5)), 'float32', [2.5, 0]],
  ['equal of int32 and float32', () => s.equal(ints(1, 2), floats(1, 2.5)), 'bool', [1, 0]],
  ['equal of int32 beyond float32', () => s.equal(ints(BIG, BIG), ints(BIG, BIG - 1)), 'bool', [1, 0]],
  ['neg of int32 beyond float32', () => s.neg(ints(BIG)), 'int32', [-BIG]],
  ['abs of int32 beyond float32', () => s.abs(ints(-BIG)), 'int32', [BIG]],
  ['exp of int32', () => s.exp(ints(0, 1)), 'float32', [1, Math.E]],
  ['sqrt of bool', () => s.sqrt(bools(1, 0)), 'float32', [1, 0]],
  ['mean of int32', () => s.mean(ints(1, 2)), 'float32', [1.5], []],
  ['mean of bool', () => s.mean(bools(1, 0, 0, 0)), 'float32', [0.25], []],
  ['sum of bool counts', () => s.sum(bools(1, 0, 1, 1)), 'int32', [3], []],
  ['max of int32', () => s.max(ints(-3, -BIG, -2)), 'int32', [-2], []],
  ['max is NaN where one is', () => s.max(s.tensor([1, UNKNOWN, 2, 3], [2, 2]), 1), 'float32', [UNKNOWN, 3]],
  ['sum of no values', () => s.sum(s.zeros([2, 0], 'int32'), 1), 'int32', [0, 0]],
  ['mean of no values', () => s.mean(s.zeros([0, 2]), 0), 'float32', [UNKNOWN, UNKNOWN]],
  ['argMax of int32', () => s.argMax(ints(3, BIG, BIG - 1), 0), 'int32', [1], []],
  ['clip to one number', () => s.clip(floats(-1, UNKNOWN, 9), 2, 2), 'float32', [2, UNKNOWN, 2]],
  [
    'clip without an upper bound',
    () => s.clip(floats(-1, 9), 0, Number.POSITIVE_INFINITY),
    'float32',
    [0, 9],
  ],
  ['reverse of bool', () => s.reverse(bools(1, 0, 0, 0, 1, 1, 0, 1), 0), 'bool', [1, 0, 1, 1, 0, 0, 0, 1]],
  ['where of bools', () => s.where(bools(1, 0, 1), bools(1, 1, 0), bools(0, 0, 1)), 'bool', [1, 0, 0]],
  [
    'where of int32 and float32',
    () => s.where(bools(1, 0), ints(1, 2), floats(0.5, 0.5)),
    'float32',
    [1, 0.5],
  ],
  ['concat of bools', () => s.concat([bools(1, 0), bools(1)], 0), 'bool', [1, 0, 1]],
  ['slice of bools', () => s.slice(bools(1, 0, 1, 1), [1], [2]), 'bool', [0, 1]],
  ['pad of bools with true', () => s.pad(bools(0), [[1, 2]], 1), 'bool', [1, 0, 1, 1]],
  ['tile zero times', () => s.tile(s.tensor([1, 2], [1, 2]), [0, 1]), 'float32', [], [0, 2]],
  [
    'slice with axes left out',
    () => s.slice(s.tensor([1, 2, 3, 4], [2, 2]), [1], [1]),
    'float32',
    [3, 4],
    [1, 2],
  ],
  ['slice of nothing at the end', () => s.slice(floats(1, 2), [2], [-1]), 'float32', [], [0]],
  [
    'transpose by axes from the end',
    () => s.transpose(s.tensor([1, 2, 3, 4, 5, 6], [2, 3]), [-1, 0]),
    'float32',
    [1, 4, 2, 5, 3, 6],
    [3, 2],
  ],
  ['sum over axes from the end, in any order', () => s.sum(s.ones([2, 3, 4]), [-1, 0]), 'float32', [8, 8, 8]],
  ['stack at the end', () => s.stack([floats(1, 2), floats(3, 4)], -1), 'float32', [1, 3, 2, 4], [2, 2]],
  ['oneHot of depth 1', () => s.oneHot(ints(0, 1), 1), 'int32', [1, 0], [2, 1]],
  [
    'cast of NaN and infinity to int32',
    () => s.cast(floats(UNKNOWN, Number.POSITIVE_INFINITY, -2.7), 'int32'),
    'int32',
    [0, 0, -2],
  ],
  [
    'tensor of bools from other numbers',
    () => s.tensor(Uint8Array.of(2, 0, 255), [3], 'bool'),
    'bool',
    [1, 0, 1],
  ],
  ['matMul of no inner length', () => s.matMul(s.zeros([2, 0]), s.zeros([0, 1])), 'float32', [0, 0], [2, 1]],
  ['add of nothing', () => s.add(s.zeros([0, 2]), floats(1, 2)), 'float32', [], [0, 2]],
  ['pow by a tensor', () => s.pow(floats(2, 3), floats(3, 2)), 'float32', [8, 9]],
];

/** Calls whose answer follows from the documentation, but not from what tfjs's kernels do by themselves. */
export function answersSuite({ largestInteger = 2 ** 31 }: Pick<s.BackendPlugin, 'largestInteger'>): void {
  describe('answers', () => {
    for (const [name, run, dtype, values, shape = [values.length]] of ANSWERS) {
      if (WITH_BIG.test(name) && largestInteger < BIG) {
        test(`${name}: refused, as whole numbers are exact up to ${largestInteger} here`, () => {
          expect(() => s.tidy(() => void run())).toThrow(
            `this backend computes with whole numbers up to ${largestInteger} exactly, got`,
          );
        });
        continue;
      }
      test(name, async () => {
        const y = s.tidy(run);
        expect([y.dtype, [...y.shape]]).toEqual([dtype, [...shape]]);
        const got = await take(y);
        expect(got.map(Number.isNaN)).toEqual(values.map(Number.isNaN));
        const numbersOf = (list: readonly number[]) => list.filter((v) => !Number.isNaN(v));
        expectClose(numbersOf(got), numbersOf(values), 1e-6);
      });
    }
    test('matMul repeats batches of both operands', async () => {
      // a[i] · b[j] = (i + 1) · (j + 1) for all pairs
      const y = s.tidy(() => s.matMul(s.tensor([1, 2, 3], [3, 1, 1, 1]), s.tensor([1, 2], [1, 2, 1, 1])));
      expect([...y.shape]).toEqual([3, 2, 1, 1]);
      expect(await take(y)).toEqual([1, 2, 2, 4, 3, 6]);
      const operands = [
        { values: numbers(12, 1), shape: [3, 1, 2, 2] },
        { values: numbers(8, 2), shape: [1, 2, 2, 2] },
      ];
      await checkGradients((a, b) => s.matMul(a, b), operands);
    });
    test('the gradient of a power by its exponent', async () => {
      const operands = [
        { values: numbers(6, 1, 0.5, 2), shape: [2, 3] },
        { values: numbers(3, 2, -1, 2), shape: [3] },
      ];
      await checkGradients((x, e) => s.pow(x, e), operands, { step: 2e-3 });
      const [x, e] = [floats(0, -2, 2), floats(2, 2, 2)];
      const { value, grads } = s.valueAndGrad(() => s.sum(s.pow(x, e)), [x, e]);
      expectClose(await take(grads[0]!), [0, -4, 4]);
      expectClose(await take(grads[1]!), [0, 0, 4 * Math.log(2)]);
      s.dispose(value, x, e);
    });
    test('nothing flows back through whole numbers', async () => {
      const x = floats(1.2, 3.7, 2.1);
      const through: Readonly<Record<string, () => s.Tensor>> = {
        argMax: () => s.argMax(x, 0),
        oneHot: () => s.oneHot(s.cast(x, 'int32'), 4),
        'cast to int32': () => s.cast(x, 'int32'),
        'cast to bool': () => s.cast(x, 'bool'),
      };
      for (const [name, run] of Object.entries(through)) {
        const { value, grads } = s.valueAndGrad(() => s.add(s.sum(x), s.sum(s.cast(run(), 'float32'))), [x]);
        expect(await take(grads[0]!), name).toEqual([1, 1, 1]);
        value.dispose();
      }
      x.dispose();
    });
    test.each(s.activationNames)(
      '%s called alone gives a tensor of its own and leaves nothing',
      async (name) => {
        const x = s.tensor([-1, 0, 1], [1, 3]);
        const before = s.liveTensors();
        const y = s.applyActivation(name, x);
        expect(s.liveTensors()).toBe(before + 1);
        y.dispose();
        expect(await take(x)).toEqual([-1, 0, 1]);
      },
    );
    test('a size that no tensor has is refused before anything is reserved', () => {
      const x = s.zeros([1, 3, 2]);
      const from = performance.now();
      expect(() => s.tile(x, [1, 2 ** 28, 1])).toThrow('tile: a tensor of shape [1, 805306368, 2]');
      expect(performance.now() - from).toBeLessThan(50);
      x.dispose();
    });
  });
}

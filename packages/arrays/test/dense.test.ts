import { expect, it } from 'vitest';
import { denseCells, fillDense } from '../src/dense.ts';

it('writes sparse rows into their places, empty rows too', () => {
  const rows = {
    rowStarts: Int32Array.of(0, 2, 2, 3),
    columns: Int32Array.of(0, 2, 1),
    values: Float64Array.of(1, 2, 3),
  };
  expect([...fillDense(new Float64Array(9), 3, rows)]).toEqual([1, 0, 2, 0, 0, 0, 0, 3, 0]);
});

it('counts the cells of a dense result up to 4 GiB, in the bytes that a cell takes', () => {
  expect(denseCells('f', [2 ** 15, 2 ** 15], 'Take fewer.')).toBe(2 ** 30);
  expect(() => denseCells('f', [2 ** 15, 2 ** 15], 'Take fewer.', 8)).toThrow(
    new RangeError(
      'f: a dense result of shape [32768, 32768] takes 8.0 GiB, at most 4 GiB are made. Take fewer.',
    ),
  );
});

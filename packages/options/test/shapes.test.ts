import { expect, test } from 'vitest';
import { formatShape, isCount, sameShape, sizeOf } from '../src/index.ts';

test.each([
  [[2, null, 3], '[2, ?, 3]'],
  [[], '[]'],
  [[1, 1, 1, 1, 1, 1, 1, 1, 7], '[1, 1, 1, 1, 1, 1, 1, 1, … 9 axes]'],
  [[undefined, '3', Number.NaN], '[undefined, "3", NaN]'],
  [Int32Array.of(4, 5), '[4, 5]'],
])('shows the shape %j', (shape, text) => {
  expect(formatShape(shape)).toBe(text);
});

test('the size of a shape is the product of its sizes, 1 without axes', () => {
  expect([sizeOf([2, 3, 4]), sizeOf([5, 0]), sizeOf([])]).toEqual([24, 0, 1]);
});

test('shapes are equal when all sizes are, unknown ones among them', () => {
  expect(sameShape([2, null], [2, null])).toBe(true);
  expect(sameShape([2, null], [2, 3])).toBe(false);
  expect(sameShape([2], [2, 1])).toBe(false);
});

test('a count is an integer from 0 on', () => {
  expect([0, 7, 2 ** 53 - 1].every(isCount)).toBe(true);
  expect([-1, 0.5, Number.NaN, 2 ** 53, '1', null, 1n].some(isCount)).toBe(false);
});

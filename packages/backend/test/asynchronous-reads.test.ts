import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  add,
  cast,
  dispose,
  fill,
  gather,
  IndexRangeError,
  identity,
  peek,
  registerBackend,
  reshape,
  type SelectedBackend,
  scalar,
  selectBackend,
  tensor,
} from '../src/index.ts';
import { cpuPlugin } from './cpu-plugin.ts';

// A backend whose reads wait, as those of a GPU, and that computes whole numbers in float32.
let selected: SelectedBackend;
beforeAll(async () => {
  registerBackend({ ...cpuPlugin, synchronousReads: false, largestInteger: 2 ** 24 });
  selected = await selectBackend({ prefer: ['cpu'] });
});
afterAll(() => selected.dispose());

test('ids that the host made are checked, also through another handle or shape', () => {
  const table = fill([4, 2], 1);
  const ids = tensor(Int32Array.of(0, 4), [2]);
  const handles = [ids, identity(ids), reshape(ids, [1, 2])];
  for (const handle of handles) expect(() => gather(table, handle)).toThrow(IndexRangeError);
  dispose(table, ...handles);
});

test('numbers that the host made can be peeked at; others cannot, because reading them waits', () => {
  const ids = tensor(Int32Array.of(3, 1), [2]);
  const floats = cast(ids, 'float32');
  const sums = add(ids, ids);
  expect(peek(ids)).toEqual(Int32Array.of(3, 1));
  expect(peek(floats)).toBeUndefined();
  expect(peek(sums)).toBeUndefined();
  dispose(ids, floats, sums);
});

test('the array that a tensor was made of may change afterwards', () => {
  const given = Int32Array.of(3, 1);
  const ids = tensor(given, [2]);
  given[0] = 9;
  expect(peek(ids)).toEqual(Int32Array.of(3, 1));
  ids.dispose();
});

test('whole numbers that the backend would round are refused where a tensor is made', () => {
  const message = 'this backend computes with whole numbers up to 16777216 exactly, got 16777217';
  expect(() => tensor(Int32Array.of(0, 2 ** 24 + 1), [2])).toThrow(`tensor: ${message}`);
  expect(() => scalar(2 ** 24 + 1, 'int32')).toThrow(`scalar: ${message}`);
  expect(() => fill([2], 2 ** 24 + 1, 'int32')).toThrow(`fill: ${message}`);
  expect(() => tensor([Number.NaN], [1], 'int32')).toThrow('values must lie in −2^31');
  dispose(tensor(Int32Array.of(2 ** 24, -(2 ** 24)), [2]), scalar(2 ** 24 + 1));
});

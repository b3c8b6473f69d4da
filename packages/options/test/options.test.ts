import { expect, test } from 'vitest';
import {
  checkBoolean,
  checkCount,
  checkFunction,
  checkKeys,
  checkNotNegative,
  checkOneOf,
  checkOptions,
  checkPositive,
  checkPositiveInteger,
  checkShare,
  formatValue,
} from '../src/index.ts';

type Check = (owner: string, option: string, value: unknown) => void;

test.each<[Check, readonly unknown[], readonly unknown[]]>([
  [checkPositiveInteger, [1, 2 ** 31 - 1], [0, -1, 1.5, 2 ** 31, Number.NaN, Number.POSITIVE_INFINITY]],
  [checkCount, [0, 7, Number.MAX_SAFE_INTEGER], [-1, 0.5, 2 ** 53, Number.NaN]],
  [checkPositive, [1e-300, 3], [0, -1, Number.NaN, Number.POSITIVE_INFINITY]],
  [checkNotNegative, [0, 0.5], [-1e-9, Number.NaN, Number.POSITIVE_INFINITY]],
  [checkShare, [0, 0.999], [1, -0.1, Number.NaN]],
])('%o tells numbers that fit from those that do not', (check, good, bad) => {
  for (const value of good) expect(() => check('Owner', 'option', value)).not.toThrow();
  for (const value of bad) {
    const call = () => check('Owner', 'option', value);
    expect(call).toThrow(RangeError);
    expect(call).toThrow(/^Owner: option must be .*, got /);
    expect(call).toThrow(String(value));
  }
  for (const value of ['1', null, undefined, [1], true]) {
    expect(() => check('Owner', 'option', value)).toThrow(TypeError);
  }
});

test('booleans, functions and words', () => {
  checkBoolean('A', 'b', false);
  checkFunction('A', 'b', () => 1);
  checkOneOf('A', 'b', 'x', ['x', 'y']);
  expect(() => checkBoolean('A', 'b', 0)).toThrow(new TypeError('A: b must be true or false, got 0.'));
  expect(() => checkFunction('A', 'b', 'f')).toThrow(new TypeError('A: b must be a function, got "f".'));
  expect(() => checkOneOf('A', 'b', 'z', ['x', 'y'])).toThrow(
    new RangeError('A: b must be one of x, y, got "z".'),
  );
});

test('options that do not exist', () => {
  checkOptions('f', { a: 1, b: undefined }, { a: true, b: true });
  const message = 'f: has no setting "batch_size". Its settings: batchSize, seed.';
  expect(() => checkKeys('f', { batch_size: 1 }, ['batchSize', 'seed'])).toThrow(new RangeError(message));
  expect(() => checkKeys('f', 'log.csv' as never, ['a'])).toThrow(
    new TypeError('f: expected an object of options, got "log.csv".'),
  );
  expect(() => checkKeys('f', undefined as never, ['a'])).toThrow('got undefined');
  expect(() => checkKeys('f', { a: 1 }, [])).toThrow('Its settings: none.');
  expect(() => checkKeys('f', JSON.parse('{"__proto__": 1}'), ['a'])).toThrow('has no setting "__proto__"');
});

test('values in messages', () => {
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  const shown = [1.5, 'a', null, undefined, { a: [1] }, () => 1, Symbol('s'), 2n, cycle].map(formatValue);
  expect(shown).toEqual([
    ...['1.5', '"a"', 'null', 'undefined', '{"a":[1]}', 'a function', 'Symbol(s)', '2', '[object Object]'],
  ]);
  expect(formatValue('x'.repeat(200))).toBe(`"${'x'.repeat(79)}…`);
});

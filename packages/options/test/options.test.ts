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
  checkQuantiles,
  checkShare,
  formatShape,
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

test('null counts as no value, except where it is one', () => {
  const message = 'f: rate must not be null. Give it a value or leave it out.';
  expect(() => checkKeys('f', { rate: null }, ['rate'])).toThrow(new TypeError(message));
  checkKeys('f', { rate: null }, ['rate'], ['rate']);
  interface Options {
    readonly rate?: number | null;
    readonly mark?: string | null;
  }
  const known = { rate: true, mark: 'nullable' } as const;
  checkOptions<Options>('f', { mark: null, rate: 1 }, known);
  expect(() => checkOptions<Options>('f', { rate: null }, known)).toThrow(new TypeError(message));
});

test('a list is not an object of options', () => {
  expect(() => checkKeys('f', [], ['a'])).toThrow(new TypeError('f: expected an object of options, got [].'));
});

class Named {
  readonly a = 1;
}

class Shaped {
  readonly shape: readonly unknown[];
  readonly dtype: string | undefined;
  readonly dataId = { id: 7 };

  constructor(shape: readonly unknown[], dtype?: string) {
    this.shape = shape;
    this.dtype = dtype;
  }
}

test.each<[string, unknown]>([
  ['1.5', 1.5],
  ['NaN', Number.NaN],
  ['"a"', 'a'],
  ['"a\\nb"', 'a\nb'],
  ['null', null],
  ['undefined', undefined],
  [
    '{"a":[1,"b",Infinity,null],"d":{}}',
    { a: [1, 'b', Number.POSITIVE_INFINITY, null], c: undefined, d: {} },
  ],
  ['a function', () => 1],
  ['Symbol(s)', Symbol('s')],
  ['2n', 2n],
  ['a bigint beyond 64 bits', 2n ** 100_000n],
  ['"1970-01-01T00:00:00.000Z"', new Date(0)],
  ['null', new Date(Number.NaN)],
  ['RangeError: too far', new RangeError('too far')],
  ['Map(1)', new Map([[1, 2]])],
  ['ArrayBuffer(8)', new ArrayBuffer(8)],
  ['DataView {}', new DataView(new ArrayBuffer(8))],
  ['Float32Array(2) [0.5,1]', Float32Array.of(0.5, 1)],
  ['Named {"a":1}', new Named()],
  ['a float32 tensor of shape [2, 3]', new Shaped([2, 3], 'float32')],
  ['Shaped of shape [?, 8]', new Shaped([null, 8])],
  ['Shaped {"shape":["a"],"dataId":{"id":7}}', new Shaped(['a'])],
  ['{"shape":[2],"dtype":"F32"}', { shape: [2], dtype: 'F32' }],
  ['{}', Object.create(null)],
  ['{"__proto__":1}', JSON.parse('{"__proto__":1}')],
])('%s is how a message shows it', (shown, value) => {
  expect(formatValue(value)).toBe(shown);
});

test('values in messages have a bounded length', () => {
  expect(formatValue('x'.repeat(200))).toBe(`"${'x'.repeat(79)}…`);
  expect(formatValue(new Array(100).fill(7))).toBe(`Array(100) [${'7,'.repeat(34)}…`);
  expect(formatValue(`${'x'.repeat(78)}😀`)).toBe(`"${'x'.repeat(78)}…`);
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  expect(formatValue(cycle)).toMatch(/^({"self":){10}.*…$/);
  const failing = {
    a: 1,
    get b() {
      throw new Error('no');
    },
  };
  expect(formatValue(failing)).toBe('{"a":1…');
  expect(formatShape([2, null, 3])).toBe('[2, ?, 3]');
  expect(formatShape([])).toBe('[]');
  expect(formatShape(new Array(1000).fill(1))).toBe('[1, 1, 1, 1, 1, 1, 1, 1, … 1000 axes]');
});

test('large values take no more time than small ones', () => {
  const numbers = new Float32Array(2e7).fill(0.123);
  const list = new Array(5e6).fill(0.123);
  let nested: unknown = 1;
  for (let depth = 0; depth < 100_000; depth++) nested = [nested];
  const values = [numbers, { inputs: numbers, targets: numbers }, list, [list], 'x'.repeat(1e8), nested];
  const from = performance.now();
  for (let time = 0; time < 100; time++) values.forEach(formatValue);
  // 600 messages in some 0.1 s, where one of these took seconds as JSON; room for a loaded machine.
  expect(performance.now() - from).toBeLessThan(5000);
});

test('quantiles are numbers between 0 and 1 that rise', () => {
  const check = (value: unknown) => () => checkQuantiles('owner', 'quantiles', value);
  check([0.05, 0.5, 0.95])();
  check([0.3])();
  expect(check([])).toThrow('owner: quantiles must be a list of numbers, got []');
  expect(check(0.5)).toThrow('owner: quantiles must be a list of numbers, got 0.5.');
  expect(check([0.1, 1])).toThrow('owner: quantiles[1] must be a finite number above 0 and below 1, got 1.');
  for (const [first, second] of [
    [0.9, 0.1],
    [0.5, 0.5],
  ]) {
    expect(check([first, second])).toThrow(
      `owner: quantiles must rise, got ${second} after ${first}. Give them in order.`,
    );
  }
});

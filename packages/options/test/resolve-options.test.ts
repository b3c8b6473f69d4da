import { expect, expectTypeOf, test } from 'vitest';
import {
  boolean,
  checkPositiveInteger,
  count,
  fraction,
  functionOf,
  notNegative,
  nullable,
  numberIn,
  type OptionRules,
  oneOf,
  optional,
  positive,
  positiveInteger,
  type Resolved,
  resolveOptions,
  rule,
  text,
} from '../src/index.ts';

interface WindowOptions {
  readonly size: number;
  readonly side?: 'left' | 'both';
  readonly reach?: number | null;
  readonly log?: ((line: string) => void) | undefined;
}

const RULES: OptionRules<WindowOptions> = {
  size: positiveInteger(),
  side: oneOf(['left', 'both'], 'both'),
  reach: nullable(positive(), null),
  log: optional(functionOf()),
};

test('defaults are filled in, in the order of the rules, and the options stay as they are', () => {
  const options: WindowOptions = { size: 3 };
  const resolved = resolveOptions('open', options, RULES);
  expectTypeOf(resolved).toEqualTypeOf<Resolved<WindowOptions>>();
  expectTypeOf(resolved.side).toEqualTypeOf<'left' | 'both'>();
  expect(resolved).toEqual({ size: 3, side: 'both', reach: null, log: undefined });
  expect(Object.keys(resolved)).toEqual(['size', 'side', 'reach', 'log']);
  expect(options).toEqual({ size: 3 });
});

test('what is given wins, and undefined counts as left out', () => {
  const log = () => {};
  const given = { size: 3, side: 'left', reach: 0.5, log } as const;
  expect(resolveOptions<WindowOptions>('open', given, RULES)).toEqual(given);
  const open = { size: 3, side: undefined } as unknown as WindowOptions;
  expect(resolveOptions('open', open, RULES).side).toBe('both');
});

test.each<[unknown, Error]>([
  [{}, new TypeError('open: size must be a positive integer, got undefined.')],
  [{ size: 0 }, new RangeError('open: size must be a positive integer, got 0.')],
  [{ size: 2 ** 31 }, new RangeError('open: size must be a positive integer below 2^31, got 2147483648.')],
  [{ size: null }, new TypeError('open: size must not be null. Give it a value or leave it out.')],
  [{ size: 1, side: 'right' }, new RangeError('open: side must be one of left, both, got "right".')],
  [{ size: 1, side: null }, new TypeError('open: side must not be null. Give it a value or leave it out.')],
  [{ size: 1, reach: -1 }, new RangeError('open: reach must be a positive number, got -1.')],
  [{ size: 1, log: 'stdout' }, new TypeError('open: log must be a function, got "stdout".')],
  [
    { size: 0, sise: 1 },
    new RangeError('open: has no setting "sise". Its settings: size, side, reach, log.'),
  ],
  [
    { size: 1, toString: 1 },
    new RangeError('open: has no setting "toString". Its settings: size, side, reach, log.'),
  ],
  [undefined, new TypeError('open: expected an object of options, got undefined.')],
  [[], new TypeError('open: expected an object of options, got [].')],
])('%j is refused', (options, error) => {
  expect(() => resolveOptions('open', options as WindowOptions, RULES)).toThrow(error);
});

test('a rule lets through what its check does', () => {
  const passes = (
    one: { readonly check: (owner: string, option: string, value: unknown) => void },
    value: unknown,
  ) => {
    try {
      one.check('f', 'a', value);
      return true;
    } catch {
      return false;
    }
  };
  const rows: [Parameters<typeof passes>[0], unknown[], unknown[]][] = [
    [positiveInteger(), [1, 7], [0, 1.5, '1']],
    [count(), [0, 7], [-1, 0.5, true]],
    [positive(), [0.5], [0, Number.POSITIVE_INFINITY]],
    [notNegative(), [0, 0.5], [-1, Number.NaN]],
    [fraction(), [0, 0.99], [1, -0.1]],
    [numberIn({ min: 0, max: 1 }), [0, 0.5, 1], [-0.1, 1.1, Number.NaN, '0']],
    [numberIn({ above: 0, below: 1 }), [0.5], [0, 1]],
    [numberIn({ min: 0, integer: true }), [0, 2], [0.5, 2 ** 53]],
    [boolean(), [true, false], [0, 'true']],
    [text(), ['', 'a'], [1, undefined]],
    [oneOf(['a', 'b']), ['a', 'b'], ['c', undefined]],
    [functionOf(), [() => 1], [{}]],
    [nullable(count()), [null, 0], [undefined, -1]],
    [optional(count()), [0], [-1]],
  ];
  for (const [one, good, bad] of rows) {
    expect(good.map((value) => passes(one, value))).toEqual(good.map(() => true));
    expect(bad.map((value) => passes(one, value))).toEqual(bad.map(() => false));
  }
});

test.each([
  [{ min: 0, max: 1 }, 'a finite number from 0 to 1'],
  [{ min: 2, integer: true }, 'an integer from 2 on'],
  [{ max: 9 }, 'a finite number up to 9'],
  [{ above: 0 }, 'a finite number above 0'],
  [{ above: 0, below: 1 }, 'a finite number above 0 and below 1'],
  [{ above: 0, max: 1 }, 'a finite number above 0 up to 1'],
  [{ min: 0, below: 4 }, 'a finite number from 0 and below 4'],
  [{}, 'a finite number'],
])('the range %j reads: %s', (range, words) => {
  expect(() => numberIn(range).check('f', 'a', Number.NaN)).toThrow(
    new RangeError(`f: a must be ${words}, got NaN.`),
  );
});

test('a rule of one’s own', () => {
  const even = (owner: string, option: string, value: unknown) => {
    checkPositiveInteger(owner, option, value);
    if (value % 2 === 1) throw new RangeError(`${owner}: ${option} must be even, got ${value}.`);
  };
  interface Options {
    readonly pairs: number;
    readonly others?: number;
  }
  const rules: OptionRules<Options> = { pairs: rule<number>(even), others: rule<number>(even, 4) };
  expect(resolveOptions<Options>('f', { pairs: 2 }, rules)).toEqual({ pairs: 2, others: 4 });
  expect(() => resolveOptions<Options>('f', { pairs: 3 }, rules)).toThrow('f: pairs must be even, got 3.');
});

test('the compiler finds an option without a rule, one of another kind, and a default in the wrong place', () => {
  // @ts-expect-error: side, reach and log have no rule.
  const incomplete: OptionRules<WindowOptions> = { size: positiveInteger() };
  // @ts-expect-error: size must be given and so has no default.
  const defaulted: OptionRules<{ readonly size: number }> = { size: positiveInteger(1) };
  // @ts-expect-error: size may be left out and so needs a default.
  const required: OptionRules<{ readonly size?: number }> = { size: positiveInteger() };
  // @ts-expect-error: a text is not a number.
  const kind: OptionRules<{ readonly size: number }> = { size: text() };
  expect([incomplete, defaulted, required, kind]).toHaveLength(4);
});

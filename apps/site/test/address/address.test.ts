import { boolean, numberIn, type OptionRules, oneOf, positiveInteger, text } from '@seqloom/options';
import { describe, expect, test } from 'vitest';
import { readAddress, writeAddress } from '../../src/address/address.ts';

interface Settings {
  readonly model?: 'lstm' | 'gru';
  readonly epochs?: number;
  readonly rate?: number;
  readonly live?: boolean;
  readonly note?: string;
}

const RULES: OptionRules<Settings> = {
  model: oneOf(['lstm', 'gru'], 'lstm'),
  epochs: positiveInteger(5),
  rate: numberIn({ min: 0, max: 1 }, 0.5),
  live: boolean(true),
  note: text(''),
};
const DEFAULTS = { model: 'lstm', epochs: 5, rate: 0.5, live: true, note: '' };
const read = (search: string) => readAddress('reviews', RULES, search);

describe('readAddress', () => {
  test('fills in the defaults', () => {
    expect(read('')).toEqual({ settings: DEFAULTS, problems: [] });
  });

  test('reads texts, numbers and booleans by the kind of their default', () => {
    const { settings, problems } = read('?model=gru&epochs=12&rate=0.25&live=false&note=a%20%26%20b');
    expect(settings).toEqual({ model: 'gru', epochs: 12, rate: 0.25, live: false, note: 'a & b' });
    expect(problems).toEqual([]);
  });

  test.each([
    ['?epochs=0', 'reviews: epochs must be a positive integer, got 0. 5 is used.'],
    ['?epochs=', 'reviews: epochs must be a number, got "". 5 is used.'],
    ['?epochs=many', 'reviews: epochs must be a number, got "many". 5 is used.'],
    ['?live=1', 'reviews: live must be true or false, got "1". true is used.'],
    ['?words=3', 'The address names "words", which is no setting of this page; it is ignored.'],
  ])('keeps the default where %s is wrong, and says so', (search, problem) => {
    const { settings, problems } = read(search);
    expect(settings).toEqual(DEFAULTS);
    expect(problems).toEqual([problem]);
  });

  test('names neither prototypes nor more of a hostile address than fits a line', () => {
    const { settings, problems } = read(`?__proto__=1&constructor=2&model=${'<img src=x>'.repeat(1000)}`);
    expect(settings).toEqual(DEFAULTS);
    expect(Object.getPrototypeOf(settings)).toBe(Object.prototype);
    expect(problems).toHaveLength(3);
    for (const problem of problems) expect(problem.length).toBeLessThan(300);
  });

  test('refuses rules without a default', () => {
    const rules = { epochs: positiveInteger() } as unknown as OptionRules<Settings>;
    expect(() => readAddress('reviews', rules, '')).toThrow('the rule of epochs must have a default');
  });
});

describe('writeAddress', () => {
  test('leaves out what is as by default', () => {
    expect(writeAddress('reviews', RULES, { ...DEFAULTS, model: 'lstm' })).toBe('');
    expect(writeAddress('reviews', RULES, { epochs: 7 })).toBe('#epochs=7');
  });

  test('is read back as it was', () => {
    const settings = { model: 'gru', epochs: 3, rate: 0.1, live: false, note: 'naïve & "<b>"' } as const;
    expect(read(writeAddress('reviews', RULES, settings)).settings).toEqual(settings);
  });
});

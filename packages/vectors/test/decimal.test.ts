import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDecimal, parseDecimals } from '../src/decimal.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const decimal = (text: string) => parseDecimal(bytes(text), 0, text.length);

test('reads every double that is written in digits as Number does', () => {
  const texts = fc.oneof(
    fc.double({ noDefaultInfinity: true, noNaN: true }).map(String),
    fc.float({ noDefaultInfinity: true, noNaN: true }).map(String),
    fc
      .tuple(fc.integer({ min: -9999, max: 9999 }), fc.stringMatching(/^\d{1,25}$/))
      .map(([a, b]) => `${a}.${b}`),
    fc.stringMatching(/^[-+]?\d{1,20}$/),
  );
  fc.assert(
    fc.property(texts, (text) => {
      expect(decimal(text)).toBe(Number(text));
      const row = new Float32Array(1);
      const end = parseDecimals(bytes(` ${text}`), 0, text.length + 1, row);
      if (Number.isFinite(Math.fround(Number(text)))) {
        expect([end, row[0]]).toEqual([text.length + 1, Math.fround(Number(text))]);
      } else {
        expect(end).toBe(-1);
      }
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['-0.038194', -0.038194],
  ['+7', 7],
  ['.5', 0.5],
  ['5.', 5],
  ['1e-3', 1e-3],
  ['-2.5E+2', -250],
  ['0.1234567890123456789012345', 0.12345678901234568],
  ['9007199254740993', 9007199254740992],
])('reads %s', (text, value) => {
  expect(decimal(text)).toBe(value);
});

test.each([
  '',
  '-',
  '.',
  'nan',
  'NaN',
  'inf',
  '-Infinity',
  '1e',
  '0x10',
  '1,5',
  '1_000',
  '--1',
  '1.2.3',
  '1 2',
  `1${'0'.repeat(70)}`,
])('takes %j for no number', (text) => {
  expect(decimal(text)).toBeNaN();
});

test('tells which number of a row is missing or malformed', () => {
  const parse = (text: string) => parseDecimals(bytes(text), 0, text.length, new Float32Array(3));
  expect(parse(' 1\t2  3')).toBe(7);
  expect(parse(' 1 2')).toBe(-3);
  expect(parse(' 1 x 3')).toBe(-2);
  expect(parse(' 1 2 3e99')).toBe(-3);
  expect(parse(' 1 2 3 4')).toBe(6);
});

import { describe, expect, test } from 'vitest';
import { corpusBLEU, tokenize13a } from '../src/index.ts';
import { recorded } from './recorded.ts';

describe('corpusBLEU', () => {
  for (const [i, { translations, references, options, ...expected }] of recorded.bleu.cases.entries()) {
    test(`gives what sacreBLEU gives, case ${i} ${JSON.stringify(options)}`, () => {
      const got = corpusBLEU(translations, references, options);
      expect([got.length, got.referenceLength]).toEqual([expected.length, expected.referenceLength]);
      expect(got.score).toBeCloseTo(expected.score, 9);
      expect(got.brevityPenalty).toBeCloseTo(expected.brevityPenalty, 9);
      for (const [n, precision] of expected.precisions.entries()) {
        expect(got.precisions[n]).toBeCloseTo(precision, 9);
      }
    });
  }

  test('refuses lists of different lengths, and none', () => {
    expect(() => corpusBLEU(['a'], [])).toThrow(
      'as many references as translations, at least one, got 0 for 1',
    );
    expect(() => corpusBLEU([], [])).toThrow('got 0 for 0');
    expect(() => corpusBLEU(['a'], [[]])).toThrow('references[0] holds no line');
  });
});

test('tokenize13a gives the words of sacreBLEU', () => {
  for (const [line, tokens] of recorded.bleu.tokens) expect(tokenize13a(line)).toEqual(tokens);
});

import { expect, test } from 'vitest';
import { negationSentences } from '../src/negation-sentences.ts';

test('half of the sentences praise, no place in a pattern is left, and the seed decides them', () => {
  const made = negationSentences(400, 3);
  expect(made.filter(([, label]) => label === 1)).toHaveLength(200);
  expect(made.filter(([sentence]) => /[{}]/.test(sentence))).toEqual([]);
  expect(new Set(made.map(([sentence]) => sentence)).size).toBeGreaterThan(350);
  expect(negationSentences(400, 3)).toEqual(made);
  expect(negationSentences(400, 4)).not.toEqual(made);
});

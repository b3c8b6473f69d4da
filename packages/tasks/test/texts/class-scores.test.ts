import { expect, test } from 'vitest';
import { classScores, mostProbable, mostProbableClasses } from '../../src/texts/class-scores.ts';
import { fingerprint } from '../../src/texts/fingerprint.ts';
import { majorityAccuracy } from '../../src/texts/text-source.ts';

test('precision, recall and F1 of each class, worked by hand', () => {
  // said: a a b c c c; true: a b b c c a
  const said = [0, 0, 1, 2, 2, 2];
  const { perClass, microF1, macroF1 } = classScores(said, [0, 1, 1, 2, 2, 0], ['a', 'b', 'c']);
  expect(perClass).toEqual([
    { label: 'a', samples: 2, precision: 1 / 2, recall: 1 / 2, f1: 1 / 2 },
    { label: 'b', samples: 2, precision: 1, recall: 1 / 2, f1: 2 / 3 },
    { label: 'c', samples: 2, precision: 2 / 3, recall: 1, f1: 0.8 },
  ]);
  expect(microF1).toBe(4 / 6); // four of six are right
  expect(macroF1).toBeCloseTo((1 / 2 + 2 / 3 + 0.8) / 3, 12);
});

test('a class that nothing is said of has an F1 of 0, not of nothing', () => {
  const { perClass, macroF1 } = classScores([0, 0], [0, 1], ['a', 'b', 'c']);
  expect(perClass.map(({ f1 }) => f1)).toEqual([2 / 3, 0, 0]);
  expect(macroF1).toBe(1 / 3); // of a and b; c has no part in it
  expect(mostProbable([9, 0.3, 0.5, 0.5], 1, 3)).toBe(1);
  expect([...mostProbableClasses([0.1, 0.9, 0.5, 0.5, 0.8, 0.2], 2)]).toEqual([1, 0, 0]);
});

test('the majority is counted over all classes', () => {
  expect(majorityAccuracy(Int32Array.of(2, 0, 2, 1, 2))).toBe(3 / 5);
});

test('texts are told from others, also where only their borders differ', () => {
  expect(fingerprint(['ab', 'c'])).not.toBe(fingerprint(['a', 'bc']));
  expect(fingerprint(['ab', 'c'])).toBe(fingerprint(['ab', 'c']));
});

import { createRandom } from '@seqloom/random';
import { describe, expect, test } from 'vitest';
import { makeNegativeTable, makeSamplingTable, skipGrams } from '../src/index.ts';
import { readOracle } from './oracle.ts';

const oracle = readOracle();

/** `target context label` per pair. */
function pairs({ targets, contexts, labels }: ReturnType<typeof skipGrams>): string[] {
  return Array.from(targets, (target, i) => `${target} ${contexts[i]} ${labels[i]}`);
}

describe('skipGrams', () => {
  test("gives Keras' positive pairs in Keras' order", () => {
    for (const { skipgrams } of oracle.cases) {
      const result = skipGrams(skipgrams.sequence, 1000, {
        windowSize: 2,
        negativeSamples: 0,
        shuffle: false,
      });
      const couples = Array.from(result.targets, (target, i) => [target, result.contexts[i]!]).flat();
      expect(couples).toEqual(skipgrams.couples);
      expect(result.labels.every((label) => label === 1)).toBe(true);
    }
  });

  test('draws as many negatives as asked, never index 0', () => {
    const sequence = [1, 2, 3, 0, 4];
    const { targets, contexts, labels } = skipGrams(sequence, 5, { windowSize: 1, negativeSamples: 2.5 });
    expect(labels.filter((label) => label === 1)).toHaveLength(4); // 1-2, 2-1, 2-3, 3-2: the gap at 0 stays
    expect(labels).toHaveLength(4 + 10);
    expect(contexts.every((context) => context >= 1 && context < 5)).toBe(true);
    expect(targets.includes(0)).toBe(false);
  });

  test('shuffles pairs and labels together, the same way for the same seed', () => {
    const sequence = Array.from({ length: 30 }, (_, i) => i + 1);
    const plain = pairs(skipGrams(sequence, 31, { seed: 3, shuffle: false }));
    const shuffled = pairs(skipGrams(sequence, 31, { seed: 3 }));
    expect(shuffled).not.toEqual(plain);
    expect(shuffled.toSorted()).toEqual(plain.toSorted());
    expect(pairs(skipGrams(sequence, 31, { seed: 3 }))).toEqual(shuffled);
    expect(pairs(skipGrams(sequence, 31, { seed: 4 }))).not.toEqual(shuffled);
  });

  test('a sampling table drops targets with the probabilities it holds', () => {
    const sequence = new Int32Array(4000).fill(1).map((_, i) => 1 + (i % 2));
    const options = { windowSize: 1, negativeSamples: 0, samplingTable: [0, 0.25, 1] };
    const { targets } = skipGrams(sequence, 3, options);
    const ones = targets.filter((target) => target === 1).length / 2; // two contexts each
    expect(targets.filter((target) => target === 2).length).toBeGreaterThan(3990);
    expect(ones / 2000).toBeGreaterThan(0.25 - 0.04); // 4 standard deviations: √(0.25 · 0.75 / 2000) ≈ 0.01
    expect(ones / 2000).toBeLessThan(0.25 + 0.04);
  });

  test('a negative table decides what is drawn', () => {
    const negativeTable = makeNegativeTable([0, 0, 0, 5]);
    const { contexts, labels } = skipGrams([1, 2], 4, { negativeTable, shuffle: false });
    expect(Array.from(contexts)).toEqual([2, 1, 3, 3]);
    expect(Array.from(labels)).toEqual([1, 1, 0, 0]);
  });

  test('what is out of range is refused', () => {
    expect(() => skipGrams([5], 5)).toThrow('position 0 holds 5, expected an index in 0 … 4');
    expect(() => skipGrams([1], 1)).toThrow('vocabularySize');
    expect(() => skipGrams([1], 5, { windowSize: 0 })).toThrow('windowSize');
    expect(() => skipGrams([1], 5, { negativeSamples: -1 })).toThrow('negativeSamples');
    expect(() => skipGrams([1, 2], 5, { samplingTable: [0, 1] })).toThrow('no entry for index 2');
    const misspelt = { windowSize: 2, window_size: 2 };
    expect(() => skipGrams([1], 5, misspelt)).toThrow('skipGrams: has no setting "window_size"');
    const negativeTable = makeNegativeTable([0, 1, 1, 1, 1, 5]);
    expect(() => skipGrams([1, 2], 5, { negativeTable })).toThrow(
      'skipGrams: negativeTable draws indices below 6, but vocabularySize is 5. Make the table of the first 5 counts.',
    );
    expect(skipGrams([], 5).targets).toHaveLength(0);
    const wrong = { a: 1 } as never;
    expect(() => skipGrams([1], 5, { samplingTable: wrong })).toThrow(
      'skipGrams: samplingTable must be an array of numbers, got {"a":1}.',
    );
    expect(() => skipGrams([1], 5, { negativeTable: wrong })).toThrow(
      'skipGrams: negativeTable must come from makeNegativeTable, got {"a":1}.',
    );
    expect(() => skipGrams([1], 5, { seed: -1 })).toThrow(
      'skipGrams: seed must be an integer from 0 on, got -1.',
    );
  });
});

describe('makeSamplingTable', () => {
  test("equals Keras' table", () => {
    const close = (actual: number, expected: number): void => {
      expect(Math.abs(actual / expected - 1)).toBeLessThan(1e-8); // recorded with 9 digits
    };
    for (const [i, p] of oracle.samplingTable.entries()) close(makeSamplingTable(12)[i]!, p);
    const large = makeSamplingTable(2000, 1e-3);
    for (const [i, p] of oracle.samplingTableLarge.entries()) close(large[200 * i]!, p);
    expect(large.at(-1)).toBe(1);
  });

  test('refuses sizes and factors that are not positive', () => {
    expect(() => makeSamplingTable(0)).toThrow('makeSamplingTable: size');
    expect(() => makeSamplingTable(5, 0)).toThrow('samplingFactor');
  });
});

test('skipGrams refuses what is not a sequence of numbers', () => {
  const call = (sequence: unknown, samplingTable?: unknown) => () =>
    skipGrams(sequence as number[], 3, samplingTable ? { samplingTable: samplingTable as number[] } : {});
  expect(call([1, '2'])).toThrow(new TypeError('skipGrams: position 1 must be a number, got "2".'));
  expect(call('12')).toThrow(new TypeError('skipGrams: sequence must be an array of indices, got "12".'));
  expect(call(5)).toThrow('got 5');
  expect(call([1, 2], ['a', 'b', 'c'])).toThrow('samplingTable must hold probabilities, got "b" for index 1');
  expect(call([1, 2], [1, Number.NaN, 1])).toThrow('got NaN for index 1');
});

describe('makeNegativeTable', () => {
  test('draws with the counts to the power of 0.75', () => {
    const counts = [0, 16, 1, 0, 81];
    const table = makeNegativeTable(counts); // weights 0, 8, 1, 0, 27
    expect(counts.map((_, i) => table.probability(i))).toEqual([0, 8 / 36, 1 / 36, 0, 27 / 36]);
    const random = createRandom(1, 'test');
    const drawn = [0, 0, 0, 0, 0];
    const draws = 36_000;
    for (let i = 0; i < draws; i++) drawn[table.sample(random)]!++;
    expect(drawn[0]).toBe(0);
    expect(drawn[3]).toBe(0);
    // Within 5 standard deviations of the expected counts 8000, 1000, 27000.
    expect(Math.abs(drawn[1]! - 8000)).toBeLessThan(5 * Math.sqrt((draws * 8 * 28) / 36 ** 2));
    expect(Math.abs(drawn[2]! - 1000)).toBeLessThan(5 * Math.sqrt((draws * 35) / 36 ** 2));
  });

  test('takes another power and refuses impossible counts', () => {
    expect(makeNegativeTable([1, 3], 1).probability(1)).toBe(0.75);
    expect(makeNegativeTable([1, 3], 0).probability(1)).toBe(0.5);
    expect(() => makeNegativeTable([0, 0])).toThrow('all counts are 0');
    expect(() => makeNegativeTable([1, -1])).toThrow('count 1 must be 0 or more');
    expect(() => makeNegativeTable([Number.NaN])).toThrow('count 0');
    expect(() => makeNegativeTable(['1' as unknown as number])).toThrow(
      new TypeError('makeNegativeTable: count 0 must be a number, got "1".'),
    );
    expect(() => makeNegativeTable(new Map() as unknown as number[])).toThrow('array of numbers, got Map(0)');
    expect(() => makeNegativeTable([1], Number.NaN)).toThrow('power must be a finite number, got NaN');
  });
});

import { readRecorded } from '@seqloom/vitest/recorded';
import { expect, test } from 'vitest';

interface Found {
  readonly samples: number;
  readonly largestDifference: number;
  /** Samples with another answer than in Keras. */
  readonly different?: readonly number[];
  /** Samples whose answer in Keras is within 1e-5 of the threshold. */
  readonly near?: readonly number[];
}

/** What `tooling/oracles/keras_chapter.mjs` found: models of the chapter that Keras trained for an epoch, asked here. */
const found: Readonly<Record<string, Found>> = readRecorded('keras_chapter', 'models');

test.each(Object.entries(found))('%s answers every held-out sample as in Keras', (_, result) => {
  const { samples, largestDifference, different = [], near = [] } = result;
  expect(samples).toBeGreaterThanOrEqual(900);
  expect(largestDifference).toBeLessThan(1e-5);
  for (const sample of different) expect(near).toContain(sample);
});

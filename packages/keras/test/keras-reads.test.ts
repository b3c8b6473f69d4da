import { readRecorded } from '@seqloom/vitest/recorded';
import { expect, test } from 'vitest';
import { recordedModels } from './recorded-models.ts';

/** What `tooling/oracles/keras_reads.py` found when Keras 3 loaded what is written here: the largest differences. */
const found: Readonly<Record<string, { readonly predictions: number; readonly afterStep?: number }>> =
  readRecorded('keras_reads', 'models');

test('Keras loads every model, predicts the same, and does after a step of training', () => {
  expect(Object.keys(found)).toEqual(Object.keys(recordedModels));
  expect(Object.keys(found).length).toBeGreaterThanOrEqual(40);
  for (const [name, { predictions, afterStep = 0 }] of Object.entries(found)) {
    expect(predictions, name).toBeLessThan(1e-5);
    expect(afterStep, name).toBeLessThan(1e-5);
  }
});

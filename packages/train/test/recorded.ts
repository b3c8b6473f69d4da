import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

/** An array that a script in tooling/oracles recorded. */
export interface Recorded {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** Reads the answers to one question: of PyTorch (`train.py`), or of Keras (`keras_training.py`). */
export function readRecorded<T>(subject: string, script: 'train' | 'keras_training' = 'train'): T {
  const url = new URL(`../../../tooling/oracles/recorded/${script}.json`, import.meta.url);
  return (JSON.parse(readFileSync(url, 'utf8')) as Record<string, T>)[subject]!;
}

/** The largest difference, relative to the largest magnitude expected. */
export function relativeError(got: ArrayLike<number>, expected: readonly number[]): number {
  expect(got.length).toBe(expected.length);
  const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-30);
  return expected.reduce((worst, value, i) => Math.max(worst, Math.abs(value - got[i]!)), 0) / scale;
}

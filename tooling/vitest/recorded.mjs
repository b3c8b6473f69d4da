import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

/** Reads the answers that a script in tooling/oracles recorded: all of a file, or those to one question of it. */
export function readRecorded(file, subject) {
  const url = new URL(`../oracles/recorded/${file}.json`, import.meta.url);
  const answers = JSON.parse(readFileSync(url, 'utf8'));
  return subject === undefined ? answers : answers[subject];
}

/** The largest difference, relative to the largest magnitude expected. */
export function relativeError(got, expected) {
  expect(got.length).toBe(expected.length);
  const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-30);
  return expected.reduce((worst, value, i) => Math.max(worst, Math.abs(value - got[i])), 0) / scale;
}

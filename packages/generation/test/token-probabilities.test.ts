import { expect, test } from 'vitest';
import { tokenProbabilities } from '../src/index.ts';
import { recorded } from './recorded.ts';

for (const { logits, options, probabilities } of recorded.sampling) {
  test(`gives what PyTorch gives for ${JSON.stringify(options)}`, () => {
    const got = tokenProbabilities(Float32Array.from(logits), options);
    expect(got.length).toBe(probabilities.length);
    for (const [i, p] of probabilities.entries()) expect(got[i]).toBeCloseTo(p, 10);
  });
}

test('keeps what is as likely as the last of the top k, and no more than needed for p', () => {
  expect([...tokenProbabilities(Float32Array.of(1, 1, 0, 1), { topK: 2 })].map((p) => p > 0)).toEqual([
    true,
    true,
    false,
    true,
  ]);
  const even = Float32Array.of(0, 0, 0, 0);
  expect([...tokenProbabilities(even, { topP: 0.5 })]).toEqual([0.5, 0.5, 0, 0]); // the first of equals
  expect([...tokenProbabilities(even, { topP: 0.51 })].filter((p) => p > 0)).toHaveLength(3);
});

test('does not overflow', () => {
  const p = tokenProbabilities(Float32Array.of(3e38, 0, Number.NEGATIVE_INFINITY), { temperature: 1e-30 });
  expect([...p]).toEqual([1, 0, 0]);
});

test('refuses what cannot be meant', () => {
  const logits = Float32Array.of(1, 2);
  expect(() => tokenProbabilities(logits, { temperature: 0 })).toThrow(
    /^tokenProbabilities: temperature must be a positive number, got 0/,
  );
  expect(() => tokenProbabilities(logits, { topK: 0 })).toThrow(/topK must be a positive integer, got 0/);
  expect(() => tokenProbabilities(logits, { topP: 1.5 })).toThrow(/topP must be/);
  expect(() => tokenProbabilities(Float32Array.of(Number.NaN, 1))).toThrow(/the model gives NaN/);
  expect(() => tokenProbabilities(Float32Array.of())).toThrow(/the largest logit is -Infinity/);
});

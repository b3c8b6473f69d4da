import { expect, test } from 'vitest';
import { stackingWeights } from '../../src/texts/stacking-weights.ts';

/** Logits of two classes from the one of the second. */
const pairs = (...second: number[]) => Float32Array.from(second.flatMap((z) => [0, z]));

test('one model whose probabilities are the frequencies keeps the weight 1, worked by hand', () => {
  const logit = Math.log(3); // probability 3/4, and three of four texts are of the class
  const [weight] = stackingWeights([pairs(logit, logit, logit, logit)], [1, 1, 1, 0], 2);
  expect(weight).toBeCloseTo(1, 6); // float32 logits
});

test('the weights of models that are right about all texts stay finite', () => {
  for (const weight of stackingWeights([pairs(9, -9), pairs(5, -5)], [1, 0], 2)) {
    expect(weight).toBeGreaterThanOrEqual(0.5);
    expect(weight).toBeLessThan(2);
  }
});

test('a model that is wrong more often than right gets nothing', () => {
  const weights = stackingWeights([pairs(1, -1, 1, -1, 1), pairs(-1, 1, -1, 1, 1)], [1, 0, 1, 0, 0], 2);
  expect(weights[0]).toBeGreaterThan(0.5);
  expect(weights[1]).toBe(0);
});

test('three classes: the derivatives are 0 at the weights', () => {
  const logits = [
    Float32Array.of(2, 0, 1, 0, 1, 1, 1, 2, 0, 0, 0, 3),
    Float32Array.of(0, 1, 1, 2, 0, 0, 1, 1, 0, 3, 0, 1),
  ];
  const labels = [0, 1, 2, 0]; // the first model is right twice, the second once, and both are wrong about the last text
  const weights = stackingWeights(logits, labels, 3);
  const loss = (w: readonly number[]) =>
    labels.reduce(
      (sum, label, row) => {
        const z = [0, 1, 2].map((c) =>
          w.reduce((total, each, m) => total + each * logits[m]![3 * row + c]!, 0),
        );
        return sum + Math.log(z.reduce((total, each) => total + Math.exp(each), 0)) - z[label]!;
      },
      w.reduce((sum, each) => sum + (each - 0.5) ** 2 / 2, 0),
    );
  for (const m of [0, 1]) {
    const moved = (by: number) => loss(weights.map((weight, i) => (i === m ? weight + by : weight)));
    const slope = (moved(1e-4) - moved(-1e-4)) / 2e-4;
    if (weights[m]! > 0) expect(slope).toBeCloseTo(0, 5);
    else expect(slope).toBeGreaterThan(0);
  }
});

import { liveTensors, sum, type Tensor, tensor } from '@seqloom/backend';
import { expect, test } from 'vitest';
import {
  accuracy,
  auc,
  binaryAccuracy,
  categoricalAccuracy,
  Metric,
  meanAbsoluteErrorMetric,
  meanSquaredErrorMetric,
  precision,
  recall,
  sparseCategoricalAccuracy,
} from '../src/index.ts';
import { getMetrics } from '../src/metrics.ts';
import { startWasm } from './start-wasm.ts';

startWasm();

type Batch = readonly [
  targets: readonly number[],
  shape: readonly number[],
  predictions: readonly number[],
  shape: readonly number[],
];

/** The result over batches; nothing stays behind. */
async function over(metric: Metric, ...batches: readonly Batch[]): Promise<number> {
  const before = liveTensors();
  for (const [targets, targetShape, predictions, shape] of batches) {
    const t = tensor(targets, targetShape);
    const p = tensor(predictions, shape);
    metric.update(t, p);
    t.dispose();
    p.dispose();
  }
  const result = await metric.result();
  expect(liveTensors()).toBe(before);
  return result;
}

test('accuracy of probabilities cuts at 0.5, for targets [B] and [B, 1]', async () => {
  expect(await over(accuracy(), [[1, 0, 1, 0], [4], [0.9, 0.1, 0.2, 0.5], [4, 1]])).toBe(0.75);
  expect(
    await over(accuracy(), [
      [1, 0],
      [2, 1],
      [0.4, 0.6],
      [2, 1],
    ]),
  ).toBe(0);
});

test('accuracy over classes takes one-hot targets and class numbers', async () => {
  const predictions = [0.1, 0.7, 0.2, 0.5, 0.3, 0.2];
  expect(await over(accuracy(), [[0, 1, 0, 0, 0, 1], [2, 3], predictions, [2, 3]])).toBe(0.5);
  expect(await over(accuracy(), [[1, 0], [2], predictions, [2, 3]])).toBe(1);
  expect(await over(accuracy(), [[1, 2], [2, 1], predictions, [2, 3]])).toBe(0.5);
  expect(await over(categoricalAccuracy(), [[0, 1, 0, 1, 0, 0], [2, 3], predictions, [2, 3]])).toBe(1);
  expect(await over(sparseCategoricalAccuracy(), [[0, 0], [2], predictions, [2, 3]])).toBe(0.5);
});

test('the result is that of all samples, not a mean of batches’ results', async () => {
  const result = await over(binaryAccuracy(), [[1, 1, 1], [3], [1, 1, 1], [3, 1]], [[1], [1], [0], [1, 1]]);
  expect(result).toBe(0.75);
});

test('thresholds can be moved', async () => {
  expect(await over(binaryAccuracy({ threshold: 0.8 }), [[1, 0], [2], [0.7, 0.7], [2, 1]])).toBe(0.5);
});

test('errors are means over all values', async () => {
  const batch: Batch = [
    [1, 2, 3, 4],
    [2, 2],
    [1, 4, 0, 4],
    [2, 2],
  ];
  expect(await over(meanAbsoluteErrorMetric(), batch)).toBe(1.25);
  expect(await over(meanSquaredErrorMetric(), batch)).toBe(3.25);
});

test('precision and recall are the definitions, and 0 where nothing can be counted', async () => {
  const batch: Batch = [[1, 1, 1, 0, 0], [5], [0.9, 0.8, 0.1, 0.7, 0.2], [5, 1]];
  expect(await over(precision(), batch)).toBe(Math.fround(2) / 3);
  expect(await over(recall(), batch)).toBe(2 / 3);
  expect(await over(precision(), [[1], [1], [0], [1, 1]])).toBe(0);
  expect(await over(recall(), [[0], [1], [1], [1, 1]])).toBe(0);
});

test('AUC is how often a positive sample is ranked above a negative one', async () => {
  // 3 positives, 2 negatives: 0.9 and 0.6 lie above both negatives, 0.35 above one: 5 of 6 pairs.
  const batch: Batch = [[1, 1, 1, 0, 0], [5], [0.9, 0.6, 0.35, 0.5, 0.1], [5, 1]];
  expect(await over(auc(), batch)).toBeCloseTo(5 / 6, 12);
  expect(await over(auc(), [[1, 0], [2], [1, 0], [2, 1]])).toBe(1);
  expect(await over(auc(), [[1, 0], [2], [0.5, 0.5], [2, 1]])).toBe(0.5);
  expect(await over(auc(), [[1], [1], [0.5], [1, 1]])).toBe(0); // one class is absent
  expect(() => auc({ numThresholds: 1 })).toThrow('auc: numThresholds must be a positive integer');
});

test('reset begins anew; before the first batch there is no number', async () => {
  const metric = accuracy();
  expect(await metric.result()).toBeNaN();
  await over(metric, [[1], [1], [1], [1, 1]]);
  metric.reset();
  expect(await metric.result()).toBeNaN();
  expect(await over(metric, [[1], [1], [0], [1, 1]])).toBe(0);
});

test('a metric of one’s own adds up what it measures', async () => {
  const metric = new Metric({
    name: 'total',
    measure: (_, predictions) => sum(predictions, 0),
    summarize: (sums) => Math.max(...sums),
  });
  expect(await over(metric, [[0, 0], [2], [1, 2, 3, 4], [2, 2]], [[0], [1], [10, 0], [1, 2]])).toBe(14);
});

test('metrics declare which way is better; a definition that is wrong is refused', () => {
  const directions = getMetrics(['acc', 'auc', 'precision', 'recall', 'mae', 'mse']).map((m) => m.direction);
  expect(directions).toEqual(['max', 'max', 'max', 'max', 'min', 'min']);
  const own = { name: 'own', measure: (_: unknown, p: Tensor) => p, summarize: () => 0 };
  expect(new Metric(own).direction).toBeUndefined();
  expect(new Metric({ ...own, direction: 'max' }).direction).toBe('max');
  expect(() => new Metric({ ...own, direction: 'up' as never })).toThrow(
    'Metric: direction must be one of max, min, got "up".',
  );
  expect(() => new Metric({ ...own, name: 1 as never })).toThrow('Metric: name must be a text');
  expect(() => new Metric({ ...own, mode: 'max' } as never)).toThrow('Metric: has no setting "mode"');
});

test('names are looked up and kept as keys; unknown, equal and reserved ones are refused', () => {
  const own = new Metric({ name: 'own', measure: (_, p) => p, summarize: () => 0 });
  expect(
    getMetrics(['acc', 'mae', 'mse', 'precision', 'recall', 'auc', own]).map(({ name }) => name),
  ).toEqual(['acc', 'mae', 'mse', 'precision', 'recall', 'auc', 'own']);
  expect(() => getMetrics(['f1' as never])).toThrow(
    'metrics: unknown metric, got "f1". Known: accuracy, acc,',
  );
  expect(() => getMetrics(['mae', 'mae'])).toThrow('metrics: the name "mae" is taken');
  expect(() => getMetrics([accuracy({ name: 'loss' })])).toThrow('metrics: the name "loss" is taken');
});

test('shapes that do not fit are named', () => {
  const t = tensor([1, 2, 3], [3]);
  const p = tensor([1, 2], [2, 1]);
  expect(() => precision().update(t, p)).toThrow(
    'precision: targets of shape [3] do not fit predictions of shape [2, 1]',
  );
  t.dispose();
  p.dispose();
});

test.each([
  accuracy,
  auc,
  binaryAccuracy,
  categoricalAccuracy,
  meanAbsoluteErrorMetric,
  meanSquaredErrorMetric,
  precision,
  recall,
  sparseCategoricalAccuracy,
])('a metric refuses options that it does not have (%#)', (make) => {
  expect(() => make({ thresholds: 0.5 } as never)).toThrow(
    /^\w+: has no setting "thresholds"\. Its settings: name/,
  );
});

import { liveTensors, sum, tensor, valueAndGrad } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { type Recorded, readRecorded, relativeError } from '@seqloom/vitest/recorded';
import { describe, expect, test } from 'vitest';
import {
  auc,
  binaryCrossentropy,
  categoricalCrossentropy,
  confusionMatrix,
  cosineSimilarity,
  f1Score,
  fBetaScore,
  huber,
  klDivergence,
  type Loss,
  logCosh,
  type Metric,
  meanAbsolutePercentageError,
  meanAbsolutePercentageErrorMetric,
  precision,
  quantileLoss,
  r2Score,
  recall,
  rootMeanSquaredError,
  sparseCategoricalCrossentropyMetric,
  sparseTopKCategoricalAccuracy,
} from '../src/index.ts';
import { collectWarnings } from './collect-warnings.ts';

startBackend(wasmBackend());

/** float32 sums of a batch against float64. */
const CLOSE = 1e-5;
const put = ({ data, shape }: Recorded, from = 0, to = shape[0]!) => {
  const width = data.length / shape[0]!;
  return tensor(data.slice(from * width, to * width), [to - from, ...shape.slice(1)]);
};

interface LossAnswers {
  readonly cases: readonly {
    readonly loss: string;
    readonly options: object;
    readonly predictions: Recorded;
    readonly targets: Recorded;
    readonly values: Recorded;
    readonly gradient: Recorded;
  }[];
  readonly pinball: {
    readonly quantiles: readonly number[];
    readonly predictions: Recorded;
    readonly targets: Recorded;
    readonly losses: readonly number[];
  };
}

const LOSSES: Readonly<Record<string, (options: never) => Loss>> = {
  huber,
  logCosh,
  cosineSimilarity,
  klDivergence,
  categoricalCrossentropy,
  binaryCrossentropy,
  quantileLoss,
  meanAbsolutePercentageError,
};

describe('losses and their gradients equal those of PyTorch', () => {
  const { cases } = readRecorded<LossAnswers>('scores', 'losses');
  test.each(cases.map((answer) => [answer.loss, answer.options, answer] as const))(
    '%s %j',
    async (name, options, { predictions, targets, values, gradient }) => {
      const before = liveTensors();
      const [t, p] = [put(targets), put(predictions)];
      const loss = LOSSES[name]!(options as never);
      const losses = loss(t, p);
      expect(relativeError(await losses.data(), values.data)).toBeLessThan(CLOSE);
      const { value, grads } = valueAndGrad(() => sum(loss(t, p)), [p]);
      expect(relativeError(await grads[0]!.data(), gradient.data)).toBeLessThan(CLOSE);
      for (const made of [t, p, losses, value, grads[0]!]) made.dispose();
      expect(liveTensors()).toBe(before);
    },
  );
});

test('the loss of several quantiles is the mean of scikit-learn’s pinball losses', async () => {
  const { pinball } = readRecorded<LossAnswers>('scores', 'losses');
  const [t, p] = [put(pinball.targets), put(pinball.predictions)];
  const losses = quantileLoss({ quantiles: pinball.quantiles })(t, p);
  const mean = (values: ArrayLike<number>) =>
    Array.from(values).reduce((total, value) => total + value, 0) / values.length;
  expect(relativeError([mean(await losses.data())], [mean(pinball.losses)])).toBeLessThan(CLOSE);
  for (const made of [t, p, losses]) made.dispose();
});

interface MetricAnswers {
  readonly weights: Recorded;
  readonly cases: readonly {
    readonly metric: string;
    readonly options: object;
    readonly targets: Recorded;
    readonly predictions: Recorded;
    readonly plain: number;
    readonly weighted: number;
  }[];
  readonly confusion: {
    readonly targets: Recorded;
    readonly predictions: Recorded;
    readonly matrix: readonly (readonly number[])[];
    readonly report: Readonly<Record<string, Readonly<Record<string, number>> | number>>;
  };
}

const METRICS: Readonly<Record<string, (options: never) => Metric>> = {
  f1Score,
  fBetaScore,
  r2Score,
  auc,
  sparseTopKCategoricalAccuracy,
  meanAbsolutePercentageError: meanAbsolutePercentageErrorMetric,
  rootMeanSquaredError,
  precision,
  recall,
  sparseCategoricalCrossentropy: sparseCategoricalCrossentropyMetric,
  confusionMatrix,
};

/** Measures rows in batches. */
function measure(
  metric: Metric,
  targets: Recorded,
  predictions: Recorded,
  weights: Recorded | undefined,
  size: number,
) {
  const rows = predictions.shape[0]!;
  for (let from = 0; from < rows; from += size) {
    const to = Math.min(from + size, rows);
    const [t, p, w] = [put(targets, from, to), put(predictions, from, to), weights && put(weights, from, to)];
    metric.update(t, p, undefined, w);
    for (const made of [t, p, w]) made?.dispose();
  }
}

describe('metrics equal those of scikit-learn, in batches of 1, of 7 and of all rows', () => {
  const { weights, cases } = readRecorded<MetricAnswers>('scores', 'metrics');
  test.each(cases.map((answer) => [answer.metric, answer.options, answer] as const))(
    '%s %j',
    async (name, options, { targets, predictions, plain, weighted }) => {
      for (const size of [1, 7, 60]) {
        for (const [expected, w] of [
          [plain, undefined],
          [weighted, weights],
        ] as const) {
          const metric = METRICS[name]!(options as never);
          measure(metric, targets, predictions, w, size);
          expect(relativeError([await metric.result()], [expected]), `batches of ${size}`).toBeLessThan(
            CLOSE,
          );
        }
      }
    },
  );
});

test('r2Score is not adjusted by more regressors than the targets allow, and says so once', async () => {
  const warnings = collectWarnings();
  const [t, p] = [tensor([1, 4, 3], [3, 1]), tensor([2, 4, 4], [3, 1])];
  const [plain, few, many] = [r2Score(), r2Score({ numRegressors: 1 }), r2Score({ numRegressors: 2 })];
  for (const metric of [plain, few, many]) metric.update(t, p);
  for (const made of [t, p]) made.dispose();
  const score = 1 - 2 / (14 / 3); // the errors are 1, 0, 1; the targets are 5/3, 4/3 and 1/3 from their mean
  expect(await plain.result()).toBeCloseTo(score, 6);
  expect(await few.result()).toBeCloseTo(1 - (1 - score) * 2, 6);
  expect(await many.result()).toBeCloseTo(score, 6);
  await many.result();
  expect(warnings).toEqual([
    'r2Score: numRegressors 2 needs at least 4 targets, got 3. The score is not adjusted.',
  ]);
  expect(() => r2Score({ numRegressors: -1 })).toThrow('r2Score: numRegressors must be');
});

describe('confusionMatrix', () => {
  const { weights, confusion } = readRecorded<MetricAnswers>('scores', 'metrics');

  test.each([1, 7, 60])(
    'equals scikit-learn’s matrix and report, with weights and batches of %i',
    async (size) => {
      const metric = confusionMatrix();
      measure(metric, confusion.targets, confusion.predictions, weights, size);
      expect(await metric.matrix()).toEqual(confusion.matrix);
      const report = await metric.report();
      const near = (got: object, expected: unknown) => {
        const { 'f1-score': f1, ...rest } = expected as Record<string, number>;
        for (const [key, value] of Object.entries({ ...rest, f1Score: f1! })) {
          expect((got as Record<string, number>)[key], key).toBeCloseTo(value, 10);
        }
      };
      for (const each of report.classes) near(each, confusion.report[each.name]);
      near(report.macroAverage, confusion.report['macro avg']);
      near(report.weightedAverage, confusion.report['weighted avg']);
      expect(report.accuracy).toBeCloseTo(confusion.report.accuracy as number, 10);
    },
  );

  test('names the classes, and takes the probability of class 1 from a single output', async () => {
    const metric = confusionMatrix({ classNames: ['bad', 'good'], threshold: 0.6 });
    const [t, p] = [tensor([0, 0, 1, 1, 1], [5]), tensor([0.1, 0.7, 0.5, 0.9, 0.8], [5, 1])];
    metric.update(t, p);
    for (const made of [t, p]) made.dispose();
    expect(await metric.matrix()).toEqual([
      [1, 1],
      [1, 2],
    ]);
    const { classes } = await metric.report();
    expect(classes[1]).toEqual({ name: 'good', precision: 2 / 3, recall: 2 / 3, f1Score: 2 / 3, support: 3 });
  });

  test('says when there is no batch, and when the names do not fit', async () => {
    await expect(confusionMatrix().matrix()).rejects.toThrow('there is no matrix before the first batch');
    const [t, p] = [tensor([0, 2], [2]), tensor([1, 0, 0, 0, 0, 1], [2, 3])];
    expect(() => confusionMatrix({ classNames: ['a', 'b'] }).update(t, p)).toThrow(
      'confusionMatrix: classNames must name each of the 3 classes, got 2 names.',
    );
    for (const made of [t, p]) made.dispose();
  });
});

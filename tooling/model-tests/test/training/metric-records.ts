import {
  accuracy,
  auc,
  binaryAccuracy,
  binaryCrossentropyMetric,
  categoricalAccuracy,
  categoricalCrossentropyMetric,
  confusionMatrix,
  cosineSimilarityMetric,
  f1Score,
  fBetaScore,
  intervalCoverage,
  type Metric,
  meanAbsoluteErrorMetric,
  meanAbsolutePercentageErrorMetric,
  meanAbsoluteScaledError,
  meanSquaredErrorMetric,
  precision,
  r2Score,
  recall,
  rootMeanSquaredError,
  sparseCategoricalAccuracy,
  sparseCategoricalCrossentropyMetric,
  sparseTopKCategoricalAccuracy,
  symmetricMeanAbsolutePercentageError,
  topKCategoricalAccuracy,
} from '@seqloom/train';
import { grid } from '../grid.ts';
import type { Rows } from './rows.ts';

/** A row of targets and of outputs, and how much it counts. */
export interface MetricRow {
  readonly target: readonly number[];
  readonly output: readonly number[];
  readonly weight: number;
}

/** What the generated tests of a metric need to know of it. */
export interface MetricRecord {
  /** Its name among the exports of `@seqloom/train`. */
  readonly name: string;
  readonly title: string;
  readonly make: () => Metric;
  readonly targets: Rows;
  readonly outputs: readonly (readonly number[])[];
  /** The metric of all rows in float64, straight from its definition. */
  readonly reference: (rows: readonly MetricRow[]) => number;
}

/** Not a multiple of 7, so that the last batch is smaller. */
const ROWS = 24;

const column = (values: ArrayLike<number>) => Array.from(values, (v) => [v]);
const PROBABILITIES = column(grid(ROWS, 5).map((v) => (v + 1) / 2));
const LOGITS = column(grid(ROWS, 5).map((v) => 3 * v));
/** Correlated with the probabilities, but not equal to their rounding. */
const BINARY = column(grid(ROWS, 5).map((v, i) => (v + 0.9 * grid(ROWS, 6)[i]! > 0 ? 1 : 0)));
const NUMBERS = Array.from(grid(ROWS, 8), (v) => Math.floor(((v + 1) / 2) * 3));
const ONE_HOT = NUMBERS.map((label) => [0, 1, 2].map((c) => (c === label ? 1 : 0)));
const CLASSES = NUMBERS.map((_, i) => {
  const scores = [0, 1, 2].map((c) => Math.exp(2 * grid(3 * ROWS, 9)[3 * i + c]!));
  const sum = scores.reduce((total, score) => total + score, 0);
  return scores.map((score) => score / sum);
});

const mean = (each: (row: MetricRow) => number) => (rows: readonly MetricRow[]) => {
  const weight = rows.reduce((total, row) => total + row.weight, 0);
  return rows.reduce((total, row) => total + row.weight * each(row), 0) / weight;
};
const argMax = (values: readonly number[]) => values.indexOf(Math.max(...values));
const hit = (threshold: number) =>
  mean(({ target, output }) => Number(target[0] === Number(output[0]! > threshold)));
const classHit = mean(({ target, output }) => Number(argMax(target) === argMax(output)));
const numberHit = mean(({ target, output }) => Number(target[0] === argMax(output)));

/** True positives among the rows that `among` takes. */
const hitsAmong =
  (among: (row: MetricRow, threshold: number) => boolean, threshold = 0.5) =>
  (rows: readonly MetricRow[]) => {
    let [hits, all] = [0, 0];
    for (const row of rows) {
      if (!among(row, threshold)) continue;
      all += row.weight;
      if (row.target[0] === 1 && row.output[0]! > threshold) hits += row.weight;
    }
    return hits / all;
  };
const called = ({ output }: MetricRow, threshold: number) => output[0]! > threshold;
const positive = ({ target }: MetricRow) => target[0] === 1;

/** Pairs of a positive and a negative that are in the right order, as a fraction of all pairs. */
function areaOfPairs(rows: readonly MetricRow[]): number {
  let [right, all] = [0, 0];
  for (const one of rows.filter(positive)) {
    for (const other of rows.filter((row) => !positive(row))) {
      const weight = one.weight * other.weight;
      all += weight;
      if (one.output[0]! > other.output[0]!) right += weight;
      else if (one.output[0] === other.output[0]) right += weight / 2;
    }
  }
  return right / all;
}

/** Far from 0, so that sums of squares would lose their digits. */
const TEMPERATURES = LOGITS.map(([v]) => [280 + 5 * v!, 2 * v!]);
const FORECASTS = LOGITS.map(([v], i) => [280 + 4 * v! + grid(ROWS, 11)[i]!, v! - grid(ROWS, 12)[i]!]);

const softmax = (x: readonly number[]) => {
  const powers = x.map(Math.exp);
  return powers.map((power) => power / powers.reduce((total, each) => total + each, 0));
};
const entropy = (t: readonly number[], p: readonly number[]) =>
  -t.reduce((total, share, c) => total + (share > 0 ? share * Math.log(p[c]!) : 0), 0);
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const pair = (p: number) => [p, 1 - p];

/** The F-score of a class of all rows, from decisions. */
const fScore = (
  rows: readonly MetricRow[],
  beta: number,
  isActual: (row: MetricRow) => boolean,
  isCalled: (row: MetricRow) => boolean,
) => {
  const weigh = (which: (row: MetricRow) => boolean) =>
    rows.filter(which).reduce((total, row) => total + row.weight, 0);
  const [actual, predicted] = [weigh(isActual), weigh(isCalled)];
  const hits = weigh((row) => isActual(row) && isCalled(row));
  const [precisionOf, recallOf] = [hits / predicted, hits / actual];
  return ((1 + beta ** 2) * precisionOf * recallOf) / (beta ** 2 * precisionOf + recallOf);
};
const isNumber =
  (c: number) =>
  ({ target }: MetricRow) =>
    target[0] === c;
const isCall =
  (c: number) =>
  ({ output }: MetricRow) =>
    argMax(output) === c;
const average = (values: readonly number[]) => values.reduce((total, v) => total + v, 0) / values.length;

/** `1 − Σ w (t − y)² / Σ w (t − mean)²` of one output. */
const explained = (rows: readonly MetricRow[], output: number) => {
  const ofRows = (each: (row: MetricRow) => number) =>
    rows.reduce((total, row) => total + row.weight * each(row), 0);
  const center = ofRows(({ target }) => target[output]!) / ofRows(() => 1);
  const errors = ofRows((row) => (row.target[output]! - row.output[output]!) ** 2);
  return 1 - errors / ofRows(({ target }) => (target[output]! - center) ** 2);
};

/** The mean over the positives of the precision at their scores. */
function averagePrecision(rows: readonly MetricRow[]): number {
  const positives = rows.filter(positive);
  const total = positives.reduce((sum, row) => sum + row.weight, 0);
  return positives.reduce((sum, one) => {
    const above = rows.filter(({ output }) => output[0]! >= one.output[0]!);
    const weight = above.reduce((all, row) => all + row.weight, 0);
    const hits = above.filter(positive).reduce((all, row) => all + row.weight, 0);
    return sum + (one.weight === 0 ? 0 : (one.weight * hits) / weight / total);
  }, 0);
}

const binary = { targets: BINARY, outputs: PROBABILITIES };
const logits = { targets: BINARY, outputs: LOGITS };

/** Every metric that `@seqloom/train` exports. */
export const METRIC_RECORDS: readonly MetricRecord[] = [
  { name: 'accuracy', title: 'of two classes', make: () => accuracy(), ...binary, reference: hit(0.5) },
  {
    name: 'accuracy',
    title: 'of class numbers',
    make: () => accuracy(),
    targets: NUMBERS,
    outputs: CLASSES,
    reference: numberHit,
  },
  {
    name: 'binaryAccuracy',
    title: 'above 0.3',
    make: () => binaryAccuracy({ threshold: 0.3 }),
    ...binary,
    reference: hit(0.3),
  },
  {
    name: 'binaryAccuracy',
    title: 'of logits',
    make: () => binaryAccuracy({ fromLogits: true }),
    ...logits,
    reference: hit(0),
  },
  {
    name: 'categoricalAccuracy',
    title: 'of one-hot rows',
    make: () => categoricalAccuracy(),
    targets: ONE_HOT,
    outputs: CLASSES,
    reference: classHit,
  },
  {
    name: 'sparseCategoricalAccuracy',
    title: 'of class numbers',
    make: () => sparseCategoricalAccuracy(),
    targets: NUMBERS,
    outputs: CLASSES,
    reference: numberHit,
  },
  {
    name: 'meanSquaredErrorMetric',
    title: 'of quantities',
    make: () => meanSquaredErrorMetric(),
    targets: BINARY,
    outputs: LOGITS,
    reference: mean(({ target, output }) => (target[0]! - output[0]!) ** 2),
  },
  {
    name: 'meanAbsoluteErrorMetric',
    title: 'of quantities',
    make: () => meanAbsoluteErrorMetric(),
    targets: BINARY,
    outputs: LOGITS,
    reference: mean(({ target, output }) => Math.abs(target[0]! - output[0]!)),
  },
  { name: 'precision', title: 'above 0.5', make: () => precision(), ...binary, reference: hitsAmong(called) },
  {
    name: 'recall',
    title: 'above 0.7',
    make: () => recall({ threshold: 0.7 }),
    ...binary,
    reference: hitsAmong(positive, 0.7),
  },
  {
    name: 'auc',
    title: 'of logits, by ranks',
    make: () => auc({ fromLogits: true }),
    ...logits,
    reference: areaOfPairs,
  },
  {
    name: 'auc',
    title: 'of probabilities; thresholds lie between all of them',
    make: () => auc({ numThresholds: 2 * ROWS + 1 }),
    ...binary,
    reference: areaOfPairs,
  },
  {
    name: 'auc',
    title: 'of logits, as average precision',
    make: () => auc({ fromLogits: true, curve: 'PR' }),
    ...logits,
    reference: averagePrecision,
  },
  {
    name: 'f1Score',
    title: 'of class numbers, as the mean over the classes',
    make: () => f1Score(),
    targets: NUMBERS,
    outputs: CLASSES,
    reference: (rows) => average([0, 1, 2].map((c) => fScore(rows, 1, isNumber(c), isCall(c)))),
  },
  {
    name: 'f1Score',
    title: 'of two classes, above 0.4',
    make: () => f1Score({ threshold: 0.4 }),
    ...binary,
    reference: (rows) => fScore(rows, 1, positive, (row) => called(row, 0.4)),
  },
  {
    name: 'fBetaScore',
    title: 'of one-hot rows, with recall twice as important',
    make: () => fBetaScore({ beta: 2 }),
    targets: ONE_HOT,
    outputs: CLASSES,
    reference: (rows) =>
      average([0, 1, 2].map((c) => fScore(rows, 2, ({ target }) => target[c] === 1, isCall(c)))),
  },
  {
    name: 'topKCategoricalAccuracy',
    title: 'of one-hot rows, in the first two',
    make: () => topKCategoricalAccuracy({ k: 2 }),
    targets: ONE_HOT,
    outputs: CLASSES,
    reference: mean(({ target, output }) => {
      const score = output[target.indexOf(1)]!;
      return Number(output.filter((value) => value > score).length < 2);
    }),
  },
  {
    name: 'sparseTopKCategoricalAccuracy',
    title: 'of class numbers, in the first two',
    make: () => sparseTopKCategoricalAccuracy({ k: 2 }),
    targets: NUMBERS,
    outputs: CLASSES,
    reference: mean(({ target, output }) =>
      Number(output.filter((value) => value > output[target[0]!]!).length < 2),
    ),
  },
  {
    name: 'binaryCrossentropyMetric',
    title: 'of logits and smoothed labels',
    make: () => binaryCrossentropyMetric({ fromLogits: true, labelSmoothing: 0.2 }),
    ...logits,
    reference: mean(({ target, output }) => entropy(pair(0.8 * target[0]! + 0.1), pair(sigmoid(output[0]!)))),
  },
  {
    name: 'categoricalCrossentropyMetric',
    title: 'of probabilities',
    make: () => categoricalCrossentropyMetric(),
    targets: ONE_HOT,
    outputs: CLASSES,
    reference: mean(({ target, output }) => entropy(target, output)),
  },
  {
    name: 'sparseCategoricalCrossentropyMetric',
    title: 'of logits',
    make: () => sparseCategoricalCrossentropyMetric({ fromLogits: true }),
    targets: NUMBERS,
    outputs: CLASSES,
    reference: mean(({ target, output }) => -Math.log(softmax(output)[target[0]!]!)),
  },
  {
    name: 'cosineSimilarityMetric',
    title: 'of vectors',
    make: () => cosineSimilarityMetric(),
    targets: ONE_HOT,
    outputs: CLASSES,
    reference: mean(({ target, output }) => output[target.indexOf(1)]! / Math.hypot(...output)),
  },
  {
    name: 'rootMeanSquaredError',
    title: 'of quantities',
    make: () => rootMeanSquaredError(),
    targets: BINARY,
    outputs: LOGITS,
    reference: (rows) => Math.sqrt(mean(({ target, output }) => (target[0]! - output[0]!) ** 2)(rows)),
  },
  {
    name: 'meanAbsolutePercentageErrorMetric',
    title: 'of quantities',
    make: () => meanAbsolutePercentageErrorMetric(),
    targets: TEMPERATURES,
    outputs: FORECASTS,
    reference: mean(
      ({ target, output }) => 100 * average(target.map((t, i) => Math.abs((t - output[i]!) / t))),
    ),
  },
  {
    name: 'symmetricMeanAbsolutePercentageError',
    title: 'of quantities, among them 0',
    make: () => symmetricMeanAbsolutePercentageError(),
    targets: BINARY,
    outputs: LOGITS,
    reference: mean(
      ({ target, output }) =>
        (200 * Math.abs(target[0]! - output[0]!)) / (Math.abs(target[0]!) + Math.abs(output[0]!)),
    ),
  },
  {
    name: 'meanAbsoluteScaledError',
    title: 'of quantities',
    make: () => meanAbsoluteScaledError({ scale: 0.25 }),
    targets: BINARY,
    outputs: LOGITS,
    reference: mean(({ target, output }) => 4 * Math.abs(target[0]! - output[0]!)),
  },
  {
    name: 'r2Score',
    title: 'of quantities, one of them far from 0',
    make: () => r2Score(),
    targets: TEMPERATURES,
    outputs: FORECASTS,
    reference: (rows) => average([explained(rows, 0), explained(rows, 1)]),
  },
  {
    name: 'r2Score',
    title: 'of quantities, adjusted by three regressors',
    make: () => r2Score({ numRegressors: 3 }),
    targets: TEMPERATURES,
    outputs: FORECASTS,
    reference: (rows) => {
      const targets = 2 * rows.filter(({ weight }) => weight !== 0).length;
      return 1 - ((1 - average([explained(rows, 0), explained(rows, 1)])) * (targets - 1)) / (targets - 4);
    },
  },
  {
    name: 'intervalCoverage',
    title: 'of the first and last of three outputs',
    make: () => intervalCoverage(),
    targets: column(grid(ROWS, 5)),
    outputs: CLASSES.map((row) => row.map((v, i) => v + i - 1.2)),
    reference: mean(({ target, output }) => Number(output[0]! <= target[0]! && target[0]! <= output[2]!)),
  },
  {
    name: 'confusionMatrix',
    title: 'of class numbers',
    make: () => confusionMatrix(),
    targets: NUMBERS,
    outputs: CLASSES,
    reference: numberHit,
  },
];

import {
  accuracy,
  auc,
  binaryAccuracy,
  categoricalAccuracy,
  type Metric,
  meanAbsoluteErrorMetric,
  meanSquaredErrorMetric,
  precision,
  recall,
  sparseCategoricalAccuracy,
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
];

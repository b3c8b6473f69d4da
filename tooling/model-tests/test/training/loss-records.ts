import {
  binaryCrossentropy,
  binaryFocalCrossentropy,
  categoricalCrossentropy,
  categoricalFocalCrossentropy,
  cosineSimilarity,
  huber,
  klDivergence,
  type Loss,
  logCosh,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  quantileLoss,
  sparseCategoricalCrossentropy,
} from '@seqloom/train';

/** What the generated tests of a loss need to know of it. */
export interface LossRecord {
  /** Its name among the exports of `@seqloom/train`. */
  readonly name: string;
  readonly title: string;
  readonly make: () => Loss;
  /** Six rows of outputs, as the loss takes them, away from kinks and from the bounds of probabilities. */
  readonly outputs: readonly (readonly number[])[];
  /** A row of targets for each row of outputs, or a class number. */
  readonly targets: readonly (readonly number[] | number)[];
  /** The loss of one row in float64: the formula of its documentation. */
  readonly formula: (target: readonly number[], output: readonly number[]) => number;
}

const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
const total = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0);
const binary = (t: number, p: number) => -(t * Math.log(p) + (1 - t) * Math.log(1 - p));
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const softmax = (x: readonly number[]) => x.map((v) => Math.exp(v) / total(x.map(Math.exp)));

const PAIRS = [
  [0.2, 0.7],
  [0.9, 0.4],
  [0.55, 0.1],
  [0.35, 0.8],
  [0.6, 0.25],
  [0.15, 0.45],
];
const LABEL_PAIRS = [
  [0, 1],
  [1, 1],
  [1, 0],
  [0, 0],
  [0.3, 1],
  [0, 0.6],
];
const LOGIT_PAIRS = [
  [-2.5, 0.5],
  [1.25, 3],
  [0.1, -0.7],
  [4, -4],
  [-0.2, 2],
  [1, -1.5],
];
/** Rows that sum to 1. */
const CLASSES = [
  [0.2, 0.5, 0.3],
  [0.6, 0.1, 0.3],
  [0.25, 0.25, 0.5],
  [0.7, 0.2, 0.1],
  [0.4, 0.35, 0.25],
  [0.1, 0.8, 0.1],
];
const ONE_HOT = [
  [0, 1, 0],
  [1, 0, 0],
  [0, 0, 1],
  [0.5, 0.5, 0],
  [0, 1, 0],
  [0.2, 0.3, 0.5],
];
const LOGIT_CLASSES = [
  [2, -1, 0.5],
  [0.1, 0.2, -3],
  [1, 1.5, -0.5],
  [-2, 0, 2],
  [0.3, -0.6, 0.9],
  [4, -1, 1],
];
const NUMBERS = [0, 2, 1, 1, 0, 2];

/** Of both signs, none near 0, where a percentage has no bound. */
const QUANTITIES = [
  [2.5, -1.2],
  [-0.75, 2],
  [1.5, 0.5],
  [-2, -3],
  [0.6, 1.25],
  [3, -0.5],
];

const oneHot = (label: number) => [0, 1, 2].map((c) => (c === label ? 1 : 0));
const categorical = (t: readonly number[], p: readonly number[]) =>
  -total(t.map((share, c) => share * Math.log(p[c]! / total(p))));

const smooth = (t: readonly number[], s: number, classes: number) => t.map((v) => v * (1 - s) + s / classes);
const hits = (t: number, p: number) => t * p + (1 - t) * (1 - p);
const norm = (v: readonly number[]) => Math.hypot(...v);
const QUANTILES = [0.1, 0.5, 0.8];

/** Every loss that `@seqloom/train` exports. */
export const LOSS_RECORDS: readonly LossRecord[] = [
  {
    name: 'binaryCrossentropy',
    title: 'of probabilities',
    make: () => binaryCrossentropy(),
    outputs: PAIRS,
    targets: LABEL_PAIRS,
    formula: (t, p) => mean(t.map((share, i) => binary(share, p[i]!))),
  },
  {
    name: 'binaryCrossentropy',
    title: 'of logits',
    make: () => binaryCrossentropy({ fromLogits: true }),
    outputs: LOGIT_PAIRS,
    targets: LABEL_PAIRS,
    formula: (t, x) => mean(t.map((share, i) => binary(share, sigmoid(x[i]!)))),
  },
  {
    name: 'categoricalCrossentropy',
    title: 'of probabilities',
    make: () => categoricalCrossentropy(),
    outputs: CLASSES,
    targets: ONE_HOT,
    formula: categorical,
  },
  {
    name: 'categoricalCrossentropy',
    title: 'of logits',
    make: () => categoricalCrossentropy({ fromLogits: true }),
    outputs: LOGIT_CLASSES,
    targets: ONE_HOT,
    formula: (t, x) => categorical(t, softmax(x)),
  },
  {
    name: 'sparseCategoricalCrossentropy',
    title: 'of probabilities',
    make: () => sparseCategoricalCrossentropy(),
    outputs: CLASSES,
    targets: NUMBERS,
    formula: ([label], p) => categorical(oneHot(label!), p),
  },
  {
    name: 'sparseCategoricalCrossentropy',
    title: 'of logits',
    make: () => sparseCategoricalCrossentropy({ fromLogits: true }),
    outputs: LOGIT_CLASSES,
    targets: NUMBERS,
    formula: ([label], x) => categorical(oneHot(label!), softmax(x)),
  },
  {
    name: 'meanSquaredError',
    title: 'of quantities',
    make: () => meanSquaredError(),
    outputs: LOGIT_PAIRS,
    targets: LABEL_PAIRS,
    formula: (t, y) => mean(t.map((v, i) => (v - y[i]!) ** 2)),
  },
  {
    name: 'meanAbsoluteError',
    title: 'of quantities',
    make: () => meanAbsoluteError(),
    outputs: LOGIT_PAIRS,
    targets: LABEL_PAIRS,
    formula: (t, y) => mean(t.map((v, i) => Math.abs(v - y[i]!))),
  },
  {
    name: 'binaryCrossentropy',
    title: 'of smoothed labels',
    make: () => binaryCrossentropy({ labelSmoothing: 0.2 }),
    outputs: PAIRS,
    targets: LABEL_PAIRS,
    formula: (t, p) => mean(smooth(t, 0.2, 2).map((share, i) => binary(share, p[i]!))),
  },
  {
    name: 'categoricalCrossentropy',
    title: 'of logits and smoothed labels',
    make: () => categoricalCrossentropy({ fromLogits: true, labelSmoothing: 0.1 }),
    outputs: LOGIT_CLASSES,
    targets: ONE_HOT,
    formula: (t, x) => categorical(smooth(t, 0.1, 3), softmax(x)),
  },
  {
    name: 'binaryFocalCrossentropy',
    title: 'of probabilities',
    make: () => binaryFocalCrossentropy(),
    outputs: PAIRS,
    targets: LABEL_PAIRS,
    formula: (t, p) => mean(t.map((share, i) => (1 - hits(share, p[i]!)) ** 2 * binary(share, p[i]!))),
  },
  {
    name: 'binaryFocalCrossentropy',
    title: 'of logits, balanced, with a power of 0.5',
    make: () =>
      binaryFocalCrossentropy({ fromLogits: true, applyClassBalancing: true, alpha: 0.3, gamma: 0.5 }),
    outputs: LOGIT_PAIRS,
    targets: LABEL_PAIRS,
    formula: (t, x) =>
      mean(
        t.map((share, i) => {
          const p = sigmoid(x[i]!);
          const weight = share * 0.3 + (1 - share) * 0.7;
          return weight * (1 - hits(share, p)) ** 0.5 * binary(share, p);
        }),
      ),
  },
  {
    name: 'categoricalFocalCrossentropy',
    title: 'of probabilities, with a weight for each class',
    make: () => categoricalFocalCrossentropy({ alpha: [0.2, 0.5, 1.5], gamma: 3 }),
    outputs: CLASSES,
    targets: ONE_HOT,
    formula: (t, y) => {
      const p = y.map((v) => v / total(y));
      return -total(t.map((share, c) => [0.2, 0.5, 1.5][c]! * (1 - p[c]!) ** 3 * share * Math.log(p[c]!)));
    },
  },
  {
    name: 'categoricalFocalCrossentropy',
    title: 'of logits and smoothed labels',
    make: () => categoricalFocalCrossentropy({ fromLogits: true, labelSmoothing: 0.1 }),
    outputs: LOGIT_CLASSES,
    targets: ONE_HOT,
    formula: (t, x) => {
      const p = softmax(x);
      return -total(smooth(t, 0.1, 3).map((share, c) => 0.25 * (1 - p[c]!) ** 2 * share * Math.log(p[c]!)));
    },
  },
  {
    name: 'meanAbsolutePercentageError',
    title: 'of quantities',
    make: () => meanAbsolutePercentageError(),
    outputs: LOGIT_PAIRS,
    targets: QUANTITIES,
    formula: (t, y) => 100 * mean(t.map((v, i) => Math.abs((v - y[i]!) / v))),
  },
  {
    name: 'huber',
    title: 'with its bound among the errors',
    make: () => huber({ delta: 1.5 }),
    outputs: LOGIT_PAIRS,
    targets: QUANTITIES,
    formula: (t, y) =>
      mean(
        t.map((v, i) => {
          const error = Math.abs(v - y[i]!);
          return error <= 1.5 ? error ** 2 / 2 : 1.5 * error - 1.5 ** 2 / 2;
        }),
      ),
  },
  {
    name: 'logCosh',
    title: 'of quantities',
    make: () => logCosh(),
    outputs: LOGIT_PAIRS,
    targets: QUANTITIES,
    formula: (t, y) => mean(t.map((v, i) => Math.log(Math.cosh(v - y[i]!)))),
  },
  {
    name: 'cosineSimilarity',
    title: 'of vectors',
    make: () => cosineSimilarity(),
    outputs: LOGIT_CLASSES,
    targets: CLASSES,
    formula: (t, y) => -total(t.map((v, i) => v * y[i]!)) / (norm(t) * norm(y)),
  },
  {
    name: 'klDivergence',
    title: 'of distributions',
    make: () => klDivergence(),
    outputs: CLASSES,
    targets: CLASSES.toReversed(),
    formula: (t, p) => total(t.map((share, i) => share * Math.log(share / p[i]!))),
  },
  {
    name: 'quantileLoss',
    title: 'of three quantiles at once',
    make: () => quantileLoss({ quantiles: QUANTILES }),
    outputs: LOGIT_CLASSES,
    targets: NUMBERS.map((v) => v + 0.25),
    formula: ([t], y) => mean(QUANTILES.map((q, i) => Math.max(q * (t! - y[i]!), (q - 1) * (t! - y[i]!)))),
  },
  {
    name: 'quantileLoss',
    title: 'of one quantile and two outputs',
    make: () => quantileLoss({ quantiles: [0.7] }),
    outputs: LOGIT_PAIRS,
    targets: QUANTITIES,
    formula: (t, y) => mean(t.map((v, i) => Math.max(0.7 * (v - y[i]!), -0.3 * (v - y[i]!)))),
  },
];

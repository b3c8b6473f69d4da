import {
  binaryCrossentropy,
  categoricalCrossentropy,
  type Loss,
  meanAbsoluteError,
  meanSquaredError,
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

const oneHot = (label: number) => [0, 1, 2].map((c) => (c === label ? 1 : 0));
const categorical = (t: readonly number[], p: readonly number[]) =>
  -total(t.map((share, c) => share * Math.log(p[c]! / total(p))));

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
];

import { argMax, cast, greater, matMul, mul, oneHot, reshape, scalar, type Tensor } from '@seqloom/backend';
import { formatValue, numberIn, type OptionRules, optional, resolveOptions, rule } from '@seqloom/options';
import { countsFor } from './counts.ts';
import { Metric } from './metric.ts';
import {
  areClassRows,
  binaryInputs,
  categoricalInputs,
  sparseInputs,
  unlessBroken,
} from './metric-inputs.ts';
import { type ProbabilityOptions, probabilityRules } from './metric-options.ts';

/** Options of `confusionMatrix`. */
export interface ConfusionMatrixOptions<Name extends string = string> extends ProbabilityOptions<Name> {
  /** The names of the classes, in their order, for the report; default their numbers. */
  readonly classNames?: readonly string[] | undefined;
  /** For a single output: a probability above it is class 1, in [0, 1]; default 0.5. */
  readonly threshold?: number;
}

/** How well one class is predicted. */
export interface ClassReport {
  readonly name: string;
  /** The fraction of true positives among the samples that were predicted as this class; 0 if there are none. */
  readonly precision: number;
  /** The fraction of true positives among the samples of this class; 0 if there are none. */
  readonly recall: number;
  /** The harmonic mean of both; 0 if both are 0. */
  readonly f1Score: number;
  /** The weight of the samples of this class; their number without weights. */
  readonly support: number;
}

/** Means of a `ClassReport` over classes. */
export type MeanReport = Omit<ClassReport, 'name'>;

/** What a confusion matrix says. */
export interface ClassificationReport {
  readonly classes: readonly ClassReport[];
  readonly accuracy: number;
  /** The mean over the classes. */
  readonly macroAverage: MeanReport;
  /** The mean over the classes by their support. */
  readonly weightedAverage: MeanReport;
}

/**
 * How many samples of each class were predicted as each class. As a metric its number is the accuracy; `matrix` and `report` give the
 * rest, of the batches since the last reset: after `evaluate` those of its data, after `fit` those of the last pass over training or
 * validation data.
 *
 * Shapes: outputs `[B, …, C]`, probabilities or logits; targets class numbers `[B, …]` or rows `[B, …, C]`. A single output is the
 * probability of class 1.
 *
 * @throws RangeError or TypeError for an option that does not exist or is out of its range; RangeError for targets and outputs
 * that it is not defined for
 *
 * **Source**: `sklearn.metrics.confusion_matrix` and `classification_report`.
 *
 * @example
 * ```ts
 * const confusion = confusionMatrix({ classNames: ['bad', 'good'] });
 * await evaluate(model, test, { loss: 'binaryCrossentropy', metrics: [confusion] });
 * console.log(await confusion.matrix(), await confusion.report());
 * ```
 */
export function confusionMatrix<const Name extends string = 'confusionMatrix'>(
  options: ConfusionMatrixOptions<Name> = {},
): ConfusionMatrix<Name> {
  return new ConfusionMatrix<Name>(resolveOptions<ConfusionMatrixOptions>('confusionMatrix', options, RULES));
}

const RULES: OptionRules<ConfusionMatrixOptions> = {
  ...probabilityRules('confusionMatrix'),
  classNames: optional(
    rule<readonly string[]>((owner, option, value) => {
      const names: readonly unknown[] = Array.isArray(value) ? value : [];
      if (names.length > 1 && names.every((name) => typeof name === 'string')) return;
      throw new TypeError(
        `${owner}: ${option} must be a list of at least 2 texts, got ${formatValue(value)}.`,
      );
    }),
  ),
  threshold: numberIn({ min: 0, max: 1 }, 0.5),
};

/** The metric that `confusionMatrix` makes, from settings that it has checked. */
export class ConfusionMatrix<Name extends string = string> extends Metric<Name> {
  readonly #classNames: readonly string[] | undefined;

  constructor({ name, fromLogits, threshold, classNames }: Required<ConfusionMatrixOptions>) {
    super({
      name: name as Name, // the default is in the type, too
      direction: 'max',
      settings: { fromLogits, threshold }, // not the names of classes, which change no number
      measure: (targets, predictions, counts) => {
        const classes = Math.max(predictions.shape.at(-1)!, 2);
        checkNames(classNames, classes);
        const { actual, predicted, broken } = labelsOf(fromLogits, threshold, targets, predictions, counts);
        const rows = (labels: Tensor) => cast(oneHot(reshape(labels, [-1]), classes), 'float32');
        const weights = countsFor(actual, counts);
        const weighted = weights ? mul(rows(actual), reshape(weights, [-1, 1])) : rows(actual);
        const matrix = matMul(weighted, rows(predicted), { transposeA: true });
        return unlessBroken(broken, reshape(matrix, [-1]));
      },
      summarize: (sums) => accuracyOf(rowsOf(sums)),
    });
    this.#classNames = classNames;
  }

  /**
   * By row the class of the target, by column the predicted class: the number of samples, or the sum of their weights.
   *
   * @throws Error before the first batch
   */
  async matrix(): Promise<number[][]> {
    const sums = await this.gathered();
    if (sums) return rowsOf(sums);
    throw new Error(
      `Metric ${JSON.stringify(this.name)}: there is no matrix before the first batch. Call evaluate or fit first.`,
    );
  }

  /**
   * Precision, recall and F1 score of each class, and their means.
   *
   * @throws Error before the first batch
   */
  async report(): Promise<ClassificationReport> {
    const matrix = await this.matrix();
    const classes = matrix.map((row, c) => reportOf(matrix, c, this.#classNames?.[c] ?? String(c), row));
    const support = classes.reduce((total, each) => total + each.support, 0);
    const average = (weightOf: (each: ClassReport) => number): MeanReport => {
      const mean = (value: (each: ClassReport) => number) =>
        classes.reduce((total, each) => total + weightOf(each) * value(each), 0);
      return {
        precision: mean((each) => each.precision),
        recall: mean((each) => each.recall),
        f1Score: mean((each) => each.f1Score),
        support,
      };
    };
    return {
      classes,
      accuracy: accuracyOf(matrix),
      macroAverage: average(() => 1 / classes.length),
      weightedAverage: average((each) => ratio(each.support, support)),
    };
  }
}

function checkNames(names: readonly string[] | undefined, classes: number): void {
  if (!names || names.length === classes) return;
  throw new RangeError(
    `confusionMatrix: classNames must name each of the ${classes} classes, got ${names.length} names.`,
  );
}

/** The classes of targets and outputs, int32 without the last axis of the outputs. */
function labelsOf(
  fromLogits: boolean,
  threshold: number,
  ...batch: readonly [targets: Tensor, predictions: Tensor, counts: Tensor | undefined]
): { readonly actual: Tensor; readonly predicted: Tensor; readonly broken: boolean } {
  const [targets, predictions] = batch;
  const owner = 'confusionMatrix';
  const steps = predictions.shape.slice(0, -1);
  if (predictions.shape.at(-1) === 1) {
    const inputs = binaryInputs(owner, fromLogits, ...batch);
    const called = greater(inputs.outputs, scalar(threshold));
    const labels = (values: Tensor) => reshape(cast(values, 'int32'), steps);
    return { actual: labels(inputs.targets), predicted: labels(called), broken: inputs.broken };
  }
  const hasRows = areClassRows(targets, predictions);
  const inputs = hasRows ? categoricalInputs(owner, ...batch) : sparseInputs(owner, ...batch);
  const actual = hasRows ? argMax(inputs.targets, -1) : inputs.targets;
  return { actual, predicted: argMax(inputs.outputs, -1), broken: inputs.broken };
}

function rowsOf(sums: Float64Array): number[][] {
  const classes = Math.sqrt(sums.length);
  return Array.from({ length: classes }, (_, c) => Array.from(sums.subarray(c * classes, (c + 1) * classes)));
}

function reportOf(
  matrix: readonly (readonly number[])[],
  c: number,
  name: string,
  row: readonly number[],
): ClassReport {
  const hits = row[c]!;
  const support = row.reduce((total, value) => total + value, 0);
  const predicted = matrix.reduce((total, each) => total + each[c]!, 0);
  return {
    name,
    precision: ratio(hits, predicted),
    recall: ratio(hits, support),
    f1Score: ratio(2 * hits, predicted + support),
    support,
  };
}

function accuracyOf(matrix: readonly (readonly number[])[]): number {
  const total = matrix.flat().reduce((sum, value) => sum + value, 0);
  return ratio(
    matrix.reduce((sum, row, c) => sum + row[c]!, 0),
    total,
  );
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

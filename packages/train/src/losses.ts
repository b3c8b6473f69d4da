import {
  abs,
  add,
  cast,
  checkIndices,
  clip,
  div,
  IndexRangeError,
  log,
  logSoftmax,
  maximum,
  mean,
  mul,
  neg,
  oneHot,
  scalar,
  softplus,
  square,
  sub,
  sum,
  type Tensor,
} from '@seqloom/backend';
import { formatShape, ShapeError } from '@seqloom/nn';
import { checkBoolean, checkOptions, formatValue } from '@seqloom/options';
import { alignToFirstAxes } from './align-to-first-axes.ts';
import { matchLabels, matchTargets } from './match-shapes.ts';

/**
 * The error of every sample: predictions `[B, …, D]` → `[B, …]`. `fit` takes the mean over all of them, weighted where
 * there are sample weights.
 */
export type Loss = (targets: Tensor, predictions: Tensor) => Tensor;

/** The names a loss option takes. */
export type LossName =
  | 'binaryCrossentropy'
  | 'categoricalCrossentropy'
  | 'sparseCategoricalCrossentropy'
  | 'meanSquaredError'
  | 'mse'
  | 'meanAbsoluteError'
  | 'mae';

/** Options of the cross-entropies. */
export interface CrossentropyOptions {
  /** Whether the predictions are logits, not probabilities; default false. */
  readonly fromLogits?: boolean;
}

function readFromLogits(loss: string, options: CrossentropyOptions): boolean {
  checkOptions(loss, options, { fromLogits: true });
  const { fromLogits = false } = options;
  checkBoolean(loss, 'fromLogits', fromLogits);
  return fromLogits;
}

/** Probabilities are kept this far from 0 and 1, as Keras does, so that no logarithm is infinite. */
const EPSILON = 1e-7;

/**
 * `−(t · ln p + (1 − t) · ln(1 − p))`, mean over the last axis.
 *
 * Shapes: targets `[B]` or as predictions, 0 … 1; predictions `[B, D]`.
 *
 * **Source**: `keras.losses.BinaryCrossentropy`; probabilities are clipped to `[1e-7, 1 − 1e-7]`.
 */
export function binaryCrossentropy(options: CrossentropyOptions = {}): Loss {
  const fromLogits = readFromLogits('binaryCrossentropy', options);
  return (targets, predictions) => {
    const t = matchTargets('binaryCrossentropy', cast(targets, 'float32'), predictions);
    // −(t ln σ(x) + (1 − t) ln(1 − σ(x))) = softplus(x) − t x
    if (fromLogits) return mean(sub(softplus(predictions), mul(t, predictions)), -1);
    const p = clip(predictions, EPSILON, 1 - EPSILON);
    const one = scalar(1);
    return neg(mean(add(mul(t, log(p)), mul(sub(one, t), log(sub(one, p)))), -1));
  };
}

/**
 * `−Σ t · ln p` over the last axis, for targets that are distributions over classes.
 *
 * Shapes: targets and predictions `[B, …, C]`.
 *
 * **Source**: `keras.losses.CategoricalCrossentropy`; probabilities are scaled to the sum 1 and clipped.
 */
export function categoricalCrossentropy(options: CrossentropyOptions = {}): Loss {
  const fromLogits = readFromLogits('categoricalCrossentropy', options);
  return (targets, predictions) => {
    const t = matchTargets('categoricalCrossentropy', cast(targets, 'float32'), predictions);
    const probabilities = fromLogits ? predictions : div(predictions, sum(predictions, -1, true));
    return neg(sum(mul(t, logProbabilities(probabilities, fromLogits)), -1));
  };
}

/**
 * `−ln p[t]`, for targets that are class numbers.
 *
 * Shapes: targets `[B, …]` (or `[B, …, 1]`) with integers 0 … C − 1; predictions `[B, …, C]`.
 *
 * @throws RangeError for a class number outside, where the backend can tell cheaply
 *
 * **Source**: `keras.losses.SparseCategoricalCrossentropy`.
 */
export function sparseCategoricalCrossentropy(options: CrossentropyOptions = {}): Loss {
  const fromLogits = readFromLogits('sparseCategoricalCrossentropy', options);
  return (targets, predictions) => {
    const labels = cast(matchLabels('sparseCategoricalCrossentropy', targets, predictions), 'int32');
    const classes = predictions.shape.at(-1)!;
    checkLabels(labels, classes);
    const chosen = cast(oneHot(labels, classes), 'float32');
    return neg(sum(mul(chosen, logProbabilities(predictions, fromLogits)), -1));
  };
}

/** `(t − p)²`, mean over the last axis. Shapes: as `binaryCrossentropy`. **Source**: `keras.losses.MeanSquaredError`. */
export function meanSquaredError(): Loss {
  return (targets, predictions) =>
    mean(
      square(sub(predictions, matchTargets('meanSquaredError', cast(targets, 'float32'), predictions))),
      -1,
    );
}

/** `|t − p|`, mean over the last axis. Shapes: as `binaryCrossentropy`. **Source**: `keras.losses.MeanAbsoluteError`. */
export function meanAbsoluteError(): Loss {
  return (targets, predictions) =>
    mean(abs(sub(predictions, matchTargets('meanAbsoluteError', cast(targets, 'float32'), predictions))), -1);
}

const LOSSES: ReadonlyMap<string, () => Loss> = new Map<LossName, () => Loss>([
  ['binaryCrossentropy', binaryCrossentropy],
  ['categoricalCrossentropy', categoricalCrossentropy],
  ['sparseCategoricalCrossentropy', sparseCategoricalCrossentropy],
  ['meanSquaredError', meanSquaredError],
  ['mse', meanSquaredError],
  ['meanAbsoluteError', meanAbsoluteError],
  ['mae', meanAbsoluteError],
]);

/**
 * The loss of an option: a name, or the function itself.
 *
 * @throws RangeError for an unknown name, with the list of known ones
 */
export function getLoss(option: LossName | Loss): Loss {
  if (typeof option === 'function') return option;
  const make = LOSSES.get(option);
  if (!make) {
    throw new RangeError(
      `loss: unknown, got ${formatValue(option)}. Known: ${[...LOSSES.keys()].join(', ')}.`,
    );
  }
  return make();
}

/**
 * The one number to minimise: `Σ w · l / n`, with `n` the number of losses and not the sum of weights, as in Keras. With
 * a mask only the steps that count enter it: `Σ m · w · l / Σ m`; 0 where none does.
 *
 * @param losses `[B]` or `[B, T, …]`
 * @param weights `[B]` or `[B, T]`
 * @param mask of the predictions, `[B, T]`; one of another shape than the losses' first axes belongs to other steps and
 * is not looked at
 *
 * @throws ShapeError when the losses are one number, or the weights do not fit them
 */
export function meanLoss(losses: Tensor, weights?: Tensor, mask?: Tensor): Tensor {
  if (losses.rank < 1) {
    throw new ShapeError('loss: the function returned one number, expected one per sample, [B] or [B, T].');
  }
  const weighted = weights ? mul(losses, alignWeights(weights, losses)) : losses;
  const counts = mask && alignToFirstAxes(mask, losses);
  if (!counts) return mean(weighted);
  const each = losses.size / counts.size; // how many losses a step of the mask stands for
  return div(sum(mul(weighted, counts)), maximum(mul(sum(counts), scalar(each)), scalar(1)));
}

function alignWeights(weights: Tensor, losses: Tensor): Tensor {
  const aligned = alignToFirstAxes(weights, losses);
  if (!aligned) {
    throw new ShapeError(
      `sampleWeights: expected one weight per sample [${losses.shape[0]}] or per loss ${formatShape(losses.shape)}, ` +
        `got shape ${formatShape(weights.shape)}.`,
    );
  }
  return aligned;
}

function logProbabilities(predictions: Tensor, fromLogits: boolean): Tensor {
  return fromLogits ? logSoftmax(predictions) : log(clip(predictions, EPSILON, 1 - EPSILON));
}

/** `oneHot` maps a label outside to zeros, a loss of 0 that nobody notices. */
function checkLabels(labels: Tensor, classes: number): void {
  try {
    checkIndices(labels, classes);
  } catch (error) {
    if (!(error instanceof IndexRangeError)) throw error;
    throw new RangeError(
      `sparseCategoricalCrossentropy: label ${error.index} is outside 0 … ${classes - 1}. The last layer has ${classes} units.`,
      { cause: error },
    );
  }
}

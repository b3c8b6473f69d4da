import { cast, oneHot, type Tensor } from '@seqloom/backend';
import { type LogitsActivation, warn } from '@seqloom/nn';
import { boolean, type OptionRules, resolveOptions } from '@seqloom/options';
import {
  checkDistributions,
  checkLabels,
  checkProbabilities,
  checkUnitInterval,
  countsOf,
  hostValues,
} from '../values/check-values.ts';
import { matchLabels, matchTargets } from '../values/match-shapes.ts';
import { defineLoss, type Loss, type LossDefinition } from './loss.ts';
import {
  binaryCrossentropyOfLogits,
  binaryCrossentropyOfProbabilities,
  categoricalCrossentropyOfLogits,
  categoricalCrossentropyOfProbabilities,
} from './loss-ops.ts';

/** Options of the cross-entropies. */
export interface CrossentropyOptions {
  /** Whether the predictions are logits, not probabilities; default false. */
  readonly fromLogits?: boolean;
}

const RULES: OptionRules<CrossentropyOptions> = { fromLogits: boolean(false) };

/**
 * `−(t · ln p + (1 − t) · ln(1 − p))`, mean over the last axis.
 *
 * Shapes: targets `[B]` or as predictions, 0 … 1; predictions `[B, D]`.
 *
 * If the model ends in a sigmoid, the loss is computed from the input x of the sigmoid, `softplus(x) − t · x`, which has a
 * gradient for every x.
 *
 * @throws RangeError for targets outside 0 … 1, in `fit` and `evaluate` also for such outputs, on backends that
 * read tensors without waiting
 *
 * **Source**: `keras.losses.BinaryCrossentropy`; probabilities are clipped to `[1e-7, 1 − 1e-7]`.
 */
export function binaryCrossentropy(options: CrossentropyOptions = {}): Loss {
  return crossentropy('binaryCrossentropy', options, {
    activation: 'sigmoid',
    targets: 'probabilities',
    checkTargets: (owner, targets, _outputShape, counts) => checkUnitInterval(owner, targets, counts),
    match: matchTargets,
    ofLogits: binaryCrossentropyOfLogits,
    ofProbabilities: binaryCrossentropyOfProbabilities,
  });
}

/**
 * `−Σ t · ln p` over the last axis, for targets that are distributions over classes: one-hot rows or soft labels.
 *
 * Shapes: targets and predictions `[B, …, C]`.
 *
 * If the model ends in a softmax, the loss is computed from the input of the softmax.
 *
 * @throws RangeError for targets outside 0 … 1 and for those of a sample that do not sum to 1 (within 0.01), in `fit` and
 * `evaluate` also for outputs outside 0 … 1, on backends that read tensors without waiting
 *
 * **Source**: `keras.losses.CategoricalCrossentropy`; probabilities are scaled to the sum 1 and clipped.
 */
export function categoricalCrossentropy(options: CrossentropyOptions = {}): Loss {
  return crossentropy('categoricalCrossentropy', options, {
    activation: 'softmax',
    targets: 'probabilities',
    checkTargets: (owner, targets, _outputShape, counts) =>
      checkDistributions(
        owner,
        targets,
        counts,
        'For class numbers use sparseCategoricalCrossentropy, for several labels at once binaryCrossentropy.',
      ),
    match: matchTargets,
    ofLogits: categoricalCrossentropyOfLogits,
    ofProbabilities: categoricalCrossentropyOfProbabilities,
  });
}

/**
 * `−ln p[t]`, for targets that are class numbers: `categoricalCrossentropy` of their one-hot rows.
 *
 * Shapes: targets `[B, …]` (or `[B, …, 1]`) with integers 0 … C − 1; predictions `[B, …, C]`.
 *
 * If the model ends in a softmax, the loss is computed from the input of the softmax.
 *
 * @throws RangeError for a label that is not a class number, in `fit` and `evaluate` also for outputs outside 0 … 1, on
 * backends that read tensors without waiting
 *
 * **Source**: `keras.losses.SparseCategoricalCrossentropy`; probabilities are scaled to the sum 1 and clipped.
 */
export function sparseCategoricalCrossentropy(options: CrossentropyOptions = {}): Loss {
  const rows = (labels: Tensor, output: Tensor) =>
    cast(oneHot(cast(labels, 'int32'), output.shape.at(-1)!), 'float32');
  return crossentropy('sparseCategoricalCrossentropy', options, {
    activation: 'softmax',
    targets: 'labels',
    checkTargets: (owner, targets, outputShape, counts) =>
      checkLabels(owner, targets, outputShape.at(-1)!, counts),
    match: matchLabels,
    ofLogits: (labels, x) => categoricalCrossentropyOfLogits(rows(labels, x), x),
    ofProbabilities: (labels, p) => categoricalCrossentropyOfProbabilities(rows(labels, p), p),
  });
}

/** The parts in which cross-entropies differ. `owner` is the name in messages. */
interface CrossentropyParts {
  readonly activation: LogitsActivation;
  readonly targets: LossDefinition['targets'];
  readonly checkTargets: (owner: string, ...values: Parameters<LossDefinition['checkTargets']>) => void;
  /** Targets in the shape that the formulas take. */
  readonly match: (owner: string, targets: Tensor, output: Tensor) => Tensor;
  readonly ofLogits: (targets: Tensor, logits: Tensor, probabilities?: Tensor) => Tensor;
  readonly ofProbabilities: (targets: Tensor, probabilities: Tensor) => Tensor;
}

function crossentropy(name: string, options: CrossentropyOptions, parts: CrossentropyParts): Loss {
  const { fromLogits } = resolveOptions(name, options, RULES);
  const checkTargets: LossDefinition['checkTargets'] = (...values) => parts.checkTargets(name, ...values);
  const wayOut =
    `End the model in a ${parts.activation}, or give the loss as ${name}({ fromLogits: true }) ` +
    'when they are logits.';
  let reported = false;
  return defineLoss({
    name,
    activation: parts.activation,
    fromLogits,
    targets: parts.targets,
    checkTargets,
    checkOutputs: ({ output, mask, logits }) => {
      if (fromLogits && logits && !reported) {
        reported = true;
        warn(
          `${name}: got fromLogits: true and a model that ends in a ${parts.activation}, whose outputs are probabilities. Remove one ` +
            'of the two.',
        );
      }
      const values = fromLogits || logits ? undefined : hostValues(output);
      if (values) checkProbabilities(name, values, countsOf(values, mask), wayOut);
    },
    measure: (targets, { output, mask, logits }) => {
      const matched = parts.match(name, targets, output);
      const given = hostValues(targets);
      if (given) checkTargets(given, output.shape, countsOf(given, mask));
      if (fromLogits) return parts.ofLogits(matched, output);
      if (logits) return parts.ofLogits(matched, logits, output);
      return parts.ofProbabilities(matched, output);
    },
  });
}

import {
  auc,
  binaryAccuracy,
  binaryCrossentropy,
  binaryCrossentropyMetric,
  binaryFocalCrossentropy,
  categoricalAccuracy,
  categoricalCrossentropy,
  categoricalCrossentropyMetric,
  categoricalFocalCrossentropy,
  cosineSimilarity,
  cosineSimilarityMetric,
  fBetaScore,
  huber,
  klDivergence,
  type Loss,
  logCosh,
  type Metric,
  meanAbsoluteError,
  meanAbsoluteErrorMetric,
  meanAbsolutePercentageError,
  meanAbsolutePercentageErrorMetric,
  meanSquaredError,
  meanSquaredErrorMetric,
  type Optimizer,
  type OptimizerName,
  precision,
  r2Score,
  recall,
  rootMeanSquaredError,
  type Schedule,
  sparseCategoricalAccuracy,
  sparseCategoricalCrossentropy,
  sparseCategoricalCrossentropyMetric,
  sparseTopKCategoricalAccuracy,
  topKCategoricalAccuracy,
} from '../src/index.ts';
import { makeOptimizer } from '../src/optimizers/optimizers.ts';

/** Settings in the words of Keras; those that are none are left out. */
type KerasConfig = Readonly<Record<string, unknown>>;

/** A call of a class of Keras in one of its own tests. */
export interface KerasCall {
  readonly kind: string;
  readonly class: string;
  readonly config: KerasConfig;
  readonly masked?: boolean;
  /** Whether it computes in another precision than the other calls. */
  readonly ownDtype?: boolean;
}

/** A test of Keras with the calls of its classes in it. */
export interface KerasTest {
  readonly file: string;
  readonly test: string;
  readonly passed: boolean;
  readonly calls: readonly KerasCall[];
}

type Make<Part> = (settings: never) => Part;

/** `from_logits` → `fromLogits`. */
const camelCase = (name: string) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/**
 * The settings as options.
 *
 * @param neutral settings that have no option here, with the value at which they change nothing
 * @returns undefined where a setting has another value
 */
function optionsOf(config: KerasConfig, neutral: KerasConfig): Record<string, unknown> | undefined {
  const options: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(config)) {
    if (value === null) continue;
    if (!Object.hasOwn(neutral, name)) options[camelCase(name)] = value;
    else if (neutral[name] !== undefined && neutral[name] !== value) return undefined;
  }
  return options;
}

const LOSSES: Readonly<Record<string, Make<Loss>>> = {
  MeanSquaredError: meanSquaredError,
  MeanAbsoluteError: meanAbsoluteError,
  MeanAbsolutePercentageError: meanAbsolutePercentageError,
  CosineSimilarity: cosineSimilarity,
  Huber: huber,
  LogCosh: logCosh,
  KLDivergence: klDivergence,
  BinaryCrossentropy: binaryCrossentropy,
  CategoricalCrossentropy: categoricalCrossentropy,
  SparseCategoricalCrossentropy: sparseCategoricalCrossentropy,
  BinaryFocalCrossentropy: binaryFocalCrossentropy,
  CategoricalFocalCrossentropy: categoricalFocalCrossentropy,
};

/** The loss of a call; undefined where there is none for its class and settings. */
export function lossOf({ class: name, config, masked, ownDtype }: KerasCall): Loss | undefined {
  const { reduction = 'none' } = config;
  if (masked || ownDtype || reduction === 'mean_with_sample_weight') return undefined;
  return make(LOSSES, name, config, { reduction: undefined, axis: -1, ignore_class: null });
}

const METRICS: Readonly<Record<string, Make<Metric>>> = {
  BinaryAccuracy: binaryAccuracy,
  CategoricalAccuracy: categoricalAccuracy,
  SparseCategoricalAccuracy: sparseCategoricalAccuracy,
  TopKCategoricalAccuracy: topKCategoricalAccuracy,
  SparseTopKCategoricalAccuracy: sparseTopKCategoricalAccuracy,
  FBetaScore: fBetaScore,
  MeanSquaredError: meanSquaredErrorMetric,
  MeanAbsoluteError: meanAbsoluteErrorMetric,
  MeanAbsolutePercentageError: meanAbsolutePercentageErrorMetric,
  RootMeanSquaredError: rootMeanSquaredError,
  R2Score: r2Score,
  CosineSimilarity: cosineSimilarityMetric,
  BinaryCrossentropy: binaryCrossentropyMetric,
  CategoricalCrossentropy: categoricalCrossentropyMetric,
  SparseCategoricalCrossentropy: sparseCategoricalCrossentropyMetric,
  Precision: precision,
  Recall: recall,
  AUC: auc,
};

/** Words of Keras for options. */
const WORDS: Readonly<Record<string, string>> = {
  uniform_average: 'uniformAverage',
  variance_weighted_average: 'varianceWeightedAverage',
};

/** The metric of a call; undefined where there is none for its class and settings. */
export function metricOf({ class: name, config }: KerasCall): Metric | undefined {
  const { thresholds, class_aggregation: aggregation, ...rest } = config;
  if (name === 'FBetaScore' && config.average === undefined) return undefined; // a score for each class
  if (name === 'R2Score' && aggregation === undefined) return undefined;
  const [threshold, more] = Array.isArray(thresholds) ? thresholds : [thresholds];
  if (more !== undefined || (name === 'AUC' && thresholds !== undefined)) return undefined;
  if (name === 'AUC' && config.curve === 'PRGAIN') return undefined;
  const settings = {
    ...rest,
    ...(threshold !== undefined && { threshold }),
    ...(aggregation !== undefined && { class_aggregation: WORDS[aggregation as string] }),
  };
  return make(METRICS, name, settings, {
    axis: -1,
    ignore_class: null,
    from_sorted_ids: false,
    summation_method: 'interpolation',
    multi_label: false,
    label_weights: null,
    num_labels: null,
    top_k: null,
    class_id: null,
  });
}

/** The schedule of a call; undefined where there is none for its class and settings. */
export function scheduleOf({ class: name, config }: KerasCall): Schedule | undefined {
  const type = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  return { type, ...optionsOf(config, {}) } as Schedule; // checked when it is used
}

const OPTIMIZERS: Readonly<Record<string, OptimizerName>> = {
  SGD: 'sgd',
  RMSprop: 'rmsprop',
  Adam: 'adam',
  AdamW: 'adamW',
  Nadam: 'nadam',
  Adagrad: 'adagrad',
};

/** The optimizer of a call; undefined where there is none for its class and settings. */
export function optimizerOf({ class: name, config }: KerasCall): Optimizer | undefined {
  const neutral = { loss_scale_factor: null, amsgrad: false, excludes: null, constrains: null };
  const settings = optionsOf(config, neutral);
  if (!settings || !OPTIMIZERS[name] || typeof settings.learningRate !== 'number') return undefined;
  return makeOptimizer({ name: OPTIMIZERS[name], settings: settings as Record<string, number> });
}

function make<Part>(
  makers: Readonly<Record<string, Make<Part>>>,
  name: string,
  config: KerasConfig,
  neutral: KerasConfig,
): Part | undefined {
  const options = optionsOf(config, neutral);
  return options && makers[name]?.(options as never);
}

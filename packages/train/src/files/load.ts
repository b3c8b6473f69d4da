import { tensor } from '@seqloom/backend';
import {
  checkLayerCount,
  formatShape,
  type LayerClass,
  LayerRegistry,
  MAX_LAYERS,
  MAX_RANK,
  type Shape,
  sameShape,
} from '@seqloom/nn';
import {
  count,
  formatValue,
  notNegative,
  type OptionRules,
  optional,
  resolveOptions,
  rule,
} from '@seqloom/options';
import { decodeSafetensors, type SafeTensor } from '@seqloom/safetensors';
import { Sequential } from '../model/sequential.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { OptimizerName, SavedOptimizer } from '../optimizers/optimizer-definition.ts';
import { makeOptimizer } from '../optimizers/optimizers.ts';
import type { EpochLogs } from '../training/history.ts';
import { trainingStateOf } from '../training/training-state.ts';
import { type AttachmentClass, type Attachments, reviveAttachments } from './attachments.ts';
import { verifyChecksums, verifyNothingMissing } from './checksums.ts';
import {
  ATTACHMENTS_KEY,
  FORMAT_VERSION,
  isSlotTensor,
  MODEL_KEY,
  OPTIMIZER_KEY,
  slotTensorName,
  TRAINING_KEY,
} from './file-format.ts';
import { ModelFileError } from './model-file-error.ts';
import { readProgress } from './progress-json.ts';

/** Options of `load`. */
export interface LoadOptions {
  /** The layer classes that the file may name, with those of layers within layers. */
  readonly layers: Iterable<LayerClass>;
  /** The classes that its attachments may name. */
  readonly attachments?: Iterable<AttachmentClass>;
}

const LOAD_RULES: OptionRules<LoadOptions> = {
  layers: rule<Iterable<LayerClass>>(checkClasses),
  attachments: rule<Iterable<AttachmentClass>>(checkClasses, []),
};

/** The content of a model file. */
export interface LoadedModel {
  /** Belongs to the caller. */
  readonly model: Sequential;
  /** By name: instances of the classes given, or plain data. */
  readonly attachments: Attachments;
  /** With its state; undefined when it was not saved. */
  readonly optimizer: Optimizer | undefined;
  /** Of the earlier epochs, from epoch 0 on; empty when the model was saved without its optimizer. */
  readonly logs: readonly EpochLogs[];
}

/**
 * Reads a model that `save` wrote. It builds only the classes that it is given, runs no code from the file, and
 * checks every shape against the weights in the file before it allocates anything. Files that `save` writes hold checksums,
 * which reveal a changed byte. The model predicts the same bits as the one that was saved.
 *
 * @throws ModelFileError for a file that is damaged, contradicts itself, or names a class that was not given (with the
 * list of known ones); then nothing stays allocated
 *
 * @example
 * ```ts
 * const { model, attachments } = load(bytes, { layers: [Embedding, Flatten, Dense], attachments: [Tokenizer] });
 * const tokenizer = attachments.get('tokenizer', Tokenizer);
 * ```
 */
export function load(bytes: Uint8Array, options: LoadOptions): LoadedModel {
  const { layers, attachments } = resolveOptions('load', options, LOAD_RULES);
  const registry = new LayerRegistry(layers);
  const classes = [...attachments];
  let model: Sequential | undefined;
  try {
    const { tensors, metadata } = decodeSafetensors(bytes);
    verifyChecksums(tensors, metadata);
    const config = readConfig(metadata.get(MODEL_KEY));
    const attached = reviveAttachments(parse(metadata.get(ATTACHMENTS_KEY) ?? '[]', 'attachments'), classes);
    model = new Sequential(
      config.layers.map((layer) => registry.create(layer)),
      { name: config.name },
    );
    model.build(config.inputShape, { initial: (path, shape) => take(tensors, path, shape) });
    checkNothingLeft(tensors, model);
    const optimizer = readOptimizer(metadata.get(OPTIMIZER_KEY), tensors, model);
    verifyNothingMissing(tensors, metadata);
    const training = metadata.get(TRAINING_KEY);
    const progress = training === undefined ? undefined : readProgress(parse(training, 'training'));
    Object.assign(trainingStateOf(model), progress ?? { steps: optimizer?.iterations ?? 0 }, {
      loaded: true,
    });
    return { model, attachments: attached, optimizer, logs: progress?.logs.slice() ?? [] };
  } catch (error) {
    model?.dispose();
    throw asModelFileError(error);
  }
}

/**
 * Sets the weights of an existing model from a file that `saveWeights` or `save` wrote. Names and shapes must be the
 * model's; everything is checked before anything is set.
 *
 * @throws ModelFileError when the file is damaged or the weights are not the model's; then nothing is changed
 */
export function loadWeights(model: Sequential, bytes: Uint8Array): void {
  try {
    const { tensors, metadata } = decodeSafetensors(bytes);
    verifyChecksums(tensors, metadata);
    const names = [...tensors.keys()].filter((name) => !(metadata.has(OPTIMIZER_KEY) && isSlotTensor(name)));
    model.setWeights(names.map((name) => ({ name, ...float32(name, tensors.get(name)!) })));
  } catch (error) {
    throw asModelFileError(error);
  }
}

function asModelFileError(error: unknown): ModelFileError {
  if (error instanceof ModelFileError) return error;
  return new ModelFileError(error instanceof Error ? error.message : String(error), { cause: error });
}

interface Config {
  readonly name: string;
  readonly inputShape: Shape;
  readonly layers: readonly unknown[];
}

function readConfig(json: string | undefined): Config {
  if (json === undefined) throw new ModelFileError('holds no model. Was it written by save?');
  const root = parse(json, 'model') as { format?: unknown; model?: unknown } | null;
  if (root?.format !== FORMAT_VERSION) {
    throw new ModelFileError(`has format ${formatValue(root?.format)}, expected ${FORMAT_VERSION}.`);
  }
  const { className, name, inputShape, layers } = (root.model ?? {}) as Record<string, unknown>;
  const isSize = (size: unknown) => size === null || (Number.isSafeInteger(size) && (size as number) > 0);
  if (className !== 'Sequential' || typeof name !== 'string') {
    throw new ModelFileError(`expected a Sequential with a name, got ${formatValue(root.model)}.`);
  }
  if (!Array.isArray(inputShape) || !inputShape.every(isSize)) {
    throw new ModelFileError(
      `inputShape must hold positive integers or null, got ${formatValue(inputShape)}.`,
    );
  }
  if (inputShape.length >= MAX_RANK) {
    throw new ModelFileError(
      `inputShape must have less than ${MAX_RANK} sizes, got ${formatValue(inputShape)}.`,
    );
  }
  if (!Array.isArray(layers) || layers.length > MAX_LAYERS) {
    throw new ModelFileError(`layers must be a list of at most ${MAX_LAYERS}, got ${formatValue(layers)}.`);
  }
  checkLayerCount('layers', layers);
  return { name, inputShape, layers };
}

function parse(json: string, what: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new ModelFileError(`the JSON of its ${what} is damaged.`, { cause });
  }
}

/** The stored values of a weight. Called before the weight is made, so that a wrong shape allocates nothing. */
function take(
  tensors: ReadonlyMap<string, SafeTensor>,
  path: string,
  shape: readonly number[],
): Float32Array {
  const stored = tensors.get(path);
  if (!stored)
    throw new ModelFileError(`has no weight ${formatValue(path)}, of shape ${formatShape(shape)}.`);
  const { data, shape: got } = float32(path, stored);
  if (!sameShape(got, shape)) {
    throw new ModelFileError(
      `weight ${formatValue(path)} has shape ${formatShape(got)}, but its layer needs ${formatShape(shape)}.`,
    );
  }
  return data;
}

function float32(
  name: string,
  { dtype, shape, data }: SafeTensor,
): { shape: readonly number[]; data: Float32Array } {
  if (dtype !== 'F32') {
    throw new ModelFileError(`weight ${formatValue(name)} has dtype ${dtype}, expected F32.`);
  }
  return { shape, data };
}

function checkNothingLeft(tensors: ReadonlyMap<string, SafeTensor>, model: Sequential): void {
  const known = new Set(model.weights.map(({ path }) => path));
  const left = [...tensors.keys()].filter((name) => !known.has(name) && !isSlotTensor(name));
  if (left.length > 0) throw new ModelFileError(`has weights that no layer uses: ${formatValue(left)}.`);
}

const SAVED_OPTIMIZER_RULES: OptionRules<SavedOptimizer> = {
  name: rule<OptimizerName>(() => {}), // makeOptimizer checks the name and the content of the settings
  settings: rule<SavedOptimizer['settings']>((owner, option, value) => {
    if (typeof value === 'object') return;
    throw new TypeError(`${owner}: ${option} must be an object, got ${formatValue(value)}.`);
  }),
  iterations: count(),
  learningRate: optional(notNegative()),
};

function readOptimizer(
  json: string | undefined,
  tensors: ReadonlyMap<string, SafeTensor>,
  model: Sequential,
): Optimizer | undefined {
  if (json === undefined) return undefined;
  const saved = resolveOptions(
    'optimizer',
    parse(json, 'optimizer') as SavedOptimizer,
    SAVED_OPTIMIZER_RULES,
  );
  const { name, settings, iterations, learningRate } = saved;
  const optimizer = makeOptimizer({ name, settings }); // checks both
  try {
    optimizer.restore(model.weights, { iterations, learningRate }, ({ path, shape }, slot) => {
      const stored = slotTensorName(path, slot);
      return tensors.has(stored) ? tensor(take(tensors, stored, shape), shape) : undefined;
    });
  } catch (error) {
    optimizer.dispose();
    throw error;
  }
  return optimizer;
}

function checkClasses(owner: string, option: string, value: unknown): void {
  if (typeof (value as Partial<Iterable<unknown>> | undefined)?.[Symbol.iterator] === 'function') return;
  throw new TypeError(`${owner}: ${option} must be a list of classes, got ${formatValue(value)}.`);
}

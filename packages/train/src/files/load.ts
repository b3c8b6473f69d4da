import type { Preprocessor } from '@seqloom/arrays';
import { type Layer, type LayerClass, LayerRegistry, type PreprocessorClass } from '@seqloom/nn';
import { formatValue, type OptionRules, resolveOptions, rule } from '@seqloom/options';
import { decodeSafetensors, type SafeTensor } from '@seqloom/safetensors';
import type { Model } from '../model/model.ts';
import { Network, type SingleOutputModel } from '../model/network.ts';
import { Sequential } from '../model/sequential.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { EpochLogs } from '../training/history.ts';
import { trainingStateOf } from '../training/training-state.ts';
import { type AttachmentClass, type Attachments, reviveAttachments } from './attachments.ts';
import { verifyChecksums, verifyNothingMissing } from './checksums.ts';
import {
  ATTACHMENTS_KEY,
  BACKUP_KEY,
  isTrainingTensor,
  MODEL_KEY,
  OPTIMIZER_KEY,
  TRAINING_KEY,
} from './file-format.ts';
import { ModelFileError } from './model-file-error.ts';
import { widenTensors } from './narrow-tensors.ts';
import { parseJSON } from './parse-json.ts';
import { readProgress } from './progress-json.ts';
import { readConfig } from './read-config.ts';
import { readOptimizer } from './read-optimizer.ts';
import { float32Of, weightOf } from './stored-weights.ts';
import { statesOf } from './training-tensors.ts';

/** Options of `load`. */
export interface LoadOptions<Class extends ModelClass = ModelClass> {
  /**
   * The layer classes that the file may name, with those of layers within layers: `Model` for a model that branches,
   * `Sequential` for a stack within another model, `TextVectorizer` or `StringLookup` for one that takes strings.
   */
  readonly layers: Iterable<Class>;
  /** The classes that its attachments may name. */
  readonly attachments?: Iterable<AttachmentClass>;
}

/** A class of layers or preprocessors. */
export type ModelClass = LayerClass | PreprocessorClass;

const LOAD_RULES: OptionRules<LoadOptions> = {
  layers: rule<Iterable<ModelClass>>(checkClasses),
  attachments: rule<Iterable<AttachmentClass>>(checkClasses, []),
};

/**
 * What a file can hold: where `Model` is not among the classes, a `Sequential`; where the compiler does not know them, a model
 * that is taken to have one output.
 */
export type ModelOf<Class extends ModelClass> = LayerClass extends Class
  ? SingleOutputModel
  : typeof Model extends Class
    ? Network
    : Sequential;

/** The content of a model file. */
export interface LoadedModel<M extends Network = SingleOutputModel> {
  /** A `Sequential` or a `Model`; belongs to the caller. */
  readonly model: M;
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
 * which reveal a changed byte. The model predicts the same bits as the one that was saved. Weights in float16, bfloat16 or int8
 * become float32.
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
export function load<Class extends ModelClass>(
  bytes: Uint8Array,
  options: LoadOptions<Class>,
): LoadedModel<ModelOf<Class>> {
  const { layers, attachments } = resolveOptions<LoadOptions>('load', options, LOAD_RULES);
  const registry = new LayerRegistry(layers);
  const classes = [...attachments];
  let model: Network | undefined;
  try {
    const { tensors: stored, metadata } = decodeSafetensors(bytes);
    verifyChecksums(stored, metadata);
    const tensors = widenTensors(stored);
    const config = readConfig(metadata.get(MODEL_KEY));
    const attached = reviveAttachments(
      parseJSON(metadata.get(ATTACHMENTS_KEY) ?? '[]', 'attachments'),
      classes,
    );
    const initial = (path: string, shape: readonly number[]) => weightOf(tensors, path, shape);
    if ('options' in config) {
      model = checkedModel(registry.create(config));
      model.build({ initial });
    } else {
      const { name, trainable, inputShape, layers, preprocessor } = config;
      model = new Sequential({
        layers: layers.map((layer) => registry.create(layer)),
        ...(preprocessor !== undefined && { preprocessor: registry.revive(preprocessor) as Preprocessor }), // Sequential checks it
        name,
        trainable,
      });
      model.build([null, ...inputShape], { initial });
    }
    checkNothingLeft(tensors, model);
    const optimizer = readOptimizer(metadata.get(OPTIMIZER_KEY), tensors, model);
    verifyNothingMissing(stored, metadata);
    const training = metadata.get(TRAINING_KEY);
    const progress = training === undefined ? undefined : readProgress(parseJSON(training, 'training'));
    Object.assign(trainingStateOf(model), progress ?? { steps: optimizer?.iterations ?? 0 }, {
      statesOfFile: statesOf(tensors),
    });
    return {
      model: model as ModelOf<Class>,
      attachments: attached,
      optimizer,
      logs: progress?.logs.slice() ?? [],
    };
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
export function loadWeights(model: Network, bytes: Uint8Array): void {
  try {
    const { tensors: stored, metadata } = decodeSafetensors(bytes);
    verifyChecksums(stored, metadata);
    const tensors = widenTensors(stored);
    const trained = metadata.has(OPTIMIZER_KEY) || metadata.has(BACKUP_KEY);
    const names = [...tensors.keys()].filter((name) => !(trained && isTrainingTensor(name)));
    model.setWeights(names.map((name) => ({ name, ...float32Of(name, tensors.get(name)!) })));
  } catch (error) {
    throw asModelFileError(error);
  }
}

function checkedModel(model: Layer): Network {
  if (model instanceof Network) return model;
  throw new ModelFileError(`expected a model, got ${model.label}.`);
}

function checkClasses(owner: string, option: string, value: unknown): void {
  if (typeof (value as Partial<Iterable<unknown>> | undefined)?.[Symbol.iterator] === 'function') return;
  throw new TypeError(`${owner}: ${option} must be a list of classes, got ${formatValue(value)}.`);
}

function checkNothingLeft(tensors: ReadonlyMap<string, SafeTensor>, model: Network): void {
  const known = new Set(model.weights.map(({ path }) => path));
  const left = [...tensors.keys()].filter((name) => !known.has(name) && !isTrainingTensor(name));
  if (left.length > 0) throw new ModelFileError(`has weights that no layer uses: ${formatValue(left)}.`);
}

function asModelFileError(error: unknown): ModelFileError {
  if (error instanceof ModelFileError) return error;
  return new ModelFileError(error instanceof Error ? error.message : String(error), { cause: error });
}

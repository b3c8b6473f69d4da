import { isNdArray, type NdArray } from '@seqloom/arrays';
import { awaitsBackend, ready, type Tensor, tidy } from '@seqloom/backend';
import { formatShape, type LayerOptions, ShapeError, sameShape, sizeOf } from '@seqloom/nn';
import {
  abortSignal,
  boolean,
  type OptionRules,
  optional,
  positiveInteger,
  resolveOptions,
} from '@seqloom/options';
import { type InputParts, inputsInOrder, isStrings, type ModelBatch, namedParts } from '../data/parts.ts';
import {
  checkEnds,
  checkSizes,
  describePart,
  inputsOf,
  isIterable,
  toTensor,
} from '../data/training-data.ts';
import { buildModel } from '../model/build-model.ts';
import { SeparateStates } from '../model/layer-states.ts';
import { runModel } from '../model/masked-output.ts';
import type { Network, SingleOutputModel } from '../model/network.ts';
import { type InputArray, isInputArray, numbersOf, shapeToBuild } from '../model/preprocessing.ts';
import { checkAlive } from './check-alive.ts';
import { Pacer } from './pacer.ts';
import { type Prediction, plansOf } from './prediction-plans.ts';
import { trainingStateOf } from './training-state.ts';

/** Options of `predict`. */
export interface PredictOptions {
  /** Samples per batch, for an array; default 32. */
  readonly batchSize?: number;
  /** Ends the prediction; `predict` then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Whether the kernel calls for a shape of batches are recorded and replayed, which takes a small model half of the time and
   * changes no bit; default true.
   */
  readonly plan?: boolean;
}

const RULES: OptionRules<PredictOptions> = {
  batchSize: positiveInteger(32),
  signal: optional(abortSignal()),
  plan: boolean(true),
};

/** The part of a batch that `predict` uses. */
export type InputBatch = Pick<ModelBatch, 'inputs'>;

/** What `predict` takes: arrays or strings, one for each input of the model, or batches. */
export type PredictionInputs = InputParts | Iterable<InputBatch> | AsyncIterable<InputBatch>;

/** The values of an output of the model. Axis 0 is the samples. */
export type Predictions = NdArray<Float32Array>;

/**
 * Runs a model over inputs, batch by batch.
 *
 * @param inputs `[N, …]`, several of them as a list or by name, strings for an input with a preprocessor, or batches; targets
 * of batches are ignored
 * @returns `[N, …]`, for a model with a list of outputs one for each
 * @throws TypeError for other inputs; ShapeError naming the layer when the inputs do not fit; RangeError for an option that does
 * not exist or is out of its range; the reason of the signal when it is aborted
 *
 * **Source**: `keras.Model.predict`.
 *
 * @example
 * ```ts
 * const { data } = await predict(model, { data: Int32Array.of(3, 1, 4), shape: [1, 3] });
 * ```
 */
export function predict(
  model: SingleOutputModel,
  inputs: PredictionInputs,
  options?: PredictOptions,
): Promise<Predictions>;
export function predict(
  model: Network<LayerOptions, readonly Tensor[]>,
  inputs: PredictionInputs,
  options?: PredictOptions,
): Promise<readonly Predictions[]>;
export function predict(
  model: Network,
  inputs: PredictionInputs,
  options?: PredictOptions,
): Promise<Predictions | readonly Predictions[]>;
export async function predict(
  model: Network,
  inputs: PredictionInputs,
  options: PredictOptions = {},
): Promise<Predictions | readonly Predictions[]> {
  const { batchSize, signal, plan } = resolveOptions('predict', options, RULES);
  if (awaitsBackend()) await ready();
  const pacer = new Pacer(signal);
  const states = trainingStateOf(model).running ? new SeparateStates(model) : undefined;
  const parts: (readonly Predictions[])[] = [];
  try {
    for await (const batch of batchesOf(model, inputs, batchSize)) {
      await pacer.pace();
      checkAlive('predict', model);
      buildModel(model, shapeToBuild(model, batch));
      const outputs = outputsOf(model, numbersOf(model, batch), states, plan);
      parts.push(await Promise.all(outputs.map(readPrediction)));
    }
  } finally {
    states?.dispose();
  }
  if (parts.length === 0) throw new RangeError('predict: there are no inputs. Give at least one batch.');
  const joined = parts[0]!.map((_, i) => join(parts.map((part) => part[i]!)));
  return model.returnsList ? joined : joined[0]!;
}

function outputsOf(
  model: Network,
  batch: readonly NdArray[],
  states: SeparateStates | undefined,
  plan: boolean,
): readonly Prediction[] {
  if (plan && !states) return plansOf(model).predict(batch);
  const run = () => runModel(model, batch.map(toTensor)).map(({ output }) => output);
  return tidy(() => (states ? states.run(run) : run()));
}

/** The numbers of a prediction; a tensor is released. */
async function readPrediction(prediction: Prediction): Promise<Predictions> {
  if (!('dispose' in prediction)) return prediction;
  try {
    return { data: (await prediction.data()) as Float32Array, shape: prediction.shape };
  } finally {
    prediction.dispose();
  }
}

function batchesOf(
  model: Network,
  inputs: unknown,
  batchSize: number,
): Iterable<readonly InputArray[]> | AsyncIterable<readonly InputArray[]> {
  if (isOne(inputs) || isSeveral(inputs)) {
    return slices(inputsInOrder('predict', model, inputs), model.inputNames, batchSize);
  }
  if (!isIterable(inputs) || ArrayBuffer.isView(inputs)) {
    const [name, part] = namedParts('inputs', inputs).find(([, each]) => !isOne(each)) ?? ['inputs', inputs];
    const others = part === inputs ? 'batches that can be iterated' : 'a list of strings';
    throw new TypeError(
      `predict: ${name} must be { data, shape } with a Float32Array, Int32Array or Uint8Array, or ${others}, got ${describePart(part)}.`,
    );
  }
  checkEnds('predict', 'as many as you want, with take of @seqloom/datasets', inputs);
  return batchInputs(model, inputs);
}

/** Whether they are arrays in a list or by name, and not batches. */
function isSeveral(inputs: unknown): boolean {
  if (typeof inputs !== 'object' || inputs === null || ArrayBuffer.isView(inputs)) return false;
  if (isIterable(inputs) && !Array.isArray(inputs)) return false;
  const parts = Object.values(inputs);
  return parts.length > 0 && parts.every(isOne);
}

/** Whether it is what one input is given. */
function isOne(inputs: unknown): boolean {
  return isInputArray(inputs) || isStrings(inputs);
}

function* slices(
  inputs: readonly InputArray[],
  names: readonly string[],
  batchSize: number,
): Generator<readonly InputArray[]> {
  const count = inputs[0]!.shape[0] ?? 0;
  for (const [i, { data, shape }] of inputs.entries()) {
    const name = names.length > 1 ? `inputs.${names[i]}` : 'inputs';
    checkSizes(`predict: ${name}`, shape);
    if (shape[0] !== count || count < 1 || data.length !== sizeOf(shape)) {
      const expected = i === 0 ? 'at least one sample' : `${count} samples`;
      throw new ShapeError(
        `predict: expected ${name} [N, …] with ${expected}, got ${data.length} values of shape ${formatShape(shape)}.`,
      );
    }
  }
  for (let start = 0; start < count; start += batchSize) {
    const length = Math.min(batchSize, count - start);
    yield inputs.map((array) => {
      const width = array.data.length / count;
      const [from, to] = [start * width, (start + length) * width];
      const shape = [length, ...array.shape.slice(1)];
      // Of numbers a view, not a copy.
      return isNdArray(array)
        ? { data: array.data.subarray(from, to), shape }
        : { data: array.data.slice(from, to), shape };
    });
  }
}

async function* batchInputs(
  model: Network,
  batches: Iterable<InputBatch> | AsyncIterable<InputBatch>,
): AsyncGenerator<readonly InputArray[]> {
  for await (const batch of batches) yield inputsOf('predict', model, batch);
}

function join(parts: readonly Predictions[]): Predictions {
  const [first] = parts as readonly [Predictions];
  if (parts.length === 1) return first;
  const width = first.shape.slice(1);
  const data = new Float32Array(parts.reduce((size, part) => size + part.data.length, 0));
  let count = 0;
  let position = 0;
  for (const part of parts) {
    if (!sameShape(part.shape.slice(1), width)) {
      throw new ShapeError(
        `predict: batches give outputs of shapes ${formatShape(first.shape)} and ${formatShape(part.shape)}, which cannot be joined. Predict them one by one.`,
      );
    }
    data.set(part.data, position);
    position += part.data.length;
    count += part.shape[0]!;
  }
  return { data, shape: [count, ...width] };
}

import { type Batch, isNdArray, type NdArray } from '@seqloom/arrays';
import { tidy } from '@seqloom/backend';
import { formatShape, ShapeError, sameShape, sizeOf } from '@seqloom/nn';
import {
  abortSignal,
  boolean,
  type OptionRules,
  optional,
  positiveInteger,
  resolveOptions,
} from '@seqloom/options';
import { checkEnds, checkSizes, describePart, inputOf, isIterable, toTensor } from '../data/training-data.ts';
import { SeparateStates } from '../model/layer-states.ts';
import { runModel } from '../model/masked-output.ts';
import type { Network } from '../model/network.ts';
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
export type InputBatch = Pick<Batch, 'inputs'>;

/** The outputs of the model. Axis 0 is the samples. */
export type Predictions = NdArray<Float32Array>;

/**
 * Runs a model over inputs, batch by batch.
 *
 * @param inputs `[N, …]`, or batches; targets of batches are ignored
 * @returns `[N, …]`
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
export async function predict(
  model: Network,
  inputs: NdArray | Iterable<InputBatch> | AsyncIterable<InputBatch>,
  options: PredictOptions = {},
): Promise<Predictions> {
  const { batchSize, signal, plan } = resolveOptions('predict', options, RULES);
  const pacer = new Pacer(signal);
  const states = trainingStateOf(model).running ? new SeparateStates(model) : undefined;
  const parts: Predictions[] = [];
  try {
    for await (const batch of batchesOf(inputs, batchSize)) {
      await pacer.pace();
      checkAlive('predict', model);
      if (!model.built) model.build([null, ...batch.shape.slice(1)]);
      parts.push(await numbersOf(outputOf(model, batch, states, plan)));
    }
  } finally {
    states?.dispose();
  }
  return join(parts);
}

function outputOf(
  model: Network,
  batch: NdArray,
  states: SeparateStates | undefined,
  plan: boolean,
): Prediction {
  if (plan && !states) return plansOf(model).predict(batch);
  const run = () => runModel(model, toTensor(batch)).output;
  return tidy(() => (states ? states.run(run) : run()));
}

/** The numbers of a prediction; a tensor is released. */
async function numbersOf(prediction: Prediction): Promise<Predictions> {
  if (!('dispose' in prediction)) return prediction;
  try {
    return { data: (await prediction.data()) as Float32Array, shape: prediction.shape };
  } finally {
    prediction.dispose();
  }
}

function batchesOf(inputs: unknown, batchSize: number): Iterable<NdArray> | AsyncIterable<NdArray> {
  if (isNdArray(inputs)) return slices(inputs, batchSize);
  if (!isIterable(inputs) || ArrayBuffer.isView(inputs)) {
    throw new TypeError(
      'predict: inputs must be { data, shape } with a Float32Array, Int32Array or Uint8Array, or batches that can be ' +
        `iterated, got ${describePart(inputs)}.`,
    );
  }
  checkEnds('predict', 'as many as you want, with take of @seqloom/datasets', inputs);
  return inputsOf(inputs);
}

function* slices(inputs: NdArray, batchSize: number): Generator<NdArray> {
  checkSizes('predict: inputs', inputs.shape);
  const count = inputs.shape[0] ?? 0;
  if (count < 1 || inputs.data.length !== sizeOf(inputs.shape)) {
    throw new ShapeError(
      `predict: expected inputs [N, …] with at least one sample, got ${inputs.data.length} values of shape ${formatShape(inputs.shape)}.`,
    );
  }
  const width = inputs.data.length / count;
  for (let start = 0; start < count; start += batchSize) {
    const length = Math.min(batchSize, count - start);
    // A view, not a copy.
    yield {
      data: inputs.data.subarray(start * width, (start + length) * width),
      shape: [length, ...inputs.shape.slice(1)],
    };
  }
}

async function* inputsOf(batches: Iterable<InputBatch> | AsyncIterable<InputBatch>): AsyncGenerator<NdArray> {
  for await (const batch of batches) yield inputOf('predict', batch);
}

function join(parts: readonly Predictions[]): Predictions {
  const [first] = parts;
  if (first && parts.length === 1) return first;
  if (!first) throw new RangeError('predict: there are no inputs. Give at least one batch.');
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

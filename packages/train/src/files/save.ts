import { checkBoolean, checkOptions } from '@seqloom/options';
import { encodeSafetensors, type SafeTensor } from '@seqloom/safetensors';
import type { Sequential } from '../model/sequential.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { trainingStateOf } from '../training/training-state.ts';
import { checksumEntry } from './checksums.ts';
import {
  ATTACHMENTS_KEY,
  FORMAT_VERSION,
  MODEL_KEY,
  OPTIMIZER_KEY,
  slotTensorName,
  TRAINING_KEY,
} from './file-format.ts';
import { progressJSON } from './progress-json.ts';

/** Options of `save`. */
export interface SaveOptions {
  /**
   * What travels with the model, by name: plain JSON data, or objects whose `toJSON` gives `{ className, … }`, such as a
   * Tokenizer.
   */
  readonly attachments?: Readonly<Record<string, unknown>>;
  /** An optimizer whose state is saved with the logs of the epochs so far, for training to go on from. */
  readonly optimizer?: Optimizer;
  /** Whether weights that are NaN or Infinity are saved too, for instance to look at them; default false. */
  readonly allowNonFinite?: boolean;
}

/** Options of `saveWeights`. */
export type SaveWeightsOptions = Pick<SaveOptions, 'allowNonFinite'>;

/**
 * Writes a model, with everything needed to use it, as the bytes of one safetensors file: weights as tensors named
 * `<layer>/<weight>`, the model and the attachments as JSON in the metadata, checksums of all of it. Equal models give
 * equal bytes.
 *
 * @throws Error when the model is not built; RangeError when a weight or a slot of the optimizer is NaN or Infinity;
 * TypeError when an attachment is no JSON data, or the optimizer's step size is a function
 *
 * @example
 * ```ts
 * const bytes = await save(model, { attachments: { tokenizer, maxlen: 20 } });
 * ```
 */
export async function save(model: Sequential, options: SaveOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  checkOptions('save', options, { attachments: true, optimizer: true, allowNonFinite: true });
  const { attachments = {}, optimizer, allowNonFinite = false } = options;
  checkBoolean('save', 'allowNonFinite', allowNonFinite);
  const metadata: [string, string][] = [
    [MODEL_KEY, JSON.stringify({ format: FORMAT_VERSION, model })],
    [ATTACHMENTS_KEY, attachmentsJSON(attachments)],
  ];
  // Everything that yields numbers is asked for before the first await, so that the file shows one moment.
  const reading: Promise<readonly (readonly [string, SafeTensor])[]>[] = [weightTensors(model)];
  if (optimizer) {
    metadata.push([OPTIMIZER_KEY, JSON.stringify(optimizer)]);
    metadata.push([TRAINING_KEY, progressJSON(trainingStateOf(model))]);
    reading.push(slotTensors(optimizer, model));
  }
  const tensors = (await Promise.all(reading)).flat();
  if (!allowNonFinite) checkFinite('save', tensors);
  return encodeSafetensors(tensors, [...metadata, checksumEntry(tensors, metadata)]);
}

/**
 * Writes the weights alone, for a model that exists already; see `loadWeights`.
 *
 * @throws Error when the model is not built; RangeError when a weight is NaN or Infinity
 */
export async function saveWeights(
  model: Sequential,
  options: SaveWeightsOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  checkOptions('saveWeights', options, { allowNonFinite: true });
  const { allowNonFinite = false } = options;
  checkBoolean('saveWeights', 'allowNonFinite', allowNonFinite);
  const tensors = await weightTensors(model);
  if (!allowNonFinite) checkFinite('saveWeights', tensors);
  return encodeSafetensors(tensors, [checksumEntry(tensors, [])]);
}

/** A file of a model that predicts NaN would take the place of one that does not. */
function checkFinite(owner: string, tensors: readonly (readonly [string, SafeTensor])[]): void {
  for (const [name, { data }] of tensors) {
    for (let i = 0; i < data.length; i++) {
      const value = data[i] as number;
      if (Number.isFinite(value)) continue;
      throw new RangeError(
        `${owner}: ${JSON.stringify(name)} holds ${value}. Save an earlier state, or pass allowNonFinite: true.`,
      );
    }
  }
}

async function weightTensors(model: Sequential): Promise<[string, SafeTensor][]> {
  return (await model.getWeights()).map(({ name, shape, data }) => [name, { dtype: 'F32', shape, data }]);
}

async function slotTensors(optimizer: Optimizer, model: Sequential): Promise<[string, SafeTensor][]> {
  const ofModel = new Set(model.weights);
  const slots = optimizer.slots().filter(({ parameter }) => ofModel.has(parameter));
  const values = await Promise.all(slots.map(({ variable }) => variable.value.data()));
  return slots.map(({ parameter, name }, i) => [
    slotTensorName(parameter.path, name),
    { dtype: 'F32', shape: parameter.shape, data: values[i] as Float32Array },
  ]);
}

function attachmentsJSON(attachments: Readonly<Record<string, unknown>>): string {
  // Pairs, not an object: a name such as __proto__ is one like any other.
  const pairs = Object.entries(attachments).map(([name, value]) => {
    if (JSON.stringify(value) === undefined) {
      throw new TypeError(`save: attachment ${JSON.stringify(name)} is no JSON data, got ${typeof value}.`);
    }
    return [name, value] as const;
  });
  return JSON.stringify(pairs);
}

import { firstNonFinite } from '@seqloom/arrays';
import {
  boolean,
  formatValue,
  type OptionRules,
  oneOf,
  optional,
  resolveOptions,
  rule,
} from '@seqloom/options';
import { encodeSafetensors, type SafeTensor } from '@seqloom/safetensors';
import { readStates } from '../model/layer-states.ts';
import type { Network } from '../model/network.ts';
import { Optimizer } from '../optimizers/optimizer.ts';
import { trainingStateOf } from '../training/training-state.ts';
import { checksumEntry } from './checksums.ts';
import { ATTACHMENTS_KEY, FORMAT_VERSION, MODEL_KEY, OPTIMIZER_KEY, TRAINING_KEY } from './file-format.ts';
import { modelJSON } from './model-json.ts';
import { narrowTensors, type StoredType } from './narrow-tensors.ts';
import { progressJSON } from './progress-json.ts';
import { slotValues } from './slot-values.ts';
import { slotTensors, stateTensors } from './training-tensors.ts';

/** Options of `save`. */
export interface SaveOptions {
  /**
   * Saved with the model, by name: plain JSON data, or objects whose `toJSON` gives `{ className, … }`, such as a Tokenizer.
   */
  readonly attachments?: Readonly<Record<string, unknown>>;
  /**
   * An optimizer whose state is saved, with the logs of the epochs so far and the states of stateful layers, so that training can
   * continue.
   */
  readonly optimizer?: Optimizer | undefined;
  /** Whether weights that are NaN or Infinity are saved, for instance to inspect them; default false. */
  readonly allowNonFinite?: boolean;
  /**
   * How the file holds the weights; loaded ones are float32 in any case. `float16` takes half of the bytes, `int8` a quarter: matrices
   * are rounded to 127 steps on either side of 0, with a scale for every column. Default `float32`, which keeps the bits.
   */
  readonly dtype?: StoredType;
}

/** Options of `saveWeights`. */
export type SaveWeightsOptions = Pick<SaveOptions, 'allowNonFinite' | 'dtype'>;

const SAVE_WEIGHTS_RULES: OptionRules<SaveWeightsOptions> = {
  allowNonFinite: boolean(false),
  dtype: oneOf(['float32', 'float16', 'int8'], 'float32'),
};

export const SAVE_RULES: OptionRules<SaveOptions> = {
  attachments: rule<Readonly<Record<string, unknown>>>(checkAttachments, {}),
  optimizer: optional(rule<Optimizer>(checkOptimizer)),
  ...SAVE_WEIGHTS_RULES,
};

/**
 * Writes a model, with everything needed to use it, as the bytes of one safetensors file: weights as tensors named
 * `<layer>/<weight>`, the model and the attachments as JSON in the metadata, checksums of all of it. Equal models give
 * equal bytes.
 *
 * @throws Error when the model is not built; RangeError when a weight or a slot of the optimizer is NaN or Infinity;
 * TypeError when an attachment is not JSON data, or the step size of the optimizer is a function
 *
 * @example
 * ```ts
 * const bytes = await save(model, { attachments: { tokenizer, maxlen: 20 } });
 * ```
 */
export async function save(model: Network, options: SaveOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  const { attachments, optimizer, allowNonFinite, dtype } = resolveOptions('save', options, SAVE_RULES);
  if (optimizer && dtype !== 'float32') {
    throw new RangeError(
      `save: a training goes on from float32 weights, got dtype '${dtype}' with an optimizer. Leave one out.`,
    );
  }
  const metadata: [string, string][] = [
    [MODEL_KEY, JSON.stringify({ format: FORMAT_VERSION, model: modelJSON(model) })],
    [ATTACHMENTS_KEY, attachmentsJSON(attachments)],
  ];
  // All reads begin before the first await, so that the file holds the state of one moment.
  const reading: Promise<readonly (readonly [string, SafeTensor])[]>[] = [weightTensors(model)];
  if (optimizer) {
    metadata.push([OPTIMIZER_KEY, JSON.stringify(optimizer)]);
    metadata.push([TRAINING_KEY, progressJSON(trainingStateOf(model))]);
    reading.push(slotValues(optimizer, model).then(slotTensors));
    reading.push(readStates(model).then(stateTensors));
  }
  const values = (await Promise.all(reading)).flat();
  if (!allowNonFinite) checkFiniteTensors('save', values);
  const tensors = narrowTensors('save', values, dtype);
  return encodeSafetensors(tensors, [...metadata, checksumEntry(tensors, metadata)]);
}

/**
 * Writes the weights alone, for a model that exists already; see `loadWeights`.
 *
 * @throws Error when the model is not built; RangeError when a weight is NaN or Infinity
 */
export async function saveWeights(
  model: Network,
  options: SaveWeightsOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { allowNonFinite, dtype } = resolveOptions('saveWeights', options, SAVE_WEIGHTS_RULES);
  const values = await weightTensors(model);
  if (!allowNonFinite) checkFiniteTensors('saveWeights', values);
  const tensors = narrowTensors('saveWeights', values, dtype);
  return encodeSafetensors(tensors, [checksumEntry(tensors, [])]);
}

/** Keeps a model that predicts NaN from replacing the file of one that works. */
function checkFiniteTensors(owner: string, tensors: readonly (readonly [string, SafeTensor])[]): void {
  for (const [name, { data }] of tensors) {
    const wrong = firstNonFinite(data);
    if (wrong < 0) continue;
    throw new RangeError(
      `${owner}: ${JSON.stringify(name)} holds ${data[wrong]}. Save an earlier state, or pass allowNonFinite: true.`,
    );
  }
}

async function weightTensors(model: Network): Promise<[string, SafeTensor][]> {
  return (await model.getWeights()).map(({ name, shape, data }) => [name, { dtype: 'F32', shape, data }]);
}

function attachmentsJSON(attachments: Readonly<Record<string, unknown>>): string {
  // Pairs, not an object, so that a name such as __proto__ is not special.
  const pairs = Object.entries(attachments).map(([name, value]) => {
    if (JSON.stringify(value) === undefined) {
      throw new TypeError(`save: attachment ${JSON.stringify(name)} is not JSON data, got ${typeof value}.`);
    }
    return [name, value] as const;
  });
  return JSON.stringify(pairs);
}

function checkAttachments(owner: string, option: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  throw new TypeError(`${owner}: ${option} must be an object of data by name, got ${formatValue(value)}.`);
}

function checkOptimizer(owner: string, option: string, value: unknown): void {
  if (value instanceof Optimizer) return;
  throw new TypeError(`${owner}: ${option} must be an Optimizer, such as adam(), got ${formatValue(value)}.`);
}

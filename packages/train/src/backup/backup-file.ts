import type { NdArray } from '@seqloom/arrays';
import { VERSION } from '@seqloom/backend';
import { decodeSafetensors, encodeSafetensors, type SafeTensor } from '@seqloom/safetensors';
import type { CallbackState } from '../callbacks/callback.ts';
import { checksumEntry, verifyChecksums, verifyNothingMissing } from '../files/checksums.ts';
import {
  ATTACHMENTS_KEY,
  BACKUP_KEY,
  FORMAT_VERSION,
  isTrainingTensor,
  MODEL_KEY,
  slotTensorName,
  TRAINING_KEY,
} from '../files/file-format.ts';
import { ModelFileError } from '../files/model-file-error.ts';
import { modelJSON } from '../files/model-json.ts';
import { progressJSON } from '../files/progress-json.ts';
import { slotTensors, statesOf, stateTensors } from '../files/training-tensors.ts';
import type { Network } from '../model/network.ts';
import { BackupError } from './backup-error.ts';
import { exactJSON, parseExactJSON } from './exact-json.ts';
import type { RunSignature } from './run-signature.ts';
import type { Arrays, RunState } from './run-state.ts';

/** The version this code writes, and the only one it reads. */
const BACKUP_FORMAT = 1;

/** A backup: the state of a run, and what tells whether a run is the same. */
export interface Backup {
  /** Counts the backups of a run; the one with the largest number is the newest. */
  readonly number: number;
  readonly signature: RunSignature;
  readonly state: RunState;
}

/** What the metadata of a backup hold: the state without its arrays, which are tensors. */
interface BackupJSON extends Omit<Backup, 'state'> {
  readonly format: number;
  readonly version: string;
  readonly state: Omit<RunState, 'weights' | 'slots' | 'states' | 'metrics' | 'callbacks'> & {
    readonly slots: readonly { readonly weight: string; readonly slot: string }[];
    /** By metric: whether it has gathered something. */
    readonly metrics: readonly boolean[];
    readonly callbacks: readonly { readonly data: object; readonly arrays: readonly string[] | undefined }[];
  };
}

/**
 * The bytes of a backup. They are a model file, which `load` reads, too: the model at this moment without its optimizer. The rest
 * of the run is in entries of its own.
 */
export function encodeBackup({ number, signature, state }: Backup, model: Network): Uint8Array {
  const { weights, slots, states, metrics, callbacks, ...plain } = state;
  const json: BackupJSON = {
    format: BACKUP_FORMAT,
    version: VERSION,
    number,
    signature,
    state: {
      ...plain,
      slots: slots.map(({ weight, slot }) => ({ weight, slot })),
      metrics: metrics.map((gathered) => gathered !== undefined),
      callbacks: callbacks.map(({ data, arrays }) => ({ data, arrays: arrays && Object.keys(arrays) })),
    },
  };
  const metadata: [string, string][] = [
    [MODEL_KEY, JSON.stringify({ format: FORMAT_VERSION, model: modelJSON(model) })],
    [ATTACHMENTS_KEY, '[]'],
    [TRAINING_KEY, progressJSON({ passes: state.place.pass, steps: state.steps, logs: [...state.logs] })],
    [BACKUP_KEY, exactJSON(json)],
  ];
  const tensors: [string, SafeTensor][] = [
    ...Object.entries(weights).map(([name, array]): [string, SafeTensor] => [name, tensorOf(array)]),
    ...slotTensors(slots),
    ...stateTensors(states),
    ...metrics.flatMap((data, i): [string, SafeTensor][] =>
      data ? [[metricName(i), { dtype: 'F64', shape: [data.length], data }]] : [],
    ),
    ...callbacks.flatMap(({ arrays = {} }, i) =>
      Object.entries(arrays).map(([name, array]): [string, SafeTensor] => [
        arrayName(i, name),
        tensorOf(array),
      ]),
    ),
  ];
  return encodeSafetensors(tensors, [...metadata, checksumEntry(tensors, metadata)]);
}

/**
 * Reads a backup and compares its checksums.
 *
 * @param place what messages call it
 * @throws BackupError when it is of another format; SafetensorsError, ModelFileError or another error when it is damaged
 */
export function decodeBackup(bytes: Uint8Array, place: string): Backup {
  const { tensors, metadata } = decodeSafetensors(bytes);
  verifyChecksums(tensors, metadata);
  verifyNothingMissing(tensors, metadata);
  const text = metadata.get(BACKUP_KEY);
  if (text === undefined) throw new ModelFileError('holds no backup of a run.');
  const json = parseExactJSON(text) as BackupJSON; // as written: the checksums agree
  if (json.format !== BACKUP_FORMAT) {
    const difference = `format is ${BACKUP_FORMAT}, was ${json.format} of version ${json.version}`;
    throw new BackupError(`${place} is of another run: ${difference}. Remove it to begin from the start.`, [
      difference,
    ]);
  }
  const take = (name: string): SafeTensor => {
    const tensor = tensors.get(name);
    if (!tensor) throw new ModelFileError(`lacks ${JSON.stringify(name)}.`);
    return tensor;
  };
  const { slots, metrics, callbacks, ...plain } = json.state;
  const weights = [...tensors].filter(([name]) => !isTrainingTensor(name));
  const state: RunState = {
    ...plain,
    weights: arraysOf(weights),
    slots: slots.map(({ weight, slot }) => {
      const { data, shape } = arrayOf(take(slotTensorName(weight, slot)));
      return { weight, slot, shape, data: data as Float32Array }; // as written
    }),
    states: statesOf(tensors),
    metrics: metrics.map((has, i) => (has ? (take(metricName(i)).data as Float64Array) : undefined)),
    callbacks: callbacks.map(
      ({ data, arrays }, i): CallbackState => ({
        data,
        ...(arrays && { arrays: arraysOf(arrays.map((name) => [name, take(arrayName(i, name))])) }),
      }),
    ),
  };
  return { number: json.number, signature: json.signature, state };
}

function metricName(i: number): string {
  return `${BACKUP_KEY}/metrics/${i}`;
}

function arrayName(callback: number, name: string): string {
  return `${BACKUP_KEY}/callbacks/${callback}/${name}`;
}

function tensorOf({ data, shape }: NdArray): SafeTensor {
  if (data instanceof Float32Array) return { dtype: 'F32', shape, data };
  return data instanceof Int32Array ? { dtype: 'I32', shape, data } : { dtype: 'U8', shape, data };
}

function arrayOf({ data, shape }: SafeTensor): NdArray {
  return { data: data as NdArray['data'], shape }; // as tensorOf wrote them
}

function arraysOf(tensors: Iterable<readonly [string, SafeTensor]>): Arrays {
  return Object.fromEntries([...tensors].map(([name, tensor]) => [name, arrayOf(tensor)]));
}

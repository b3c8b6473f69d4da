import { isNdArray, type NdArray } from '@seqloom/arrays';
import { orderByName } from '../model/by-name.ts';
import type { Network } from '../model/network.ts';

/** One array, several in the order of the inputs or outputs of a model, or arrays by their names. */
export type ArrayParts = NdArray | readonly NdArray[] | Readonly<Record<string, NdArray>>;

/** One step's worth of data for a model with any number of inputs and outputs. Axis 0 of every array is the samples. */
export interface ModelBatch {
  readonly inputs: ArrayParts;
  readonly targets: ArrayParts;
  /** `[B]`, or `[B, T]` per step: for all outputs, or as targets. */
  readonly sampleWeights?: ArrayParts;
}

/** Each array with its name in messages: `inputs`, `inputs[1]`, `inputs.story`. */
export function namedParts(name: string, parts: unknown): [name: string, part: unknown][] {
  if (isNdArray(parts) || typeof parts !== 'object' || parts === null) return [[name, parts]];
  if (ArrayBuffer.isView(parts) || looksLikeOne(parts)) return [[name, parts]];
  if (Array.isArray(parts)) {
    return parts.every(looksLikeOne) && parts.length > 0
      ? parts.map((part, i) => [`${name}[${i}]`, part])
      : [[name, parts]];
  }
  const entries = Object.entries(parts);
  if (entries.length === 0) return [[name, parts]];
  return entries.map(([key, part]) => [`${name}.${key}`, part]);
}

/** Applies a function to each array. */
export function mapParts(parts: ArrayParts, change: (array: NdArray) => NdArray): ArrayParts {
  if (isNdArray(parts)) return change(parts);
  if (isList(parts)) return parts.map(change);
  return Object.fromEntries(Object.entries(parts).map(([name, array]) => [name, change(array)]));
}

/** The first array. */
export function firstPart(parts: ArrayParts): NdArray {
  if (isNdArray(parts)) return parts;
  return (isList(parts) ? parts : Object.values(parts))[0]!;
}

/** The inputs in the order of those of the model. */
export function inputsInOrder(owner: string, model: Network, parts: unknown): readonly NdArray[] {
  return orderByName(`${owner}: ${model.label}`, 'inputs', model.inputNames, parts, isNdArray);
}

/** The targets in the order of the outputs of the model. */
export function targetsInOrder(owner: string, model: Network, parts: unknown): readonly NdArray[] {
  return orderByName(`${owner}: ${model.label}`, 'targets', model.outputNames, parts, isNdArray);
}

/** The weights of the samples for each output; one array holds for all. By name, outputs may be left out. */
export function weightsInOrder(
  owner: string,
  model: Network,
  parts: ArrayParts | undefined,
): readonly (NdArray | undefined)[] {
  const { outputNames } = model;
  const outputs = outputNames.length > 0 ? outputNames : [''];
  if (parts === undefined || isNdArray(parts)) return outputs.map(() => parts);
  const filled = isList(parts)
    ? parts
    : { ...Object.fromEntries(outputNames.map((name) => [name, undefined])), ...parts };
  return orderByName<NdArray | undefined>(
    `${owner}: ${model.label}`,
    'sampleWeights',
    outputNames,
    filled,
    isNdArray,
  );
}

function isList(parts: ArrayParts): parts is readonly NdArray[] {
  return Array.isArray(parts);
}

/** Whether it is meant as one array, if perhaps a wrong one. */
function looksLikeOne(part: unknown): boolean {
  return typeof part === 'object' && part !== null && ('data' in part || 'shape' in part);
}

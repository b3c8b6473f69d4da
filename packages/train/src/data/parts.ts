import { isNdArray, type NdArray, type StringArray, stringArray } from '@seqloom/arrays';
import { type NamedOr, orderByName } from '../model/by-name.ts';
import type { Network } from '../model/network.ts';
import { checkKinds, type InputArray, isInputArray } from '../model/preprocessing.ts';

/** One array, several in the order of the inputs or outputs of a model, or arrays by their names. */
export type ArrayParts = NdArray | readonly NdArray[] | Readonly<Record<string, NdArray>>;

/** The strings of an input with a preprocessor: one for each sample, or an array of them. */
export type Strings = readonly string[] | StringArray;

/** What the inputs of a model are given: numbers, or strings for an input with a preprocessor; several as a list or by name. */
export type InputParts = NamedOr<NdArray | Strings>;

/** One step's worth of data for a model with any number of inputs and outputs. Axis 0 of every array is the samples. */
export interface ModelBatch {
  readonly inputs: InputParts;
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
export function mapParts<Part extends InputArray>(
  parts: NamedOr<Part>,
  change: (array: Part) => Part,
): NamedOr<Part> {
  if (isInputArray(parts)) return change(parts);
  if (Array.isArray(parts)) return (parts as readonly Part[]).map(change);
  return Object.fromEntries(Object.entries<Part>(parts).map(([name, array]) => [name, change(array)]));
}

/** The first array. */
export function firstPart<Part extends InputArray>(parts: NamedOr<Part>): Part {
  if (isInputArray(parts)) return parts;
  return (Array.isArray(parts) ? (parts as readonly Part[]) : Object.values<Part>(parts))[0]!;
}

/**
 * The inputs in the order of those of the model.
 *
 * @throws TypeError or RangeError when there are others or not as many, or one is strings where the model takes numbers
 */
export function inputsInOrder(owner: string, model: Network, parts: unknown): readonly InputArray[] {
  const label = `${owner}: ${model.label}`;
  const isOne = (part: unknown): part is NdArray | Strings => isInputArray(part) || isStrings(part);
  const inputs = orderByName(label, 'inputs', model.inputNames, parts, isOne).map(asInputArray);
  checkKinds(owner, model, inputs);
  return inputs;
}

/** A list of strings as an array; other values as they are. */
export function asInputArray<Part>(part: Part | readonly string[]): Part | StringArray {
  return isStrings(part) ? stringArray(part) : (part as Part);
}

/** Inputs whose lists of strings are arrays. */
export function withStringArrays(inputs: InputParts): NamedOr<InputArray> {
  if (isStrings(inputs)) return stringArray(inputs);
  if (isInputArray(inputs)) return inputs;
  if (Array.isArray(inputs))
    return (inputs as readonly (NdArray | Strings)[]).map(asInputArray) as readonly InputArray[];
  const parts = Object.entries(inputs).map(([name, part]) => [name, asInputArray(part)]);
  return Object.fromEntries(parts) as Readonly<Record<string, InputArray>>;
}

/** Whether it is a list of strings, one for each sample. */
export function isStrings(part: unknown): part is readonly string[] {
  return Array.isArray(part) && typeof part[0] === 'string';
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
  const filled = Array.isArray(parts)
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

/** Whether it is meant as one array, if perhaps a wrong one. */
function looksLikeOne(part: unknown): boolean {
  if (isStrings(part)) return true;
  return typeof part === 'object' && part !== null && ('data' in part || 'shape' in part);
}

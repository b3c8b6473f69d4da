import type { Layer, Parameter } from '@seqloom/nn';
import { sizeOf } from '@seqloom/options';

/** A weight of a layer, by its name within the layer. */
export interface WeightPlace {
  readonly layer: Layer;
  readonly name: string;
}

/** A tensor of a state_dict, by its name within the module. */
export interface TensorPlace {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Weights and tensors that hold the same numbers. It serves both directions. */
export interface Match {
  readonly weights: readonly WeightPlace[];
  readonly tensors: readonly TensorPlace[];
  /**
   * For each number of the weights, one weight after another, its place among those of the tensors, one tensor after another; by default
   * the same.
   */
  readonly places?: Int32Array | undefined;
  /** Whether the weight is the sum of the two tensors: two biases, of which one would do. */
  readonly summed?: boolean;
}

/** What the modules of one kind hold. */
export interface ModuleMatches {
  readonly matches: readonly Match[];
  /** Tensors that count batches. They are passed over in reading and written as 0. */
  readonly counters?: readonly string[];
}

/** The numbers of the weights of a match, one array for each, from those of its tensors. */
export function readMatch(
  { weights, places, summed }: Match,
  tensors: readonly Float32Array[],
): Float32Array[] {
  const all = summed ? tensors[0]!.map((value, i) => value + tensors[1]![i]!) : take(joined(tensors), places);
  return cut(
    all,
    weights.map((weight) => parameterAt(weight).size),
  );
}

/** The numbers of the tensors of a match, one array for each, from those of its weights. */
export function writeMatch(
  { tensors, places, summed }: Match,
  weights: readonly Float32Array[],
): Float32Array[] {
  const all = joined(weights);
  const sizes = tensors.map(({ shape }) => sizeOf(shape));
  if (summed) return [all, new Float32Array(all.length)];
  return cut(places ? put(all, places) : all, sizes);
}

/**
 * The places of the numbers of a weight.
 *
 * @param placeOf the place among the numbers of the tensors, from the index along each axis of the weight
 */
export function placesOf(
  shape: readonly number[],
  placeOf: (...index: readonly number[]) => number,
): Int32Array {
  const index = shape.map(() => 0);
  return Int32Array.from({ length: sizeOf(shape) }, () => {
    const place = placeOf(...index);
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis]! === shape[axis]!; axis--) index[axis] = 0;
    return place;
  });
}

/** The parameter of a place. */
export function parameterAt({ layer, name }: WeightPlace): Parameter {
  return layer.weights[layer.weightNames.indexOf(name)]!; // the rows name weights that their layers have
}

function take(values: Float32Array, places: Int32Array | undefined): Float32Array {
  return places ? Float32Array.from(places, (place) => values[place]!) : values;
}

function put(values: Float32Array, places: Int32Array): Float32Array {
  const result = new Float32Array(values.length);
  for (const [i, place] of places.entries()) result[place] = values[i]!;
  return result;
}

function joined(parts: readonly Float32Array[]): Float32Array {
  if (parts.length === 1) return parts[0]!;
  const all = new Float32Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function cut(values: Float32Array, sizes: readonly number[]): Float32Array[] {
  let at = 0;
  return sizes.map((size) => {
    at += size;
    return values.slice(at - size, at);
  });
}

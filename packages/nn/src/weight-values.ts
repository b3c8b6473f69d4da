import type { NdArray } from '@seqloom/arrays';
import { formatValue } from '@seqloom/options';
import { listNames } from './list-names.ts';
import type { Parameter } from './parameter.ts';
import { formatShape, ShapeError, sameShape, sizeOf } from './shape.ts';

/** The values of one weight outside any backend. */
export interface WeightValues extends NdArray<Float32Array> {
  /** Path within the layer or model asked, for instance `kernel` or `forward_lstm/kernel`. */
  readonly name: string;
}

/** Reads parameters, in their order, each under the name given for it. */
export async function readWeights(parameters: ReadonlyMap<string, Parameter>): Promise<WeightValues[]> {
  const weights = [...parameters];
  // All reads are asked for before the first await, so that they show one moment.
  const values = await Promise.all(weights.map(([, parameter]) => parameter.value.data()));
  return weights.map(([name, { shape }], i) => ({ name, shape, data: values[i] as Float32Array }));
}

/**
 * Sets parameters by name. Everything is checked before anything is set.
 *
 * @param owner layer or model that messages name
 * @throws RangeError when a weight is unknown, missing or given twice; ShapeError when shapes differ
 */
export function writeWeights(
  owner: string,
  parameters: ReadonlyMap<string, Parameter>,
  values: Iterable<WeightValues>,
): void {
  const given = new Map<string, WeightValues>();
  for (const value of values) {
    const parameter = parameters.get(value.name);
    if (!parameter) {
      throw new RangeError(
        `${owner}: has no weight ${formatValue(value.name)}. Its weights: ${listNames([...parameters.keys()])}.`,
      );
    }
    if (given.has(value.name)) {
      throw new RangeError(`${owner}: weight ${formatValue(value.name)} is given twice.`);
    }
    if (!sameShape(value.shape, parameter.shape) || value.data.length !== sizeOf(value.shape)) {
      throw new ShapeError(
        `${owner}: weight ${formatValue(value.name)} has shape ${formatShape(parameter.shape)}, ` +
          `got ${value.data.length} values of shape ${formatShape(value.shape)}.`,
      );
    }
    given.set(value.name, value);
  }
  const missing = [...parameters.keys()].filter((name) => !given.has(name));
  if (missing.length > 0) throw new RangeError(`${owner}: no values for the weights ${listNames(missing)}.`);
  for (const [name, { data }] of given) parameters.get(name)!.assign(data);
}

import type { Layer } from '@seqloom/nn';
import { formatValue } from '@seqloom/options';
import type { Network } from '@seqloom/train';
import type { Hdf5Object } from '../hdf5/hdf5-file.ts';
import { KerasFileError } from '../keras-file-error.ts';
import { layerOrder } from './layer-order.ts';
import { type Place, trainedFirst } from './places.ts';
import { storedValues, type WeightSource } from './stored-values.ts';

/**
 * The weights of the older form: a group for each layer of the model, whose attribute lists its variables, those that training
 * changes first.
 *
 * @param group `model_weights` of a whole model, the root of a file of weights
 */
export function legacyWeights(group: Hdf5Object, model: Network, places: readonly Place[]): WeightSource {
  const left = new Map(names(group, 'layer_names').map((name) => [name, variablesOf(group, name)]));
  const datasets = new Map<string, Hdf5Object | undefined>();
  /** Variables of layers that are not in the table, as these ask for them. */
  const unlisted = new Map<string, Hdf5Object[]>();
  for (const layer of layerOrder(model)) {
    const own = places.filter((place) => isWithin(place, layer));
    const got = left.get(layer.name) ?? [];
    left.delete(layer.name);
    if (own.some((place) => place.unlisted !== undefined)) {
      unlisted.set(`${layer.name}/`, got);
      continue;
    }
    const expected = trainedFirst(own);
    const least = expected.filter((weight) => weight !== undefined).length;
    if (got.length < least || got.length > expected.length) {
      throw new KerasFileError(`${layer.label}: expected ${expected.length} variables, got ${got.length}.`);
    }
    for (const [i, weight] of expected.entries()) if (weight !== undefined) datasets.set(weight, got[i]);
  }
  return {
    values: (path, shape) => {
      const [, rest] = [...unlisted].find(([prefix]) => path.startsWith(prefix)) ?? [];
      return storedValues(path, rest ? rest.shift() : datasets.get(path), shape);
    },
    checkNothingLeft: () => {
      for (const [name, list] of [...left, ...unlisted]) {
        if (list.length === 0) continue;
        throw new KerasFileError(`has weights that no layer uses: those of ${formatValue(name)}.`);
      }
    },
  };
}

function isWithin({ unlisted, weights }: Place, { name }: Layer): boolean {
  return [unlisted && `${unlisted}/`, ...weights].some((weight) => weight?.startsWith(`${name}/`));
}

function variablesOf(group: Hdf5Object, layer: string): Hdf5Object[] {
  const own = group.get(layer);
  if (!own) throw new KerasFileError(`has no weights of ${formatValue(layer)}, which it lists.`);
  return names(own, 'weight_names').map((name) => {
    const dataset = own.find(name);
    if (dataset) return dataset;
    throw new KerasFileError(`has no weight ${formatValue(name)} of ${formatValue(layer)}, which it lists.`);
  });
}

/** A list of names. One that is too long for an attribute is written as several: `weight_names0`, … */
export function names(object: Hdf5Object, attribute: string): readonly string[] {
  const whole = object.texts(attribute);
  if (whole) return whole;
  const list: string[] = [];
  for (let i = 0; ; i++) {
    const part = object.texts(`${attribute}${i}`);
    if (!part) return list;
    list.push(...part);
  }
}

import { firstNonFinite } from '@seqloom/arrays';
import { formatShape, sameShape } from '@seqloom/nn';
import { formatValue } from '@seqloom/options';
import { KerasFileError } from '../keras-file-error.ts';
import { type Place, trainedFirst } from '../weights/places.ts';
import type { WeightSource } from '../weights/stored-values.ts';
import type { StoredWeight } from './manifest.ts';

/**
 * The weights of a TensorFlow.js model by its places. Names begin with that of the layer that holds the weight,
 * without those of the models around it; within a layer the variables that training changes come first.
 */
export function tfjsWeights(stored: readonly StoredWeight[], places: readonly Place[]): WeightSource {
  const byLayer = new Map<string, StoredWeight[]>();
  for (const weight of stored) {
    const layer = weight.name.split('/')[0]!;
    byLayer.set(layer, [...(byLayer.get(layer) ?? []), weight]);
  }
  const found = new Map<string, StoredWeight>();
  for (const layer of new Set(places.map(({ owner }) => owner))) {
    const weights = trainedFirst(places.filter(({ owner }) => owner === layer));
    const got = byLayer.get(layer.name) ?? [];
    if (!byLayer.delete(layer.name) && weights.length > 0) {
      throw new KerasFileError(`${layer.label}: the file has no weights of this layer.`);
    }
    if (got.length !== weights.length) {
      throw new KerasFileError(`${layer.label}: expected ${weights.length} variables, got ${got.length}.`);
    }
    for (const [i, weight] of weights.entries()) if (weight !== undefined) found.set(weight, got[i]!);
  }
  return {
    values: (path, shape) => {
      const weight = found.get(path);
      if (!weight) throw new KerasFileError(`${path}: the file has no values for it.`);
      if (!sameShape(weight.shape, shape)) {
        throw new KerasFileError(
          `${path}: must have shape ${formatShape(shape)}, got ${formatShape(weight.shape)}.`,
        );
      }
      const values = weight.values();
      const wrong = firstNonFinite(values);
      if (wrong < 0) return values;
      throw new KerasFileError(
        `${path}: must hold finite numbers, got ${values[wrong]} at place ${wrong}. Train the model again.`,
      );
    },
    checkNothingLeft: () => {
      const [left] = byLayer.keys();
      if (left !== undefined)
        throw new KerasFileError(`has weights that no layer uses: those of ${formatValue(left)}.`);
    },
  };
}

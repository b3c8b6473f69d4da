import { formatValue } from '@seqloom/options';
import type { Hdf5File, Hdf5Object } from '../hdf5/hdf5-file.ts';
import { KerasFileError } from '../keras-file-error.ts';
import { join, type Place } from './places.ts';
import { storedValues, type WeightSource } from './stored-values.ts';

/** Where Keras 3 and TensorFlow 2.12 on keep the layers of a model. */
const OLDER_LAYERS = '_layer_checkpoint_dependencies';
const LAYERS = 'layers';

/** Upper bound on the path of a group: the paths of groups within groups take the square of their depth. */
const LONGEST_PATH = 4096;

/** Weights of tokens, which are part of a vocabulary. */
export const IDF_WEIGHTS = 'idf_weights';

/** Variables of layers that are not weights: where their random numbers begin. */
const GENERATORS = /(^|\/)(seed_generator|random_generator|state_tracker)(\/|$)/;

/** The weights in `model.weights.h5`: numbered variables in a group `vars` for each layer. */
export function v3Weights(file: Hdf5File, places: readonly Place[]): WeightSource {
  const groups = new Map<string, { readonly place: Place; readonly index: number }>();
  for (const place of places) {
    checkCount(file, place);
    for (const [index, weight] of place.weights.entries())
      if (weight !== undefined) groups.set(weight, { place, index });
  }
  const taken = new Map<Place, number>();
  const find = (path: string) => {
    const known = groups.get(path);
    if (known) return known;
    const place = places.find(({ unlisted }) => unlisted !== undefined && path.startsWith(`${unlisted}/`));
    if (!place) throw new KerasFileError(`${path}: the file has no values for it.`);
    const index = taken.get(place) ?? 0;
    taken.set(place, index + 1);
    return { place, index };
  };
  return {
    values: (path, shape) => {
      const { place, index } = find(path);
      return storedValues(path, variables(file, place)?.get(String(index)), shape);
    },
    checkNothingLeft: () => checkNothingLeft(file, places, taken),
  };
}

/** The group of the variables of a place, and which form the path has. */
function variables(file: Hdf5File, { path }: Place): Hdf5Object | undefined {
  return file.find(join(path, 'vars')) ?? file.find(join(path.replace(/^layers/, OLDER_LAYERS), 'vars'));
}

function checkCount(file: Hdf5File, place: Place): void {
  if (place.unlisted !== undefined) return;
  const group = variables(file, place);
  const expected = place.weights.length;
  const least = place.weights.filter((weight) => weight !== undefined).length;
  const got = group?.names.length ?? 0;
  if (got < least || got > expected) {
    // Keras itself reads no such file.
    const wayOut = got === 0 ? ' If two models share the layer, save the model as .h5 in Keras.' : '';
    throw new KerasFileError(
      `${place.layer.label}: expected ${expected} variables in ${join(place.path, 'vars')}, got ${got}.${wayOut}`,
    );
  }
  const [name] = group?.texts('name') ?? [];
  const { layer } = place;
  if (name === undefined || place.path.split('/').at(-2) !== LAYERS || name === layer.name) return;
  throw new KerasFileError(
    `${layer.label}: the variables in ${join(place.path, 'vars')} are those of another layer, got ${formatValue(name)}.`,
  );
}

/** Every variable in the file must be one of the model, or the layers are not those that were saved. */
function checkNothingLeft(file: Hdf5File, places: readonly Place[], taken: ReadonlyMap<Place, number>): void {
  const known = new Set(
    places.flatMap(({ path }) => [join(path, 'vars'), join(path.replace(/^layers/, OLDER_LAYERS), 'vars')]),
  );
  const seen = new Set<Hdf5Object>();
  const open: (readonly [path: string, object: Hdf5Object])[] = [];
  for (const name of [LAYERS, OLDER_LAYERS]) {
    const object = file.root.get(name);
    if (object) open.push([name, object]);
  }
  for (let next = open.pop(); next; next = open.pop()) {
    const [path, object] = next;
    if (seen.has(object) || known.has(path) || GENERATORS.test(path) || path.endsWith(`/${IDF_WEIGHTS}`))
      continue;
    seen.add(object);
    if (path.length > LONGEST_PATH) throw new KerasFileError('has groups too deep within groups.');
    if (object.isDataset)
      throw new KerasFileError(`has weights that no layer of the config uses: ${formatValue(path)}.`);
    for (const name of object.names) open.push([join(path, name), object.get(name)!]);
  }
  for (const place of places) {
    if (place.unlisted === undefined) continue;
    const count = variables(file, place)?.names.length ?? 0;
    if ((taken.get(place) ?? 0) === count) continue;
    throw new KerasFileError(
      `${place.layer.label}: has ${taken.get(place) ?? 0} weights, the file ${count} variables.`,
    );
  }
}

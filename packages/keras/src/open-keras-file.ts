import { formatValue } from '@seqloom/options';
import type { Network } from '@seqloom/train';
import { isArchive, unpack } from './archive.ts';
import { isFields } from './config/keras-object.ts';
import { Hdf5File, type Hdf5Object, isHdf5 } from './hdf5/hdf5-file.ts';
import { KerasFileError } from './keras-file-error.ts';
import type { Vocabularies } from './model/read-preprocessor.ts';
import type { StoredOptimizer } from './optimizer/read-optimizer.ts';
import { parseConfig } from './parse-config.ts';
import { legacyWeights, names } from './weights/legacy-weights.ts';
import type { Place } from './weights/places.ts';
import type { WeightSource } from './weights/stored-values.ts';
import { IDF_WEIGHTS, v3Weights } from './weights/v3-weights.ts';

/** A file of any of Keras' forms. */
export interface OpenKerasFile {
  /** The model; undefined for a file of weights. */
  readonly config: unknown;
  /** Written by Keras 1 or 2, those of TensorFlow included. */
  readonly old: boolean;
  readonly vocabularies: Vocabularies;
  readonly optimizer: StoredOptimizer;
  /** Where the weights of a model with these places are. */
  readonly weights: (model: Network, places: readonly Place[]) => WeightSource;
}

/**
 * Opens a file by its first bytes.
 *
 * @throws KerasFileError or ArchiveError for a file of another kind, or one that is damaged
 */
export async function openKerasFile(given: Uint8Array): Promise<OpenKerasFile> {
  if (!(given instanceof Uint8Array))
    throw new TypeError(`expected the bytes of a file, got ${formatValue(given)}.`);
  // A Uint8Array and not a Buffer, because the `slice` of a Buffer does not copy.
  const bytes = new Uint8Array(given.buffer, given.byteOffset, given.byteLength);
  if (isArchive(bytes)) return openArchive(bytes);
  if (isHdf5(bytes)) return openHdf5(await unpacked(bytes));
  throw new KerasFileError(
    `expected a zip archive (PK) or an HDF5 file (\\x89HDF), got bytes that begin with ${formatValue([...bytes.subarray(0, 4)])}.`,
  );
}

async function unpacked(bytes: Uint8Array): Promise<Hdf5File> {
  const file = new Hdf5File(bytes);
  await file.unpack();
  return file;
}

async function openArchive(bytes: Uint8Array): Promise<OpenKerasFile> {
  const { config: json, weights, version, vocabularies } = await unpack(bytes);
  const config = parseConfig('its config.json', json);
  const file = await unpacked(weights);
  const withWeights = [...vocabularies].map(([name, tokens]) => {
    const idfWeights = file.find(`layers/${name}/vars/${IDF_WEIGHTS}`)?.floats();
    return [name, { tokens, idfWeights }] as const;
  });
  const compiled = isFields(config) && isFields(config.compile_config) ? config.compile_config : {};
  return {
    config,
    old: isOld(version),
    vocabularies: new Map(withWeights),
    optimizer: { config: compiled.optimizer, variables: numbered(file.find('optimizer/vars')) },
    weights: (_, places) => v3Weights(file, places),
  };
}

function openHdf5(file: Hdf5File): OpenKerasFile {
  const [json] = file.root.texts('model_config') ?? [];
  const [training] = file.root.texts('training_config') ?? [];
  const group = file.find('model_weights') ?? file.root;
  const [version] = file.root.texts('keras_version') ?? group.texts('keras_version') ?? [];
  const compiled = training === undefined ? undefined : parseConfig('its training_config', training);
  const states = file.find('optimizer_weights');
  const isLegacy = group.texts('layer_names') !== undefined || group.texts('layer_names0') !== undefined;
  return {
    config: json === undefined ? undefined : parseConfig('its model_config', json),
    old: isLegacy && isOld(version),
    vocabularies: new Map(),
    optimizer: {
      config: isFields(compiled) ? (compiled.optimizer_config ?? compiled.optimizer) : undefined,
      variables: states && names(states, 'weight_names').map((name) => states.find(name)),
    },
    weights: (model, places) => (isLegacy ? legacyWeights(group, model, places) : v3Weights(file, places)),
  };
}

/** Keras 3 has other definitions of some activations and defaults. A file that names no version is older than any that does. */
function isOld(version: string | undefined): boolean {
  return Number.parseInt(version ?? '1', 10) < 3;
}

/** Variables `0`, `1`, … of a group. */
function numbered(group: Hdf5Object | undefined): readonly (Hdf5Object | undefined)[] | undefined {
  return group?.names.map((_, i) => group.get(String(i)));
}

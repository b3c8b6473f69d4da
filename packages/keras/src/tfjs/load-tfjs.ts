import { awaitsBackend, ready } from '@seqloom/backend';
import { formatValue, type OptionRules, resolveOptions } from '@seqloom/options';
import type { Network } from '@seqloom/train';
import { buildModel } from '../build-model.ts';
import { type Fields, fieldsOf, isFields } from '../config/keras-object.ts';
import { asKerasFileError, KerasFileError } from '../keras-file-error.ts';
import type { CustomLayers } from '../layers/custom-layer.ts';
import { customLayersRule } from '../layers/custom-layers-rule.ts';
import { noteEndedMasks } from '../model/ended-masks.ts';
import { ModelReader } from '../model/model-reader.ts';
import { Notes } from '../notes.ts';
import { parseConfig } from '../parse-config.ts';
import { placesOf } from '../weights/places.ts';
import { manifestPaths, readManifest } from './manifest.ts';
import { tfjsWeights } from './tfjs-weights.ts';

/** Options of `loadTfjs`. */
export interface LoadTfjsOptions {
  /** Layers that are not known here, by the name of their class in the file. */
  readonly customLayers?: CustomLayers;
}

/** The content of a model of TensorFlow.js. */
export interface LoadedTfjsModel {
  /** A `Sequential` or a `Model`; belongs to the caller. */
  readonly model: Network;
  /** What the file says and is passed over, and which layers treat padded inputs in another way. */
  readonly notes: readonly string[];
}

/** Gives the bytes of a file of weights by its path in the manifest: a plain name, relative to `model.json`. */
export type ReadWeights = (path: string) => Uint8Array | Promise<Uint8Array>;

const RULES: OptionRules<LoadTfjsOptions> = { customLayers: customLayersRule() };

/**
 * Reads a model that TensorFlow.js saved (`model.save`) or that its converter made of a Keras model: `model.json` and the files of
 * weights beside it. It runs no code of the file, and compares every shape with the layers before it makes a weight.
 *
 * @param json the text of `model.json`
 * @param readWeights called for each file of weights that it names
 * @throws KerasFileError for a file that is damaged or contradicts itself, and for a layer or a field that has no meaning here,
 * naming it; then nothing stays allocated. Errors of `readWeights` are its `cause`
 *
 * **Source**: `tf.loadLayersModel`.
 *
 * @example
 * ```ts
 * const folder = 'https://example.org/model/';
 * const json = await (await fetch(`${folder}model.json`)).text();
 * const read = async (path: string) => new Uint8Array(await (await fetch(folder + path)).arrayBuffer());
 * const { model } = await loadTfjs(json, read);
 * ```
 */
export async function loadTfjs(
  json: string,
  readWeights: ReadWeights,
  options: LoadTfjsOptions = {},
): Promise<LoadedTfjsModel> {
  const { customLayers } = resolveOptions<LoadTfjsOptions>('loadTfjs', options, RULES);
  const notes = new Notes();
  let model: Network | undefined;
  try {
    const { topology, manifest } = parse(json);
    const files = new Map<string, Uint8Array>();
    for (const path of manifestPaths(manifest)) files.set(path, checkedBytes(path, await readWeights(path)));
    const weights = readManifest(manifest, files);
    const reader = new ModelReader({ notes, customLayers, old: true });
    model = reader.model(topology);
    const source = tfjsWeights(weights, placesOf(model, reader.unlisted));
    if (awaitsBackend()) await ready();
    buildModel(model, source.values);
    source.checkNothingLeft();
    noteEndedMasks(model, notes);
    return { model, notes: notes.list };
  } catch (error) {
    model?.dispose();
    throw asKerasFileError(error);
  }
}

function parse(json: string): { readonly topology: unknown; readonly manifest: unknown } {
  const root: Fields = fieldsOf('model.json', parseConfig('model.json', json));
  const { format, modelTopology, weightsManifest } = root;
  if (format === 'graph-model') {
    throw new KerasFileError(
      'model.json holds a graph of operations, not layers. Convert the Keras model to format layers-model.',
    );
  }
  if (!isFields(modelTopology)) {
    throw new KerasFileError(
      `model.json: modelTopology must be an object, got ${formatValue(modelTopology)}.`,
    );
  }
  return { topology: modelTopology.model_config ?? modelTopology, manifest: weightsManifest };
}

/** What a function of the user's gave. */
function checkedBytes(path: string, bytes: unknown): Uint8Array {
  // Not a Buffer, because the `slice` of a Buffer does not copy.
  if (bytes instanceof Uint8Array) return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  throw new TypeError(`readWeights(${formatValue(path)}) must give a Uint8Array, got ${formatValue(bytes)}.`);
}

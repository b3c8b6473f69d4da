import { awaitsBackend, ready } from '@seqloom/backend';
import { type OptionRules, resolveOptions } from '@seqloom/options';
import type { Network, Optimizer } from '@seqloom/train';
import { buildModel } from './build-model.ts';
import { asKerasFileError, KerasFileError } from './keras-file-error.ts';
import type { CustomLayers } from './layers/custom-layer.ts';
import { customLayersRule } from './layers/custom-layers-rule.ts';
import { noteEndedMasks } from './model/ended-masks.ts';
import { ModelReader } from './model/model-reader.ts';
import { Notes } from './notes.ts';
import { openKerasFile } from './open-keras-file.ts';
import { readOptimizer } from './optimizer/read-optimizer.ts';
import { placesOf } from './weights/places.ts';

/** Options of `loadKeras`. */
export interface LoadKerasOptions {
  /** Layers that are not known here, by the name of their class in the file. */
  readonly customLayers?: CustomLayers;
}

/** The content of a file of Keras. */
export interface LoadedKerasModel {
  /** A `Sequential` or a `Model`; belongs to the caller. */
  readonly model: Network;
  /** With its state, where the file has it and it is known here. */
  readonly optimizer: Optimizer | undefined;
  /** What the file says and is passed over, and which layers treat padded inputs in another way. */
  readonly notes: readonly string[];
}

const RULES: OptionRules<LoadKerasOptions> = { customLayers: customLayersRule() };

/**
 * Reads a model that Keras saved: a `.keras` archive (Keras 3, TensorFlow 2.12 on) or an HDF5 file (`.h5`, and `.keras` of
 * TensorFlow 2.12 and 2.13); the first bytes decide. It runs no code of the file, and compares every shape with the layers
 * before it makes a weight. The model predicts what it predicts in Keras, and can be trained on.
 *
 * @throws KerasFileError for a file that is damaged or contradicts itself, and for a layer or a field that has no meaning here,
 * naming it; then nothing stays allocated
 *
 * **Source**: `keras.saving.load_model`.
 *
 * @example
 * ```ts
 * const { model, optimizer, notes } = await loadKeras(await readFile('model.keras'));
 * ```
 */
export async function loadKeras(
  bytes: Uint8Array,
  options: LoadKerasOptions = {},
): Promise<LoadedKerasModel> {
  const { customLayers } = resolveOptions<LoadKerasOptions>('loadKeras', options, RULES);
  const notes = new Notes();
  let model: Network | undefined;
  try {
    const file = await openKerasFile(bytes);
    const { config, old, vocabularies } = file;
    if (config === undefined) {
      throw new KerasFileError(
        'holds weights without a model. Make the model, and call loadKerasWeights(model, bytes).',
      );
    }
    const reader = new ModelReader({ notes, customLayers, old, vocabularies });
    model = reader.model(config);
    const places = placesOf(model, reader.unlisted);
    const source = file.weights(model, places);
    if (awaitsBackend()) await ready();
    buildModel(model, source.values);
    source.checkNothingLeft();
    noteEndedMasks(model, notes);
    const optimizer = readOptimizer(file.optimizer, model, places, notes);
    return { model, optimizer, notes: notes.list };
  } catch (error) {
    model?.dispose();
    throw asKerasFileError(error);
  }
}

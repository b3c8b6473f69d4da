import { storedZip } from '@seqloom/archives';
import { firstNonFinite } from '@seqloom/arrays';
import { formatValue, type OptionRules, optional, resolveOptions, rule } from '@seqloom/options';
import { type Network, Optimizer } from '@seqloom/train';
import { type StoredDataset, writeHdf5 } from './hdf5/write-hdf5.ts';
import { type CustomLayers, customLayerOf } from './layers/custom-layer.ts';
import { customLayersRule } from './layers/custom-layers-rule.ts';
import { writeOptimizer } from './optimizer/write-optimizer.ts';
import { join, placesOf } from './weights/places.ts';
import { ModelWriter } from './write/model-writer.ts';
import { pythonJSON } from './write/python-json.ts';

/** Options of `saveKeras`. */
export interface SaveKerasOptions {
  /** An optimizer that is saved with its state, so that training can go on in Keras. */
  readonly optimizer?: Optimizer | undefined;
  /** Layers that Keras does not have, by the name of their class. */
  readonly customLayers?: CustomLayers;
}

const RULES: OptionRules<SaveKerasOptions> = {
  optimizer: optional(
    rule<Optimizer>((owner, option, value) => {
      if (value instanceof Optimizer) return;
      throw new TypeError(
        `${owner}: ${option} must be an Optimizer, such as adam(), got ${formatValue(value)}.`,
      );
    }),
  ),
  customLayers: customLayersRule(),
};

/** The form of the files, which is that of every Keras 3. */
const FORM = { keras_version: '3.0.0', date_saved: '1980-01-01@00:00:00' };

/**
 * Writes a model as the bytes of a `.keras` archive, which `keras.saving.load_model` of Keras 3 reads. The HDF5 file within is
 * written by the package `h5wasm`, an optional peer, which is loaded here alone.
 *
 * @throws Error when the model is not built or `h5wasm` is not installed; TypeError for a layer, a preprocessor or a schedule that
 * Keras does not have; RangeError for a weight that is NaN or Infinity
 *
 * **Source**: `keras.Model.save`.
 *
 * @example
 * ```ts
 * await writeFile('model.keras', await saveKeras(model, { optimizer }));
 * ```
 */
export async function saveKeras(
  model: Network,
  options: SaveKerasOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { optimizer, customLayers } = resolveOptions<SaveKerasOptions>('saveKeras', options, RULES);
  if (!model.built) throw new Error(`saveKeras: ${model.label} is not built. Build or train it first.`);
  const config = new ModelWriter(customLayers).model(model);
  const places = placesOf(model, {
    classOf: () => undefined,
    weightsOf: (layer) =>
      customLayerOf(customLayers, layer.className, undefined)?.weights ?? layer.weightNames,
  });
  // All reads begin before the first await, so that the file holds the state of one moment.
  const [weights, training] = await Promise.all([
    model.getWeights(),
    optimizer && writeOptimizer(optimizer, model, places),
  ]);
  const byName = new Map(weights.map((weight) => [weight.name, weight]));
  const datasets: StoredDataset[] = places.flatMap(({ path, weights: names }) =>
    names.map((name, i) => {
      const { shape, data } = (name !== undefined && byName.get(name)) || {
        shape: [],
        data: Int32Array.of(0),
      };
      const wrong = firstNonFinite(data);
      if (wrong < 0) return { path: join(path, `vars/${i}`), shape, data };
      throw new RangeError(`saveKeras: ${formatValue(name)} holds ${data[wrong]}. Save an earlier state.`);
    }),
  );
  const names = new Map(places.map(({ path, layer }) => [join(path, 'vars'), layer.name]));
  const encoder = new TextEncoder();
  const compiled = training && {
    compile_config: {
      optimizer: training.config,
      loss: null,
      loss_weights: null,
      metrics: null,
      weighted_metrics: null,
    },
  };
  return storedZip([
    { name: 'metadata.json', bytes: encoder.encode(JSON.stringify(FORM)) },
    { name: 'config.json', bytes: encoder.encode(pythonJSON({ ...config, ...compiled })) },
    {
      name: 'model.weights.h5',
      bytes: await writeHdf5([...datasets, ...(training?.variables ?? [])], names),
    },
  ]);
}

import type { Layer } from '@seqloom/nn';
import type { Fields } from '../config/keras-object.ts';
import { type CustomLayers, customLayerOf } from './custom-layer.ts';
import { rowOf } from './layer-table.ts';

/** A layer as Keras writes it. */
export interface LayerObject {
  readonly module: string;
  readonly class_name: string;
  readonly config: Fields;
  readonly registered_name: string | null;
}

/** What writing a layer needs to know. */
export interface LayerWriter {
  readonly customLayers: CustomLayers;
  /** Writes a layer within a layer; `trainable` is false within a frozen one. */
  readonly layer: (layer: Layer, trainable: boolean) => unknown;
}

/**
 * A layer as Keras reads it.
 *
 * @param given whether all that it is in is trained: Keras has no frozen layers in one that says it is trained
 * @throws TypeError for a class that Keras does not have
 */
export function writeLayer(
  layer: Layer,
  given: boolean,
  { customLayers, layer: write }: LayerWriter,
): LayerObject {
  const trainable = given && layer.trainable;
  // True is the default, and layers without weights do not all take it.
  const frozen = !trainable && layer.weights.length > 0;
  const common = { name: layer.name, ...(frozen && { trainable }), dtype: 'float32' };
  const row = rowOf(layer);
  if (!row) {
    const custom = customLayerOf(customLayers, layer.className, undefined);
    if (custom?.toConfig) {
      return {
        module: 'custom',
        class_name: layer.className,
        config: { ...custom.toConfig(layer as never), ...common },
        registered_name: layer.className,
      };
    }
    throw new TypeError(
      `saveKeras: ${layer.label}: Keras has no layer of this class. Supply it as customLayers: { ${layer.className}: { fromConfig, toConfig } }, ` +
        'and to Keras as custom_objects.',
    );
  }
  const settings = layer.settings as Fields;
  const writing = { self: layer, layer: (inner: Layer) => write(inner, trainable) };
  const config = Object.entries(row.fields)
    .map(([option, field]) => [field.key, field.write(settings[option], writing)] as const)
    .filter(([, value]) => value !== undefined);
  return {
    module: 'keras.layers',
    class_name: row.className,
    config: { ...common, ...Object.fromEntries(config) },
    registered_name: null,
  };
}

/** Options of a layer that are arguments of its call in Keras. */
export function callOptions(layer: Layer): Fields {
  const settings = layer.settings as Fields;
  const named = Object.entries(rowOf(layer)?.callOptions ?? {}).map(
    ([argument, option]) => [argument, settings[option]] as const,
  );
  return Object.fromEntries(named.filter(([, value]) => value === true));
}

import type { Layer } from '@seqloom/nn';
import { formatValue } from '@seqloom/options';
import type { Fields, KerasObject } from '../config/keras-object.ts';
import { KerasFileError } from '../keras-file-error.ts';
import type { LayerReading, LayerRow } from './layer-row.ts';
import { checkOtherFields } from './other-fields.ts';

/**
 * Makes the layer that a config describes.
 *
 * @throws KerasFileError naming the layer and the field for a value without a meaning here
 */
export function readLayer(row: LayerRow, { config }: KerasObject, reading: LayerReading): Layer {
  const options: Record<string, unknown> = reading.old ? { ...row.oldDefaults } : {};
  const known = new Set<string>();
  for (const [option, { key, oldKey = key, read }] of Object.entries(row.fields)) {
    const found = Object.hasOwn(config, key) ? key : oldKey;
    known.add(found);
    // What is not in the config has Keras' default, which is the one here.
    const value = Object.hasOwn(config, found) ? read(config[found], reading) : undefined;
    if (value !== undefined) options[option] = value;
  }
  for (const [argument, option] of Object.entries(row.callOptions)) {
    const value = reading.call[argument];
    if (value !== undefined && value !== null) options[option] = value;
  }
  checkOtherFields(config, known, row.fixed, reading);
  return named(reading.where, config, (common) => new row.layerClass({ ...options, ...common } as never)); // it checks them
}

/** Gives a layer its name and whether it is trained; errors of its class name the layer. */
export function named(where: string, config: Fields, make: (common: Fields) => Layer): Layer {
  const { name, trainable = true } = config;
  if (typeof name !== 'string' || typeof trainable !== 'boolean') {
    throw new KerasFileError(
      `${where}: name must be a text and trainable true or false, got ${formatValue(name)} and ${formatValue(trainable)}.`,
    );
  }
  try {
    return make({ name, trainable });
  } catch (error) {
    if (error instanceof KerasFileError) throw error;
    throw new KerasFileError(`${where}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

import { type OptionRules, resolveOptions } from '@seqloom/options';
import type { Network } from '@seqloom/train';
import { asKerasFileError } from './keras-file-error.ts';
import { type CustomLayers, customLayerOf } from './layers/custom-layer.ts';
import { customLayersRule } from './layers/custom-layers-rule.ts';
import { openKerasFile } from './open-keras-file.ts';
import { placesOf } from './weights/places.ts';

/** Options of `loadKerasWeights`. */
export interface LoadKerasWeightsOptions {
  /** Layers that are not known here, by their `className`: the order of their weights. */
  readonly customLayers?: CustomLayers;
}

const RULES: OptionRules<LoadKerasWeightsOptions> = { customLayers: customLayersRule() };

/**
 * Sets the weights of a model from a file of Keras: `.weights.h5`, or a file with a whole model. The layers must be those of the
 * file in number, class and shape; `.h5` files go by their names, the others by class and order.
 *
 * @throws KerasFileError when the file is damaged or the weights are not the model's; then nothing is changed. Error before the
 * model is built
 *
 * **Source**: `keras.Model.load_weights`.
 *
 * @example
 * ```ts
 * model.build([null, 100]);
 * await loadKerasWeights(model, await readFile('model.weights.h5'));
 * ```
 */
export async function loadKerasWeights(
  model: Network,
  bytes: Uint8Array,
  options: LoadKerasWeightsOptions = {},
): Promise<void> {
  const { customLayers } = resolveOptions<LoadKerasWeightsOptions>('loadKerasWeights', options, RULES);
  if (!model.built)
    throw new Error(`loadKerasWeights: ${model.label} is not built. Call build(inputShape) first.`);
  try {
    const file = await openKerasFile(bytes);
    const places = placesOf(model, {
      classOf: () => undefined,
      weightsOf: (layer) =>
        customLayerOf(customLayers, layer.className, undefined)?.weights ?? layer.weightNames,
    });
    const source = file.weights(model, places);
    const names = model.weightNames;
    const values = model.weights.map(({ path, shape }, i) => ({
      name: names[i]!,
      shape,
      data: source.values(path, shape),
    }));
    source.checkNothingLeft();
    model.setWeights(values);
  } catch (error) {
    throw asKerasFileError(error);
  }
}

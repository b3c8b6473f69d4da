import type { Layer } from '@seqloom/nn';
import type { Fields } from '../config/keras-object.ts';

/** A class of layers of one's own, or one of Keras' that is not known here. */
export interface CustomLayer {
  /** Makes the layer of its config in the file; name and trainability are set afterwards where it has none. */
  readonly fromConfig: (config: Fields) => Layer;
  /** The config of a layer, for `saveKeras`; without it such a layer is refused there. */
  readonly toConfig?: ((layer: never) => Fields) | undefined;
  /**
   * The names of the weights here in the order of Keras' variables, those that training changes first. Default: the order in
   * which the layer makes its own.
   */
  readonly weights?: readonly string[] | undefined;
}

/** By the name of the class in the file; for a registered class `package>Name`, or `Name` alone. */
export type CustomLayers = Readonly<Record<string, CustomLayer>>;

/** The entry for a class; own keys only, so that a file cannot name what every object has. */
export function customLayerOf(
  layers: CustomLayers,
  className: string,
  registeredName: string | undefined,
): CustomLayer | undefined {
  for (const name of [registeredName, className]) {
    if (name !== undefined && Object.hasOwn(layers, name)) return layers[name];
  }
  return undefined;
}

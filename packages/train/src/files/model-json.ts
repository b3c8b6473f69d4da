import type { Preprocessor } from '@seqloom/arrays';
import type { LayerConfig, Shape } from '@seqloom/nn';
import type { Network } from '../model/network.ts';

/** A stack of layers in a file. */
interface StackJSON {
  readonly className: string;
  readonly name: string;
  /** Only where it is false: the whole model is frozen. */
  readonly trainable?: false;
  /** What makes numbers of strings; writes itself. */
  readonly preprocessor?: Preprocessor;
  /** Without the batch axis. */
  readonly inputShape: Shape;
  readonly layers: readonly LayerConfig[];
}

/** A built model without its weights, in the form that `readConfig` reads. */
export function modelJSON(model: Network): StackJSON | LayerConfig {
  if (model.knownInputShape) return model.toJSON();
  return {
    className: model.className,
    name: model.name,
    ...(!model.trainable && { trainable: false }),
    ...(model.preprocessors[0] && { preprocessor: model.preprocessors[0] }),
    inputShape: model.inputShape.slice(1),
    layers: model.layers.map((layer) => layer.toJSON()),
  };
}

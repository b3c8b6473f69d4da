import type { LayerConfig, Shape } from '@seqloom/nn';
import type { Network } from '../model/network.ts';

/** A model in a file. */
interface ModelJSON {
  readonly className: string;
  readonly name: string;
  /** Only where it is false: the whole model is frozen. */
  readonly trainable?: false;
  /** Without the batch axis. */
  readonly inputShape: Shape;
  readonly layers: readonly LayerConfig[];
}

/** A built model without its weights, in the form that `readConfig` reads. */
export function modelJSON(model: Network): ModelJSON {
  return {
    className: model.className,
    name: model.name,
    ...(!model.trainable && { trainable: false }),
    inputShape: model.inputShape.slice(1),
    layers: model.layers.map((layer) => layer.toJSON()),
  };
}

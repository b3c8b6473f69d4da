import type { BuildOptions, Shape } from '@seqloom/nn';
import type { Network } from './network.ts';

/** Builds a model that is not built yet: for its own inputs where it knows them, otherwise for the shape of the data. */
export function buildModel(model: Network, inputShape: Shape, options: BuildOptions = {}): void {
  if (model.built) return;
  if (model.knownInputShape) model.build(options);
  else model.build(inputShape, options);
}

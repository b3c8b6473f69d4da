import { type Network, Sequential } from '@seqloom/train';
import { stackShape } from './model/read-stack.ts';
import type { WeightSource } from './weights/stored-values.ts';

/** Builds a model of a file with its weights, for the inputs that the file names. */
export function buildModel(model: Network, initial: WeightSource['values']): void {
  if (model instanceof Sequential) model.build(stackShape(model), { initial });
  else model.build({ initial });
}

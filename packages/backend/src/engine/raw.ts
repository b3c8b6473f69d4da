import type { Tensor as EngineTensor } from '@tensorflow/tfjs-core';
import type { Tensor } from './tensor.ts';

/**
 * The engine's view of a tensor. Every {@link Tensor} is one of the engine's own; the interface only hides the
 * methods we make no promise about, so the cast is safe in both directions.
 */
export function raw(tensor: Tensor): EngineTensor {
  return tensor as unknown as EngineTensor;
}

/** The public view of one of the engine's tensors. */
export function wrap(tensor: EngineTensor): Tensor {
  return tensor as unknown as Tensor;
}

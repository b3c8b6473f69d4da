import type { Tensor as EngineTensor } from '@tensorflow/tfjs-core';
import type { Tensor } from '../contract/tensor.ts';
import { requireBackendOfTensor } from './active.ts';

/**
 * The engine's view of a tensor. Every {@link Tensor} is one of the engine's own; the interface only hides the
 * methods we make no promise about, so the cast is safe in both directions.
 *
 * @throws Error when no backend is in use any more
 */
export function raw(tensor: Tensor): EngineTensor {
  requireBackendOfTensor();
  return tensor as unknown as EngineTensor;
}

/** The public view of one of the engine's tensors. */
export function wrap(tensor: EngineTensor): Tensor {
  return tensor as unknown as Tensor;
}

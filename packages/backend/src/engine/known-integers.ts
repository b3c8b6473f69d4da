import type { Tensor as EngineTensor } from '@tensorflow/tfjs-core';
import { readsAreCheap } from './active.ts';

/** The host's copies of int32 tensors, by their numbers. */
const known = new WeakMap<object, Int32Array>();

/**
 * Keeps the numbers of an int32 tensor that the host has just made, where reading them back would wait: ids can then be
 * checked on a GPU too.
 */
export function rememberIntegers(tensor: EngineTensor, values: unknown): void {
  if (values instanceof Int32Array && !readsAreCheap()) known.set(tensor.dataId, values);
}

/** The numbers of a tensor without waiting; undefined where only the backend has them. */
export function readNow(tensor: EngineTensor): Float32Array | Int32Array | Uint8Array | undefined {
  if (readsAreCheap()) return tensor.dataSync();
  // A cast to float32 may share the numbers.
  return tensor.dtype === 'int32' ? known.get(tensor.dataId) : undefined;
}

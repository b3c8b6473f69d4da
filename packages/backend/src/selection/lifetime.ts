import * as tf from '@tensorflow/tfjs-core';
import type { BackendLifetime } from '../contract/running.ts';

/**
 * Follows one of the engine's backends from the time it has started.
 *
 * @param engineName as registered with the engine
 * @param name as users know it
 */
export function followBackend(engineName: string, name: string): BackendLifetime {
  const backend = tf.findBackend(engineName) as tf.KernelBackend;
  const { write, move, incRef, disposeData } = backend;
  // A tensor is one reference to a block of numbers.
  let tensors = 0;
  let writing = false;
  backend.write = (...block) => {
    writing = true;
    try {
      const dataId = write.apply(backend, block);
      tensors++;
      return dataId;
    } finally {
      writing = false;
    }
  };
  backend.move = (...block) => {
    move.apply(backend, block);
    // Some backends write by moving.
    if (!writing) tensors += block[4];
  };
  backend.incRef = (dataId) => {
    const before = backend.refCount(dataId);
    incRef.call(backend, dataId);
    tensors += backend.refCount(dataId) - before;
  };
  backend.disposeData = (dataId, force) => {
    const before = backend.refCount(dataId);
    const gone = disposeData.call(backend, dataId, force);
    tensors += backend.refCount(dataId) - before;
    return gone;
  };
  return {
    get tensors() {
      return tensors;
    },
    end() {
      const refuse = () => {
        throw new Error(
          `tensor: its backend '${name}' has been disposed of, and its numbers with it. Read tensors before that; make ` +
            'them, or the model they belong to, anew on the backend now in use.',
        );
      };
      backend.read = refuse;
      backend.readSync = refuse;
      backend.readToGPU = refuse;
      backend.disposeData = () => false;
    },
  };
}

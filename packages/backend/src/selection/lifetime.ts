import * as tf from '@tensorflow/tfjs-core';
import type { BackendPlugin } from '../contract/plugin.ts';
import type { BackendLifetime, Health } from '../contract/running.ts';
import { countHandles } from './count-handles.ts';

/**
 * Follows one of the engine's backends from the time it has started.
 *
 * @param engineName as registered with the engine
 * @param health ends reads with an error once the backend has failed
 */
export function followBackend(
  engineName: string,
  { name, synchronousReads }: BackendPlugin,
  health: Health,
): BackendLifetime {
  const backend = tf.findBackend(engineName) as tf.KernelBackend;
  // Where reads are copies there is nothing to wait for.
  if (!synchronousReads) guardReads(backend, health);
  const handles = countHandles(backend);
  return {
    get tensors() {
      return handles.tensors;
    },
    end() {
      handles.stop();
      const refuse = () => {
        throw new Error(
          `tensor: its backend '${name}' has been disposed of, and its numbers with it. Read tensors before that; make ` +
            'them, or the model they belong to, again on the backend now in use.',
        );
      };
      backend.read = refuse;
      backend.readSync = refuse;
      backend.readToGPU = refuse;
      backend.disposeData = () => false;
    },
  };
}

function guardReads(backend: tf.KernelBackend, health: Health): void {
  const { read, readSync } = backend;
  backend.read = (dataId) => health.guard(() => read.call(backend, dataId));
  backend.readSync = (dataId) => {
    health.check();
    try {
      return readSync.call(backend, dataId);
    } finally {
      health.check();
    }
  };
}

import * as tf from '@tensorflow/tfjs-core';
import type { BackendLifetime } from '../contract/running.ts';
import { countHandles } from './count-handles.ts';

/**
 * Follows one of the engine's backends from the time it has started.
 *
 * @param engineName as registered with the engine
 * @param name as users know it
 */
export function followBackend(engineName: string, name: string): BackendLifetime {
  const backend = tf.findBackend(engineName) as tf.KernelBackend;
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

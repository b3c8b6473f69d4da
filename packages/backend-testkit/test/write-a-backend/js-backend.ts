import type { BackendPlugin } from '@seqloom/backend';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { maxPool } from './max-pool.ts';
import { simpleRNN } from './simple-rnn.ts';

/** tfjs's plain JavaScript backend, with two kernels of its own. */
export function jsBackend(): BackendPlugin {
  let backend: MathBackendCPU | undefined;
  return {
    name: 'js',
    priority: 1,
    synchronousReads: true,
    checkSupport: () => ({ ok: true }),
    async init() {
      const started = new MathBackendCPU();
      tf.copyRegisteredKernels('cpu', 'seqloom-js');
      tf.registerBackend('seqloom-js', () => started);
      backend = started;
      return { threads: 1 };
    },
    get kernels() {
      return backend ? [maxPool(backend), simpleRNN(backend)] : [];
    },
    dispose() {
      backend = undefined;
    },
  };
}

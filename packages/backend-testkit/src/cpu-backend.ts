import type { BackendPlugin } from '@seqloom/backend';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';

/**
 * tfjs's plain JavaScript backend as a plug-in, for tests only: the second implementer of the contract, with no
 * kernels of its own. All kernels of the table run on portable or tfjs's bodies here.
 */
export function cpuBackend(): BackendPlugin {
  return {
    name: 'cpu',
    priority: 0,
    synchronousReads: true,
    checkSupport: () => ({ ok: true }),
    async init() {
      tf.copyRegisteredKernels('cpu', 'seqloom-cpu');
      tf.registerBackend('seqloom-cpu', () => new MathBackendCPU());
      return { threads: 1 };
    },
  };
}

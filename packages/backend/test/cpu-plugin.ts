import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import type { BackendPlugin } from '../src/index.ts';

/** A plug-in that works, to select among others that do not. (The conformance suite has its own; it stands above us.) */
export const cpuPlugin: BackendPlugin = {
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

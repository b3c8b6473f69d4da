import type { BackendKernel } from '@seqloom/backend';
import type { BackendWasm } from '../embedded/tfjs-kernels.js';

/**
 * Equals tfjs's `Identity`, which copies: the tape would then duplicate every tensor it saves. Here the copy is one
 * more reference to the same buffer.
 */
export function identityKernel(backend: BackendWasm): BackendKernel<'Identity'> {
  return {
    name: 'Identity',
    run: ({ inputs: { x } }) => {
      backend.incRef(x.dataId);
      return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
    },
  };
}

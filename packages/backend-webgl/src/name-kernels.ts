import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';
import { withSharedShaders } from './shared-shaders.ts';
import type { ContextWatch } from './watch-context.ts';

/**
 * Makes every kernel of tfjs's name itself in its errors, and say what to do about a tensor that the device cannot hold. What
 * it had made by then is released.
 */
export function nameKernels(engineName: string, backend: MathBackendWebGL, watch: ContextWatch): void {
  const made = recordWrites(backend);
  for (const { kernelName, kernelFunc, setupFunc, disposeFunc } of tf.getKernelsForBackend(engineName)) {
    tf.unregisterKernel(kernelName, engineName);
    tf.registerKernel({
      kernelName,
      backendName: engineName,
      kernelFunc(params) {
        made.length = 0;
        try {
          return withSharedShaders(() => kernelFunc(params));
        } catch (error) {
          for (const dataId of made) backend.disposeData(dataId, true);
          watch.check(); // the next operation then says what the reason is
          throw explained(kernelName, error);
        }
      },
      ...(setupFunc && { setupFunc }),
      ...(disposeFunc && { disposeFunc }),
    });
  }
}

/** The blocks written since the list was emptied. Kernels of tfjs's call one another past the registry, so that one list does. */
function recordWrites(backend: MathBackendWebGL): object[] {
  const made: object[] = [];
  const { write } = backend;
  backend.write = (...block) => {
    const dataId = write.apply(backend, block);
    made.push(dataId);
    return dataId;
  };
  return made;
}

const TOO_LARGE =
  /^Requested texture size (\[\d+x\d+\]) greater than WebGL maximum on this browser \/ GPU (\[\d+x\d+\])/;

function explained(kernelName: string, error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  const sizes = TOO_LARGE.exec(message);
  if (!sizes) return new Error(`webgl: kernel ${kernelName} failed: ${message}`, { cause: error });
  return new RangeError(
    `webgl: kernel ${kernelName} wants a texture of ${sizes[1]}, and this GPU holds ${sizes[2]} at most. Use a smaller batch ` +
      "or shorter sequences, or compute on wasm: selectBackend({ prefer: ['wasm'], replace: true }).",
    { cause: error },
  );
}

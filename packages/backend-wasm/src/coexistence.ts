import * as tf from '@tensorflow/tfjs-core';
import type { TfjsModule } from './memory.ts';

/** Name under which tfjs-backend-wasm registers itself. A page may use that backend beside ours. */
const FOREIGN = 'wasm';

/**
 * tfjs's wasm kernels keep the functions they call in variables of their modules, bound to whichever backend was
 * started last: started twice in one realm, one of the two would work on the other's memory. So our backend binds
 * functions that look who is asking, and binds them anew when the other backend has started since.
 */
export function shareBindings(module: TfjsModule): TfjsModule {
  return {
    ...module,
    get HEAPU8() {
      return module.HEAPU8;
    },
    cwrap(name, result, parameters) {
      const ours = module.cwrap(name, result, parameters);
      const foreign = foreignBackend();
      if (!foreign) return ours;
      const theirs = foreign.wasm.cwrap(name, result, parameters);
      return (...args) => (tf.engine().backendName === FOREIGN ? theirs : ours)(...args);
    },
  };
}

/** Registers tfjs's wasm kernels once more, for our backend. */
export function copyTfjsKernels(backendName: string): void {
  let known = foreignBackend();
  const rebind = () => {
    known = foreignBackend();
    for (const { setupFunc } of tf.getKernelsForBackend(backendName)) setupFunc?.(tf.backend());
  };
  for (const config of tf.getKernelsForBackend(FOREIGN)) {
    tf.registerKernel({
      ...config,
      backendName,
      kernelFunc: (params) => {
        if (foreignBackend() !== known) rebind();
        return config.kernelFunc(params);
      },
    });
  }
}

function foreignBackend(): { readonly wasm: TfjsModule } | undefined {
  return tf.engine().registry[FOREIGN] as unknown as { readonly wasm: TfjsModule } | undefined;
}

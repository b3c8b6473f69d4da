import * as tf from '@tensorflow/tfjs-core';

/** Takes back what a tfjs kernel has printed since the last time, undefined for nothing. */
export type TakeComplaint = () => string | undefined;

/**
 * Makes every kernel of a backend name itself in the errors that come from inside a wasm module: a trap says nothing but
 * "memory access out of bounds", and where tfjs cannot compute something it prints a line and returns.
 */
export function nameTraps(engineName: string, takeComplaint: TakeComplaint): void {
  for (const { kernelName, kernelFunc, setupFunc, disposeFunc } of tf.getKernelsForBackend(engineName)) {
    tf.unregisterKernel(kernelName, engineName);
    tf.registerKernel({
      kernelName,
      backendName: engineName,
      kernelFunc(params) {
        const outputs = naming(kernelName, () => kernelFunc(params));
        const complaint = takeComplaint();
        if (complaint === undefined) return outputs;
        const backend = params.backend as tf.KernelBackend;
        for (const { dataId } of Array.isArray(outputs) ? outputs : [outputs]) backend.disposeData(dataId);
        throw new Error(`wasm: kernel ${kernelName} failed: ${complaint}`);
      },
      ...(setupFunc && { setupFunc }),
      ...(disposeFunc && { disposeFunc }),
    });
  }
}

/** Runs a kernel; a trap in it becomes an error with its name. */
export function naming<T>(kernelName: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    throw new Error(`wasm: kernel ${kernelName} failed: ${error.message}.`, { cause: error });
  }
}

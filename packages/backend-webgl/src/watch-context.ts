import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';

/** Reports what goes wrong on the GPU. */
export interface ContextWatch {
  /** Reports a context that is lost by now, or an error of a draw call since the last time. Waits for the GPU. */
  check(): void;
  /** Stops listening: the context is about to be closed. */
  stop(): void;
}

/**
 * Watches a context. A lost one computes nothing more and reads zeros, and a draw call that failed leaves a texture as it was,
 * both without an error that would stop anybody.
 */
export function watchContext(gl: WebGL2RenderingContext, onFailure: (reason: string) => void): ContextWatch {
  const lost = () =>
    onFailure(
      'the browser took the WebGL context away (the GPU was reset, ran out of memory, or changed hands)',
    );
  gl.canvas.addEventListener('webglcontextlost', lost);
  const failures: Readonly<Record<number, string>> = {
    [gl.OUT_OF_MEMORY]: 'the GPU is out of memory; use a smaller batch, or wasm',
    [gl.INVALID_FRAMEBUFFER_OPERATION]: 'the GPU did not write a texture (INVALID_FRAMEBUFFER_OPERATION)',
  };
  // What the start has left.
  while (!gl.isContextLost() && gl.getError() !== gl.NO_ERROR);
  return {
    check() {
      if (gl.isContextLost()) return lost();
      const failure = failures[gl.getError()];
      if (failure !== undefined) onFailure(failure);
    },
    stop: () => gl.canvas.removeEventListener('webglcontextlost', lost),
  };
}

/** Checks the context with every number that leaves the GPU, and hands out copies: tfjs goes on with the array that it returns. */
export function watchReads(backend: MathBackendWebGL, { check }: ContextWatch): void {
  const { read, readSync } = backend;
  backend.read = async (dataId) => {
    check();
    const values = await read.call(backend, dataId);
    check();
    return values.slice() as typeof values;
  };
  backend.readSync = (dataId) => {
    check();
    const values = readSync.call(backend, dataId);
    check();
    return values.slice() as typeof values;
  };
}

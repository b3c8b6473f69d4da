import type { BackendPlugin, InitOptions } from '@seqloom/backend';
import { closeContext, openContext } from './context.ts';
import { type StartedBackend, startWebgl } from './start.ts';

/**
 * The WebGL backend: tfjs's kernels on the GPU of a page, and portable bodies made of them.
 *
 * @example
 * ```ts
 * registerBackend(webglBackend());
 * await selectBackend({ prefer: ['webgl'] });
 * ```
 */
export function webglBackend(): BackendPlugin {
  let started: StartedBackend | undefined;
  return {
    name: 'webgl',
    // Below wasm: a recurrent layer is thousands of small draw calls here.
    priority: 5,
    configuration: [],
    synchronousReads: false,
    // Textures hold float32, of int32 numbers too.
    largestInteger: 2 ** 24,
    checkSupport() {
      const { gl, reason } = openContext();
      if (!gl) return { ok: false, reason };
      closeContext(gl);
      return { ok: true };
    },
    async init({ onFailure }: InitOptions) {
      started = startWebgl(onFailure);
      return started.report;
    },
    get kernels() {
      return started?.kernels ?? [];
    },
    dispose() {
      started?.dispose();
      started = undefined;
    },
  };
}

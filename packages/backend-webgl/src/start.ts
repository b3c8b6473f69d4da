import type { AnyBackendKernel, InitOptions, InitReport } from '@seqloom/backend';
import { GPGPUContext, MathBackendWebGL, setWebGLContext } from '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';
import { closeContext, openContext, rendererOf } from './context.ts';
import { activationKernels } from './kernels/activations.ts';
import { nameKernels } from './name-kernels.ts';
import { watchContext, watchReads } from './watch-context.ts';

/** Name of the tfjs backend we register; `webgl` stays tfjs's own. */
const ENGINE_NAME = 'seqloom-webgl';

/** A running backend. */
export interface StartedBackend {
  readonly report: InitReport;
  readonly kernels: readonly AnyBackendKernel[];
  dispose(): void;
}

/** Starts tfjs's WebGL backend under our name, on a context of its own. */
export function startWebgl(onFailure: InitOptions['onFailure']): StartedBackend {
  const { gl, reason } = openContext();
  if (!gl) throw new Error(reason);
  const gpgpu = createOn(gl);
  const backend = new MathBackendWebGL(gpgpu);
  const watch = watchContext(gl, onFailure);
  watchReads(backend, watch);
  tf.copyRegisteredKernels('webgl', ENGINE_NAME);
  nameKernels(ENGINE_NAME, backend, watch);
  tf.registerBackend(ENGINE_NAME, () => backend);
  const renderer = rendererOf(gl);
  return {
    report: {
      threads: 1,
      maxThreads: 1,
      notes: /swiftshader|llvmpipe|software|basic render/i.test(renderer)
        ? [`WebGL runs in software here, which is slower than wasm (${renderer})`]
        : [],
    },
    kernels: activationKernels(backend),
    dispose() {
      watch.stop();
      gpgpu.program = null as unknown as typeof gpgpu.program; // tfjs itself assigns null
      gpgpu.dispose();
      closeContext(gl);
    },
  };
}

/** Flags of tfjs that it finds out with a context, the first time that one is asked for. */
const FLAGS = [
  'WEBGL_VERSION',
  'WEBGL_MAX_TEXTURE_SIZE',
  'WEBGL_MAX_TEXTURES_IN_SHADER',
  'WEBGL_DISJOINT_QUERY_TIMER_EXTENSION_VERSION',
  'WEBGL_RENDER_FLOAT32_CAPABLE',
  'WEBGL_RENDER_FLOAT32_ENABLED',
  'WEBGL_DOWNLOAD_FLOAT_ENABLED',
  'WEBGL_FENCE_API_ENABLED',
];

/**
 * tfjs's view of a context. tfjs keeps one context for all that ask without one, and takes ours for it: it is given back
 * the one that a user's own `webgl` backend has, or none.
 */
function createOn(gl: WebGL2RenderingContext): GPGPUContext {
  setWebGLContext(2, gl);
  try {
    for (const flag of FLAGS) tf.env().get(flag);
    return new GPGPUContext(gl);
  } finally {
    // Not tf.findBackend, which starts the backend that it finds.
    const users = tf.engine().registry.webgl as MathBackendWebGL | undefined;
    setWebGLContext(2, (users?.gpgpu.gl ?? null) as WebGLRenderingContext); // null is what it has before the first
  }
}

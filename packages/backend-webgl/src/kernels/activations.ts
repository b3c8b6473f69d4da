import type { BackendKernel, DType, TensorHandle } from '@seqloom/backend';
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { TensorInfo } from '@tensorflow/tfjs-core';

/** Shader bodies of `float f(float x)`. tfjs's own leave NaN to `exp`, which some GPUs make a number of. Near 0 they are series. */
const BODIES = {
  Elu: `
    if (isnan(x) || x >= 0.0) return x;
    return x > -0.01 ? x * (1.0 + x * (0.5 + x / 6.0)) : exp(x) - 1.0;`,
  Softplus: `
    if (isnan(x)) return x;
    float t = exp(-abs(x));
    return max(x, 0.0) + (t < 0.01 ? t * (1.0 - t * (0.5 - t / 3.0)) : log(1.0 + t));`,
};

/** Elu and softplus, which are NaN where x is: a model that has broken down must not look alive. */
export function activationKernels(backend: MathBackendWebGL): BackendKernel[] {
  return Object.entries(BODIES).map(([name, body]) => ({
    name,
    run({ inputs }) {
      const x = inputs.x!;
      const program = {
        variableNames: ['A'],
        outputShape: [...x.shape],
        userCode: `
          float f(float x) { ${body} }
          void main() { setOutput(f(getAAtOutCoords())); }
        `,
      };
      return handle(backend.compileAndRun(program, [info(x)], 'float32'));
    },
  }));
}

/** A tensor as tfjs types it: with an array that may be written to, which nobody does. */
function info(tensor: TensorHandle): TensorInfo {
  return { ...tensor, shape: [...tensor.shape] };
}

function handle({ dataId, shape, dtype }: TensorInfo): TensorHandle {
  return { dataId, shape, dtype: dtype as DType }; // one of the three that our operations make
}

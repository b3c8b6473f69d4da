import type { BackendKernel, TensorHandle } from '@seqloom/backend';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';

/** hₜ = tanh(xₜ·W + b + hₜ₋₁·U) for predictions. Equals the portable `SimpleRNNSequence`. */
export function simpleRNN(backend: MathBackendCPU): BackendKernel<'SimpleRNNSequence'> {
  const read = ({ dataId }: TensorHandle) => backend.readSync(dataId) as Float32Array;
  const write = (values: Float32Array, shape: number[]): TensorHandle => ({
    dataId: backend.write(values, shape, 'float32'),
    shape,
    dtype: 'float32',
  });
  return {
    name: 'SimpleRNNSequence',
    // With `keep` a cache is asked for. Only the gradient kernel of the same body can read it, and there is none here.
    accepts: ({ inputs: { h0, mask, recurrentMask }, attributes: { activation, goBackwards, keep } }) =>
      activation === 'tanh' && !goBackwards && !keep && !h0 && !mask && !recurrentMask,
    run({ inputs: { x, kernel, recurrentKernel, bias }, attributes: { returnSequences } }) {
      const [batch, steps, features] = x.shape as [number, number, number];
      const units = recurrentKernel.shape[0]!;
      const [xs, w, u, b] = [read(x), read(kernel), read(recurrentKernel), bias && read(bias)];
      const states = new Float32Array(batch * steps * units);
      let h = new Float32Array(batch * units);
      for (let t = 0; t < steps; t++) {
        const next = new Float32Array(batch * units);
        for (let i = 0; i < next.length; i++) {
          const [row, column] = [Math.floor(i / units), i % units];
          let z = b?.[column] ?? 0;
          for (let d = 0; d < features; d++)
            z += xs[(row * steps + t) * features + d]! * w[d * units + column]!;
          for (let j = 0; j < units; j++) z += h[row * units + j]! * u[j * units + column]!;
          next[i] = Math.tanh(z);
          states[(row * steps + t) * units + column] = next[i]!;
        }
        h = next;
      }
      return {
        h: returnSequences ? write(states, [batch, steps, units]) : undefined,
        hLast: write(h, [batch, units]),
      };
    },
  };
}

import type { BackendKernel } from '@seqloom/backend';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';

/** The largest value of each window, in one pass. Equals the portable `MaxPool1D` for windows without padding. */
export function maxPool(backend: MathBackendCPU): BackendKernel<'MaxPool1D'> {
  return {
    name: 'MaxPool1D',
    accepts: ({ attributes: { padLeft, padRight } }) => padLeft === 0 && padRight === 0,
    run({ inputs: { x }, attributes: { poolSize, stride } }) {
      const [batch, steps, channels] = x.shape as [number, number, number];
      const count = Math.floor((steps - poolSize) / stride) + 1;
      const values = backend.readSync(x.dataId) as Float32Array;
      const y = new Float32Array(batch * count * channels).fill(Number.NEGATIVE_INFINITY);
      for (let i = 0; i < y.length; i++) {
        const row = Math.floor(i / channels); // b · count + t
        const first = Math.floor(row / count) * steps + (row % count) * stride;
        for (let k = 0; k < poolSize; k++) {
          y[i] = Math.max(y[i]!, values[(first + k) * channels + (i % channels)]!);
        }
      }
      const shape = [batch, count, channels];
      return { dataId: backend.write(y, shape, 'float32'), shape, dtype: 'float32' };
    },
  };
}

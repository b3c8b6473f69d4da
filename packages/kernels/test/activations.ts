import type { KernelActivation } from '../src/index.ts';

/** A function with its derivative, in float64. */
export type Scalar = (x: number) => { readonly y: number; readonly slope: number };

/** Keras 3's definitions, with the derivative by the argument. */
export const ACTIVATIONS: Readonly<Record<KernelActivation, Scalar>> = {
  linear: (x) => ({ y: x, slope: 1 }),
  relu: (x) => ({ y: Math.max(0, x), slope: x > 0 ? 1 : 0 }),
  sigmoid: (x) => ({ y: 1 / (1 + Math.exp(-x)), slope: 1 / (2 + Math.exp(x) + Math.exp(-x)) }),
  tanh: (x) => ({ y: Math.tanh(x), slope: 1 / Math.cosh(x) ** 2 }),
  exponential: (x) => ({ y: Math.exp(x), slope: Math.exp(x) }),
  relu6: (x) => ({ y: Math.min(6, Math.max(0, x)), slope: x > 0 && x < 6 ? 1 : 0 }),
  leakyRelu: (x) => ({ y: x > 0 ? x : 0.2 * x, slope: x > 0 ? 1 : 0.2 }),
  hardSigmoid: (x) => ({ y: Math.min(6, Math.max(0, x + 3)) / 6, slope: Math.abs(x) < 3 ? 1 / 6 : 0 }),
  hardTanh: (x) => ({ y: Math.max(-1, Math.min(1, x)), slope: Math.abs(x) < 1 ? 1 : 0 }),
  elu: (x) => ({ y: x > 0 ? x : Math.expm1(x), slope: x > 0 ? 1 : Math.exp(x) }),
  selu: (x) => {
    const [scale, alpha] = [1.0507009873554805, 1.6732632423543772];
    return {
      y: scale * (x > 0 ? x : alpha * Math.expm1(x)),
      slope: scale * (x > 0 ? 1 : alpha * Math.exp(x)),
    };
  },
  softplus: (x) => ({ y: Math.log1p(Math.exp(x)), slope: 1 / (1 + Math.exp(-x)) }),
  softsign: (x) => ({ y: x / (1 + Math.abs(x)), slope: 1 / (1 + Math.abs(x)) ** 2 }),
};

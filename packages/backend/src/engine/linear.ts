import * as tf from '@tensorflow/tfjs-core';
import { activationGradient, type FusedActivation } from './fused-activation.ts';
import { recordedOp } from './gradient.ts';
import { runKernel } from './kernel.ts';
import { raw, wrap } from './raw.ts';
import { sum } from './reduce.ts';
import { reshape } from './shape.ts';
import type { Tensor } from './tensor.ts';

/** Which operands of a product are transposed in their last two axes. */
export interface MatMulOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/**
 * Matrix product over the last two axes; leading axes are batches and broadcast.
 *
 * Shapes: `a: [..., M, K]`, `b: [..., K, N]` → `[..., M, N]`.
 */
export function matMul(a: Tensor, b: Tensor, options: MatMulOptions = {}): Tensor {
  return wrap(tf.matMul(raw(a), raw(b), options.transposeA ?? false, options.transposeB ?? false));
}

/** The operands of {@link dense}. */
export interface DenseOptions {
  /** `[..., D]` */
  readonly x: Tensor;
  /** `[D, U]` */
  readonly kernel: Tensor;
  /** `[U]` */
  readonly bias?: Tensor | undefined;
  /** Default `linear`. */
  readonly activation?: FusedActivation;
}

/**
 * activation(x · kernel + bias) as one operation forward and backward.
 *
 * Shapes: `x: [..., D]` → `[..., U]`.
 */
export function dense({ x, kernel, bias, activation = 'linear' }: DenseOptions): Tensor {
  const [inputDim, units] = kernel.shape as [number, number];
  const [y] = recordedOp({
    inputs: { x, kernel, bias },
    forward: (save) => {
      const rows = reshape(x, [-1, inputDim]);
      // Batches of one: tfjs's fused product wants rank 3.
      const [product] = runKernel(
        '_FusedMatMul',
        { a: reshape(rows, [1, -1, inputDim]), b: reshape(kernel, [1, inputDim, units]), bias },
        { transposeA: false, transposeB: false, activation: activation === 'tanh' ? 'linear' : activation },
      );
      const activated = activation === 'tanh' ? wrap(tf.tanh(raw(product!))) : product!;
      const output = reshape(activated, [...x.shape.slice(0, -1), units]);
      save(activation === 'linear' ? [rows, kernel] : [rows, kernel, output]);
      return [output];
    },
    backward: ([dy], [rows, kernel, output]) => {
      const dz = reshape(output ? activationGradient(activation, dy!, output) : dy!, [-1, units]);
      return {
        x: () => reshape(matMul(dz, kernel!, { transposeB: true }), x.shape),
        kernel: () => matMul(rows!, dz, { transposeA: true }),
        ...(bias && { bias: () => sum(dz, 0) }),
      };
    },
  });
  return y!;
}

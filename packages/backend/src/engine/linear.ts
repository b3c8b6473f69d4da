import * as tf from '@tensorflow/tfjs-core';
import { mul } from './arithmetic.ts';
import { recordedOp } from './gradient.ts';
import { runKernel } from './kernel.ts';
import { sum } from './reduce.ts';
import { reshape } from './shape.ts';
import { raw, type Tensor, wrap } from './tensor.ts';

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

/** Activations that {@link dense} applies in the same pass. Their gradients follow from the output alone. */
export type DenseActivation = 'linear' | 'relu' | 'sigmoid' | 'tanh';

/** The operands of {@link dense}. */
export interface DenseOptions {
  /** `[..., D]` */
  readonly x: Tensor;
  /** `[D, U]` */
  readonly kernel: Tensor;
  /** `[U]` */
  readonly bias?: Tensor | undefined;
  /** Default `linear`. */
  readonly activation?: DenseActivation;
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
      const dz = reshape(output ? throughActivation(activation, dy!, output) : dy!, [-1, units]);
      return {
        x: reshape(matMul(dz, kernel!, { transposeB: true }), x.shape),
        kernel: matMul(rows!, dz, { transposeA: true }),
        ...(bias && { bias: sum(dz, 0) }),
      };
    },
  });
  return y!;
}

/** dL/dz from dL/dy and y = activation(z). */
function throughActivation(activation: DenseActivation, dy: Tensor, y: Tensor): Tensor {
  const one = tf.scalar(1);
  switch (activation) {
    case 'relu':
      return mul(dy, wrap(tf.step(raw(y))));
    case 'sigmoid':
      return mul(dy, wrap(tf.mul(raw(y), tf.sub(one, raw(y)))));
    case 'tanh':
      return mul(dy, wrap(tf.sub(one, tf.square(raw(y)))));
    case 'linear':
      return dy;
  }
}

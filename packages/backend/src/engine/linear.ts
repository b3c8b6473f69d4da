import {
  boolean,
  checkOptions,
  formatShape,
  type OptionRules,
  resolveOptions,
  sameShape,
} from '@seqloom/options';
import * as tf from '@tensorflow/tfjs-core';
import type { FusedActivation } from '../contract/activation.ts';
import type { Tensor } from '../contract/tensor.ts';
import { broadcastShape, checkResult } from './check-shapes.ts';
import { typedOperand } from './check-tensors.ts';
import { view } from './engine-inside.ts';
import { activationGradient, checkFusedActivation } from './fused-activation.ts';
import { recordedOp } from './gradient.ts';
import { runKernel } from './kernel.ts';
import { empty, run } from './promote.ts';
import { raw, wrap } from './raw.ts';
import { sum } from './reduce.ts';
import { reshape } from './shape.ts';

/** Which operands of a product are transposed in their last two axes. */
export interface MatMulOptions {
  /** `a` is `[..., K, M]`. Default false. */
  readonly transposeA?: boolean;
  /** `b` is `[..., N, K]`. Default false. */
  readonly transposeB?: boolean;
}

const MATMUL_RULES: OptionRules<MatMulOptions> = { transposeA: boolean(false), transposeB: boolean(false) };

/**
 * Matrix product over the last two axes; leading axes are batches and broadcast.
 *
 * Shapes: `a: [..., M, K]`, `b: [..., K, N]`, float32 → `[..., M, N]`.
 *
 * @throws RangeError for ranks below 2 or shapes that do not fit, TypeError unless both are float32
 * @example
 * ```ts
 * const y = matMul(tensor([1, 2, 3, 4], [2, 2]), tensor([1, 1], [2, 1])); // [[3], [7]]
 * ```
 */
export function matMul(a: Tensor, b: Tensor, options: MatMulOptions = {}): Tensor {
  const x = typedOperand('matMul', 'a', a, 'float32');
  const y = typedOperand('matMul', 'b', b, 'float32');
  const { transposeA, transposeB } = resolveOptions('matMul', options, MATMUL_RULES);
  if (x.rank < 2 || y.rank < 2) {
    throw new RangeError(
      `matMul: a and b must have rank 2 at least, got shapes ${formatShape(x.shape)} and ${formatShape(y.shape)}.`,
    );
  }
  const [m, k] = lastTwo(x.shape, transposeA);
  const [depth, n] = lastTwo(y.shape, transposeB);
  if (k !== depth) {
    throw new RangeError(
      `matMul: inner lengths differ, got shapes ${formatShape(x.shape)} and ${formatShape(y.shape)} with transposeA ` +
        `${transposeA}, transposeB ${transposeB}.`,
    );
  }
  const batch = broadcastShape('matMul', x.shape.slice(0, -2), y.shape.slice(0, -2));
  const size = checkResult('matMul', [...batch, m, n]);
  if (size === 0 || k === 0) return wrap(empty([...batch, m, n], 'float32'));
  const product = (a: tf.Tensor, b: tf.Tensor) => run('BatchMatMul', { a, b }, { transposeA, transposeB });
  const matrices = size / (m * n);
  if (serves(x, matrices) && serves(y, matrices)) return wrap(product(x, y));
  const repeated = (it: tf.Tensor) =>
    serves(it, matrices) ? it : tf.broadcastTo(it, [...batch, ...it.shape.slice(-2)]);
  return wrap(tf.tidy(() => product(repeated(x), repeated(y))));
}

/** Whether a kernel can use an operand as it is: as many matrices as the result, or one. tfjs repeats others wrongly. */
function serves({ size, shape }: tf.Tensor, matrices: number): boolean {
  const own = size / (shape.at(-1)! * shape.at(-2)!);
  return own === matrices || own === 1;
}

/** Rows and columns of a matrix as the product sees it. */
function lastTwo(shape: readonly number[], transposed: boolean): [number, number] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return transposed ? [columns, rows] : [rows, columns];
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
 * Shapes: `x: [..., D]`, `kernel: [D, U]`, `bias: [U]`, float32 → `[..., U]`.
 *
 * @throws RangeError for shapes that do not fit or an unknown activation, TypeError unless all are float32
 * @example
 * ```ts
 * const y = dense({ x, kernel, bias, activation: 'relu' });
 * ```
 */
export function dense(options: DenseOptions): Tensor {
  checkOptions('dense', options, { x: true, kernel: true, bias: true, activation: true });
  const { x, kernel, bias, activation = 'linear' } = options;
  checkDense(x, kernel, bias);
  checkFusedActivation('dense', activation);
  const [inputDim, units] = kernel.shape as [number, number];
  const [y] = recordedOp({
    inputs: { x, kernel, bias },
    forward: (save) => {
      const count = x.size / inputDim;
      // Batches of one: tfjs's fused product takes rank 3.
      const [product] = runKernel(
        '_FusedMatMul',
        { a: view(x, [1, count, inputDim]), b: view(kernel, [1, inputDim, units]), bias },
        { transposeA: false, transposeB: false, activation: activation === 'tanh' ? 'linear' : activation },
      );
      const activated = activation === 'tanh' ? wrap(run('Tanh', { x: raw(product) })) : product;
      const output = reshape(activated, [...x.shape.slice(0, -1), units]);
      const rows = view(x, [count, inputDim]);
      save(activation === 'linear' ? [rows, kernel] : [rows, kernel, output]);
      return [output];
    },
    backward: ([dy], [rows, kernel, output]) => {
      const dz = inShape(output ? activationGradient(activation, dy!, output) : dy!, [
        rows!.shape[0]!,
        units,
      ]);
      return {
        x: () => inShape(matMul(dz, kernel!, { transposeB: true }), x.shape),
        kernel: () => matMul(rows!, dz, { transposeA: true }),
        ...(bias && { bias: () => sum(dz, 0) }),
      };
    },
  });
  return y!;
}

/** x in a shape of as many elements; itself where it has that shape. */
function inShape(x: Tensor, shape: readonly number[]): Tensor {
  return sameShape(x.shape, shape) ? x : reshape(x, shape);
}

function checkDense(x: Tensor, kernel: Tensor, bias: Tensor | undefined): void {
  const { shape } = typedOperand('dense', 'x', x, 'float32');
  const weights = typedOperand('dense', 'kernel', kernel, 'float32').shape;
  const [inputDim, units] = weights;
  if (weights.length !== 2 || shape.length === 0 || shape.at(-1) !== inputDim) {
    throw new RangeError(
      `dense: kernel must have shape [D, U] for x of shape [..., D], got kernel ${formatShape(weights)} and x ` +
        `${formatShape(shape)}.`,
    );
  }
  checkResult('dense', [...shape.slice(0, -1), units!]);
  if (bias === undefined) return;
  const got = typedOperand('dense', 'bias', bias, 'float32').shape;
  if (got.length !== 1 || got[0] !== units) {
    throw new RangeError(
      `dense: bias must have shape [${units}] for kernel ${formatShape(weights)}, got ${formatShape(got)}.`,
    );
  }
}

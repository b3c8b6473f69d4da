import { checkOptions, checkPositiveInteger } from '@seqloom/options';
import type { FusedActivation } from '../contract/activation.ts';
import type { Tensor } from '../contract/tensor.ts';
import { add } from '../engine/arithmetic.ts';
import {
  activationGradient,
  applyFusedActivation,
  checkFusedActivation,
} from '../engine/fused-activation.ts';
import { recordedOp } from '../engine/gradient.ts';
import { runKernel } from '../engine/kernel.ts';
import { sum } from '../engine/reduce.ts';
import {
  checkBias,
  checkFilter,
  checkPadded,
  checkSequence,
  kernelWindow,
  type WindowOptions,
  windowAttributes,
  windowCount,
} from './check-operands.ts';

/** The operands of {@link conv1dTranspose}. The window is that of the convolution whose gradient this is. */
export interface Conv1DTransposeOperands extends WindowOptions {
  /** `[B, T, C]` float32 */
  readonly x: Tensor;
  /** `[K, F, C]`: the filter of the convolution that makes C channels out of F. Keras' layout. */
  readonly filter: Tensor;
  /** `[F]`. Default none. */
  readonly bias?: Tensor | undefined;
  /** Steps of the result; the convolution must make T steps out of them. */
  readonly length: number;
  /** Default `linear`. */
  readonly activation?: FusedActivation | undefined;
}

const OPTIONS = {
  x: true,
  filter: true,
  bias: true,
  length: true,
  activation: true,
  stride: true,
  dilation: true,
  padding: true,
} as const;

/**
 * Transposed one-dimensional convolution: the gradient of {@link conv1d} with respect to its input, as an operation.
 *
 * `y[b, i, f] = act(bias[f] + Σ x[b, t, c] · filter[k, f, c])` over the t, k, c with
 * `t · stride + k · dilation − padLeft = i`.
 *
 * Shapes: `x: [B, T, C]` → `[B, length, F]`.
 *
 * @throws RangeError or TypeError for operands that do not fit together
 *
 * **Source**: `keras.ops.conv_transpose` with channels last.
 *
 * @example
 * ```ts
 * const y = conv1dTranspose({ x, filter, stride: 2, length: 2 * x.shape[1]! });
 * ```
 */
export function conv1dTranspose(operands: Conv1DTransposeOperands): Tensor {
  const op = 'conv1dTranspose';
  checkOptions(op, operands, OPTIONS);
  const { x, filter, bias, length, activation = 'linear' } = operands;
  const [batch, steps, channels] = checkSequence(op, x);
  const [kernelSize, filters, columns] = checkFilter(op, filter);
  checkBias(op, filter, bias, filters);
  if (columns !== channels) {
    throw new RangeError(
      `${op}: filter has shape [${filter.shape.join(', ')}], expected [K, F, ${channels}] for x of shape [${x.shape.join(', ')}].`,
    );
  }
  checkFusedActivation(op, activation);
  checkPositiveInteger(op, 'length', length);
  const window = windowAttributes(op, operands);
  const made = windowCount(op, length, kernelSize, window);
  if (made !== steps) {
    throw new RangeError(
      `${op}: the convolution of ${length} steps makes ${made}, but x has ${steps}. Check length, stride and padding.`,
    );
  }
  checkPadded(op, [batch, length, Math.max(filters, channels)], window);
  const { stride, dilation, padLeft, padRight } = kernelWindow(window, length, kernelSize);
  const groups = 1;
  const [y] = recordedOp({
    inputs: { x, filter, bias },
    forward(save) {
      const attributes = { stride, dilation, padLeft, padRight, groups, length };
      const [product] = runKernel('Conv1DInputGrad', { dy: x, filter }, attributes);
      const y = applyFusedActivation(activation, bias ? add(product, bias) : product);
      save(activation === 'linear' ? [x, filter] : [x, filter, y]);
      return [y];
    },
    backward([dy], [x, filter, y]) {
      const dz = y ? activationGradient(activation, dy!, y) : dy!;
      return {
        x() {
          const attributes = { stride, dilation, padLeft, padRight, groups, activation: 'linear' } as const;
          return runKernel('Conv1D', { x: dz, filter: filter! }, attributes)[0];
        },
        filter() {
          const attributes = { stride, dilation, padLeft, padRight, groups, kernelSize };
          return runKernel('Conv1DFilterGrad', { x: dz, dy: x! }, attributes)[0];
        },
        bias: bias && (() => sum(dz, [0, 1])),
      };
    },
  });
  return y!;
}

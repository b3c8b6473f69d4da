import { checkOptions, checkPositiveInteger } from '@seqloom/options';
import type { FusedActivation } from '../contract/activation.ts';
import type { Tensor } from '../contract/tensor.ts';
import { checkResult } from '../engine/check-shapes.ts';
import { activationGradient, checkFusedActivation } from '../engine/fused-activation.ts';
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

/** The operands of {@link conv1d}. */
export interface Conv1DOperands extends WindowOptions {
  /** `[B, T, C]` float32 */
  readonly x: Tensor;
  /** `[K, C / groups, F]`, Keras' layout */
  readonly filter: Tensor;
  /** `[F]`. Default none. */
  readonly bias?: Tensor | undefined;
  /** Groups of channels that do not see one another; as many as channels is a depthwise convolution. Default 1. */
  readonly groups?: number | undefined;
  /** Default `linear`. */
  readonly activation?: FusedActivation | undefined;
}

const OPTIONS = {
  x: true,
  filter: true,
  bias: true,
  groups: true,
  activation: true,
  stride: true,
  dilation: true,
  padding: true,
} as const;

/**
 * One-dimensional convolution, with bias and activation, as one operation forward and backward:
 *
 * `y[b, t, f] = act(bias[f] + Σ x[b, t · stride + k · dilation − padLeft, c] · filter[k, c, f])`, 0 outside x.
 *
 * Shapes: `x: [B, T, C]` → `[B, T', F]` with `T' = ⌊(T + padLeft + padRight − (K − 1) · dilation − 1) / stride⌋ + 1`.
 *
 * @throws RangeError or TypeError for operands that do not fit together, or a window that reaches over the padded input
 *
 * **Source**: `keras.ops.conv` with channels last, which is a cross-correlation.
 *
 * @example
 * ```ts
 * const y = conv1d({ x, filter, bias, padding: [3, 3], activation: 'relu' }); // K = 7: as long as x
 * ```
 */
export function conv1d(operands: Conv1DOperands): Tensor {
  checkOptions('conv1d', operands, OPTIONS);
  const { x, filter, bias, groups = 1, activation = 'linear' } = operands;
  const shape = checkSequence('conv1d', x);
  const [batch, length, channels] = shape;
  const [kernelSize, depth, filters] = checkFilter('conv1d', filter);
  checkBias('conv1d', filter, bias, filters);
  checkPositiveInteger('conv1d', 'groups', groups);
  if (channels !== depth * groups || filters % groups !== 0) {
    throw new RangeError(
      `conv1d: a filter of shape [${filter.shape.join(', ')}] in ${groups} groups is for ${depth * groups} channels ` +
        `and filters in multiples of ${groups}, got x of shape [${x.shape.join(', ')}].`,
    );
  }
  checkFusedActivation('conv1d', activation);
  const window = windowAttributes('conv1d', operands);
  const count = windowCount('conv1d', length, kernelSize, window);
  checkPadded('conv1d', shape, window);
  checkResult('conv1d', [batch, count, filters]);
  const { stride, dilation, padLeft, padRight } = kernelWindow(window, length, kernelSize);
  const [y] = recordedOp({
    inputs: { x, filter, bias },
    forward(save) {
      const attributes = { stride, dilation, padLeft, padRight, groups, activation };
      const [y] = runKernel('Conv1D', { x, filter, bias }, attributes);
      save(activation === 'linear' ? [x, filter] : [x, filter, y]);
      return [y];
    },
    backward([dy], [x, filter, y]) {
      const dz = y ? activationGradient(activation, dy!, y) : dy!;
      return {
        x() {
          const attributes = { stride, dilation, padLeft, padRight, groups, length };
          return runKernel('Conv1DInputGrad', { dy: dz, filter: filter! }, attributes)[0];
        },
        filter() {
          const attributes = { stride, dilation, padLeft, padRight, groups, kernelSize };
          return runKernel('Conv1DFilterGrad', { x: x!, dy: dz }, attributes)[0];
        },
        bias: bias && (() => sum(dz, [0, 1])),
      };
    },
  });
  return y!;
}

import { type OptionRules, optional, positiveInteger, resolveOptions, rule } from '@seqloom/options';
import type { Tensor } from '../contract/tensor.ts';
import { recordedOp } from '../engine/gradient.ts';
import { runKernel } from '../engine/kernel.ts';
import { checkPadded, checkSequence, kernelWindow, windowAttributes, windowCount } from './check-operands.ts';

/** How the windows of a pooling lie. */
export interface Pool1DOptions {
  /** Steps in a window. */
  readonly poolSize: number;
  /** Steps from one window to the next. Default `poolSize`. */
  readonly stride?: number | undefined;
  /** How far windows may reach over both ends, less than `poolSize` each. Default not at all. */
  readonly padding?: readonly [left: number, right: number] | undefined;
}

const POOL_RULES: OptionRules<Pool1DOptions> = {
  poolSize: positiveInteger(),
  stride: optional(positiveInteger()),
  padding: optional(rule<readonly [left: number, right: number]>(() => {})), // checked with the windows
};

/**
 * The largest value of each window over time; its gradient goes to the first step that has it.
 *
 * Shapes: `x: [B, T, C]` float32 → `[B, T', C]` with `T' = ⌊(T + padLeft + padRight − poolSize) / stride⌋ + 1`.
 *
 * @throws RangeError or TypeError for an input or windows that do not fit
 * @example
 * ```ts
 * const y = maxPool1d(x, { poolSize: 5 });
 * ```
 */
export function maxPool1d(x: Tensor, options: Pool1DOptions): Tensor {
  const { attributes } = prepare('maxPool1d', x, options);
  const [y] = recordedOp({
    inputs: { x },
    forward(save) {
      const [y] = runKernel('MaxPool1D', { x }, attributes);
      save([x, y]);
      return [y];
    },
    backward: ([dy], [x, y]) => ({
      x: runKernel('MaxPool1DGrad', { x: x!, y: y!, dy: dy! }, attributes)[0],
    }),
  });
  return y!;
}

/**
 * The mean of each window over time. Of a window that reaches over an end only the steps inside count, as in Keras.
 *
 * Shapes: `x: [B, T, C]` float32 → `[B, T', C]` with `T' = ⌊(T + padLeft + padRight − poolSize) / stride⌋ + 1`.
 *
 * @throws RangeError or TypeError for an input or windows that do not fit
 * @example
 * ```ts
 * const y = averagePool1d(x, { poolSize: 2 });
 * ```
 */
export function averagePool1d(x: Tensor, options: Pool1DOptions): Tensor {
  const { attributes, length } = prepare('averagePool1d', x, options);
  const { poolSize, stride, padLeft, padRight } = attributes;
  const [y] = recordedOp({
    inputs: { x },
    forward: () => runKernel('AvgPool1D', { x }, attributes),
    backward: ([dy]) => ({
      x: runKernel('AvgPool1DGrad', { dy: dy! }, { poolSize, stride, padLeft, padRight, length })[0],
    }),
  });
  return y!;
}

function prepare(op: string, x: Tensor, options: Pool1DOptions) {
  const shape = checkSequence(op, x);
  const { poolSize, padding, stride = poolSize } = resolveOptions(op, options, POOL_RULES);
  const attributes = windowAttributes(op, { stride, padding });
  const { padLeft, padRight } = attributes;
  if (padLeft >= poolSize || padRight >= poolSize) {
    throw new RangeError(
      `${op}: padding must be below poolSize ${poolSize} on both ends, got [${padLeft}, ${padRight}].`,
    );
  }
  windowCount(op, shape[1], poolSize, attributes);
  checkPadded(op, shape, attributes);
  const window = kernelWindow(attributes, shape[1], poolSize);
  return { attributes: { poolSize, stride: window.stride, padLeft, padRight }, length: shape[1] };
}

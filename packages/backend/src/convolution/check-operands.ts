import { checkPositiveInteger, formatShape, formatValue } from '@seqloom/options';
import type { Tensor } from '../contract/tensor.ts';
import { checkSize } from '../engine/check-numbers.ts';
import { checkResult } from '../engine/check-shapes.ts';
import { typedOperand } from '../engine/check-tensors.ts';

/** How a window moves over a sequence, with every default filled in: the attributes of the kernels. */
export interface WindowAttributes {
  readonly stride: number;
  readonly dilation: number;
  readonly padLeft: number;
  readonly padRight: number;
}

/** How a window of a convolution moves over a sequence. */
export interface WindowOptions {
  /** Steps from one window to the next. Default 1. */
  readonly stride?: number | undefined;
  /** Steps from one tap of a window to the next. Default 1. */
  readonly dilation?: number | undefined;
  /** Zeros before the first and after the last step. Causal is `[(K − 1) · dilation, 0]`. Default none. */
  readonly padding?: readonly [left: number, right: number] | undefined;
}

/**
 * Fills the defaults in.
 *
 * @throws TypeError or RangeError unless all are integers of their range
 */
export function windowAttributes(op: string, options: WindowOptions): WindowAttributes {
  const { stride = 1, dilation = 1, padding = [0, 0] } = options;
  if (!Array.isArray(padding) || padding.length !== 2) {
    throw new TypeError(`${op}: padding must be a pair [left, right], got ${formatValue(padding)}.`);
  }
  const [padLeft, padRight] = padding as readonly [number, number];
  checkPositiveInteger(op, 'stride', stride);
  checkPositiveInteger(op, 'dilation', dilation);
  checkSize(op, 'padLeft', padLeft);
  checkSize(op, 'padRight', padRight);
  return { stride, dilation, padLeft, padRight };
}

/**
 * How many windows of `size` taps there are: `⌊(length + padLeft + padRight − extent) / stride⌋ + 1`, where a window
 * reaches over `extent = (size − 1) · dilation + 1`.
 *
 * @throws RangeError when not even one window fits
 */
export function windowCount(op: string, length: number, size: number, window: WindowAttributes): number {
  const extent = (size - 1) * window.dilation + 1;
  const padded = length + window.padLeft + window.padRight;
  if (extent > padded) {
    throw new RangeError(
      `${op}: a window reaches over ${extent} steps, the padded input has ${padded}. Use padding, or a longer input.`,
    );
  }
  return Math.floor((padded - extent) / window.stride) + 1;
}

/**
 * The attributes that kernels are given: a stride beyond the padded input, or a dilation without a second tap, has no
 * meaning, and bodies that work stride by stride would reserve memory for it.
 */
export function kernelWindow(window: WindowAttributes, length: number, size: number): WindowAttributes {
  const stride = Math.min(window.stride, length + window.padLeft + window.padRight);
  const dilation = size === 1 ? 1 : window.dilation;
  return { stride, dilation, padLeft: window.padLeft, padRight: window.padRight };
}

/** @throws RangeError when the padded input is larger than a tensor can be: portable bodies make it */
export function checkPadded(
  op: string,
  shape: readonly [number, number, number],
  { padLeft, padRight }: WindowAttributes,
): void {
  checkResult(op, [shape[0], shape[1] + padLeft + padRight, shape[2]]);
}

/** @throws RangeError unless x is `[B, T, C]` with positive sizes, TypeError unless it is a float32 tensor */
export function checkSequence(
  op: string,
  x: Tensor,
): readonly [batch: number, length: number, channels: number] {
  const { rank, size, shape } = typedOperand(op, 'x', x, 'float32');
  if (rank !== 3 || size === 0) {
    throw new RangeError(
      `${op}: x must have shape [B, T, C] with positive sizes, got ${formatShape(shape)}.`,
    );
  }
  return shape as readonly number[] as readonly [number, number, number];
}

/** @throws RangeError unless the filter is `[K, …, …]` with positive sizes, TypeError unless it is a float32 tensor */
export function checkFilter(op: string, filter: Tensor): readonly [number, number, number] {
  const { rank, size, shape } = typedOperand(op, 'filter', filter, 'float32');
  if (rank !== 3 || size === 0) {
    throw new RangeError(
      `${op}: filter must have rank 3 and positive sizes, got shape ${formatShape(shape)}.`,
    );
  }
  return shape as readonly number[] as readonly [number, number, number];
}

/** @throws RangeError unless a bias is `[columns]`, TypeError unless it is a float32 tensor */
export function checkBias(op: string, filter: Tensor, bias: Tensor | undefined, columns: number): void {
  if (bias === undefined) return;
  const { rank, size, shape } = typedOperand(op, 'bias', bias, 'float32');
  if (rank !== 1 || size !== columns) {
    throw new RangeError(
      `${op}: bias has shape ${formatShape(shape)}, expected [${columns}] for a filter of shape ${formatShape(filter.shape)}.`,
    );
  }
}

import type { Tensor } from '../engine/tensor.ts';

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
 * @throws RangeError for numbers that are not whole, or too small
 */
export function windowAttributes(op: string, options: WindowOptions): WindowAttributes {
  const { stride = 1, dilation = 1, padding: [padLeft, padRight] = [0, 0] } = options;
  checkWhole(op, { stride, dilation }, 1);
  checkWhole(op, { padLeft, padRight }, 0);
  return { stride, dilation, padLeft, padRight };
}

/** @throws RangeError unless all are whole numbers from `least` on */
export function checkWhole(op: string, numbers: Readonly<Record<string, number>>, least: number): void {
  for (const [name, value] of Object.entries(numbers)) {
    if (Number.isSafeInteger(value) && value >= least) continue;
    throw new RangeError(`${op}: ${name} must be a whole number from ${least} on, got ${value}.`);
  }
}

/**
 * ⌊(length + padLeft + padRight − extent) / stride⌋ + 1, where a window reaches over extent = (size − 1) · dilation + 1.
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

/** @throws RangeError unless x is `[B, T, C]` with positive sizes, TypeError unless it is float32 */
export function checkSequence(
  op: string,
  x: Tensor,
): readonly [batch: number, length: number, channels: number] {
  if (x.rank !== 3 || x.size === 0) {
    throw new RangeError(
      `${op}: x must have shape [B, T, C] with positive sizes, got [${x.shape.join(', ')}].`,
    );
  }
  checkFloat(op, 'x', x);
  return x.shape as readonly [number, number, number];
}

/** @throws RangeError unless the filter is `[K, …, …]` and a bias `[columns]`, TypeError unless both are float32 */
export function checkWeights(op: string, filter: Tensor, bias: Tensor | undefined, columns: number): void {
  if (filter.rank !== 3 || filter.size === 0) {
    throw new RangeError(
      `${op}: filter must have rank 3 and positive sizes, got shape [${filter.shape.join(', ')}].`,
    );
  }
  checkFloat(op, 'filter', filter);
  if (!bias) return;
  if (bias.rank !== 1 || bias.size !== columns) {
    throw new RangeError(
      `${op}: bias has shape [${bias.shape.join(', ')}], expected [${columns}] for a filter of shape [${filter.shape.join(', ')}].`,
    );
  }
  checkFloat(op, 'bias', bias);
}

function checkFloat(op: string, name: string, { dtype }: Tensor): void {
  if (dtype === 'float32') return;
  throw new TypeError(`${op}: ${name} has dtype ${dtype}, expected float32. Use cast.`);
}

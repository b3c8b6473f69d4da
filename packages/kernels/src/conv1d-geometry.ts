import { checkSize } from './check.ts';

/** Sizes of a one-dimensional convolution over `[batch, length, channels]`. */
export interface Conv1DGeometry {
  readonly batch: number;
  readonly length: number;
  readonly channels: number;
  readonly filters: number;
  readonly kernelSize: number;
  /** Default 1. */
  readonly stride?: number;
  /** Default 1. */
  readonly dilation?: number;
  /** Zeros before the first step, default 0. `causal` is (kernelSize − 1)·dilation here and none on the right. */
  readonly padLeft?: number;
  /** Zeros after the last step, default 0. */
  readonly padRight?: number;
  /** Groups of channels that see one another, default 1. Divides `channels` and `filters`. */
  readonly groups?: number;
}

/** The geometry with its defaults, checked, and the length of the result. */
export interface CheckedConv1DGeometry extends Required<Conv1DGeometry> {
  readonly outLength: number;
}

/**
 * Fills in the defaults and computes ⌊(length + padLeft + padRight − (kernelSize − 1)·dilation − 1) / stride⌋ + 1.
 *
 * @throws RangeError for sizes that are not whole, groups that do not divide, a window longer than the padded input
 */
export function checkConv1D(kernel: string, geometry: Conv1DGeometry): CheckedConv1DGeometry {
  const { batch, length, channels, filters, kernelSize } = geometry;
  const { stride = 1, dilation = 1, padLeft = 0, padRight = 0, groups = 1 } = geometry;
  checkSize(kernel, 'batch', batch);
  checkSize(kernel, 'padLeft', padLeft);
  checkSize(kernel, 'padRight', padRight);
  checkSize(kernel, 'length', length, 1);
  checkSize(kernel, 'channels', channels, 1);
  checkSize(kernel, 'filters', filters, 1);
  checkSize(kernel, 'kernelSize', kernelSize, 1);
  checkSize(kernel, 'stride', stride, 1);
  checkSize(kernel, 'dilation', dilation, 1);
  checkSize(kernel, 'groups', groups, 1);
  if (channels % groups !== 0 || filters % groups !== 0) {
    throw new RangeError(
      `${kernel}: groups must divide channels and filters, got ${groups} groups of ${channels} and ${filters}.`,
    );
  }
  const padded = length + padLeft + padRight;
  const extent = (kernelSize - 1) * dilation + 1;
  if (extent > padded) {
    throw new RangeError(
      `${kernel}: a window of ${extent} steps (kernelSize ${kernelSize}, dilation ${dilation}) is longer than the ` +
        `padded input of ${padded}. Use padding, or a longer input.`,
    );
  }
  const outLength = Math.floor((padded - extent) / stride) + 1;
  return {
    batch,
    length,
    channels,
    filters,
    kernelSize,
    stride,
    dilation,
    padLeft,
    padRight,
    groups,
    outLength,
  };
}

/** The numbers of floats in the arrays of a convolution. */
export function conv1dCounts(g: CheckedConv1DGeometry): { x: number; filter: number; y: number } {
  return {
    x: g.batch * g.length * g.channels,
    filter: g.kernelSize * (g.channels / g.groups) * g.filters,
    y: g.batch * g.outLength * g.filters,
  };
}

/** The convolution that makes the input gradient from dy, with the filter flipped: for stride 1. */
export function flippedGeometry(g: CheckedConv1DGeometry): CheckedConv1DGeometry {
  const { batch, kernelSize, stride, dilation, padRight, groups } = g;
  return {
    batch,
    length: g.outLength,
    channels: g.filters,
    filters: g.channels,
    kernelSize,
    stride,
    dilation,
    padLeft: (kernelSize - 1) * dilation - g.padLeft,
    padRight,
    groups,
    outLength: g.length,
  };
}

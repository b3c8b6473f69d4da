import type { Tensor } from '../contract/tensor.ts';
import { reshape } from '../engine/shape.ts';
import { pad, slice } from '../engine/slice-and-pad.ts';

/** How windows of `size` taps lie over a sequence. */
export interface Windows {
  readonly length: number;
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padLeft: number;
  readonly padRight: number;
}

/** What tap k of every window sees, and the way back. Sequences are `[N, T, C]`. */
export interface Taps {
  /** Number of windows, T'. */
  readonly count: number;
  /** The padded sequence that {@link Taps.read} takes. */
  padded(x: Tensor, value?: number): Tensor;
  /** `[N, T', C]`: step t · stride + k · dilation of a padded sequence for each window t. */
  read(padded: Tensor, k: number): Tensor;
  /** The transpose of {@link Taps.read}: values for tap k at their steps of a padded sequence, 0 elsewhere. */
  spread(values: Tensor, k: number): Tensor;
  /** The sequence inside a padded one. */
  inside(padded: Tensor): Tensor;
}

/** Windows over sequences out of slices, pads and reshapes, which every backend has. */
export function taps({ length, size, stride, dilation, padLeft, padRight }: Windows): Taps {
  const extent = (size - 1) * dilation + 1;
  const count = Math.floor((length + padLeft + padRight - extent) / stride) + 1;
  // Every tap reads whole strides, so the last windows may read beyond the padding.
  const total = Math.max(length + padLeft + padRight, extent - 1 + count * stride);
  const along = (before: number, after: number) =>
    [
      [0, 0],
      [before, after],
      [0, 0],
    ] as const;
  return {
    count,
    padded: (x, value = 0) => pad(x, along(padLeft, total - length - padLeft), value),
    read(padded, k) {
      const [n, , channels] = padded.shape as [number, number, number];
      const steps = slice(padded, [0, k * dilation, 0], [n, count * stride, channels]);
      if (stride === 1) return steps;
      const strides = reshape(steps, [n, count, stride, channels]);
      return reshape(slice(strides, [0, 0, 0, 0], [n, count, 1, channels]), [n, count, channels]);
    },
    spread(values, k) {
      const [n, , channels] = values.shape as [number, number, number];
      const first = reshape(values, [n, count, 1, channels]);
      const strides =
        stride === 1
          ? first
          : pad(first, [
              [0, 0],
              [0, 0],
              [0, stride - 1],
              [0, 0],
            ]);
      const steps = reshape(strides, [n, count * stride, channels]);
      return pad(steps, along(k * dilation, total - k * dilation - count * stride));
    },
    inside: (padded) => slice(padded, [0, padLeft, 0], [-1, length, -1]),
  };
}

/** f(0) + f(1) + … in this order; the terms are combined by `join`. */
export function fold(size: number, f: (k: number) => Tensor, join: (a: Tensor, b: Tensor) => Tensor): Tensor {
  let result = f(0);
  for (let k = 1; k < size; k++) result = join(result, f(k));
  return result;
}

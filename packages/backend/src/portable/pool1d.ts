import type { PortableKernel } from '../contract/kernel.ts';
import type { PoolAttributes } from '../contract/kernel-table.ts';
import type { Tensor } from '../contract/tensor.ts';
import { add, div, maximum, mul, sub } from '../engine/arithmetic.ts';
import { cast } from '../engine/cast.ts';
import { equal } from '../engine/compare.ts';
import { scalar, tensor } from '../engine/create.ts';
import { fold, type Taps, taps } from './windows.ts';

/** Pooling over time, window tap by window tap; steps outside x are −∞. */
export const maxPool1d: PortableKernel<'MaxPool1D'> = {
  name: 'MaxPool1D',
  run({ x }, attributes) {
    const { windows, size } = prepare(attributes, x.shape[1]!);
    const padded = windows.padded(x, Number.NEGATIVE_INFINITY);
    return fold(size, (k) => windows.read(padded, k), maximum);
  },
};

/** dy at the first tap that holds the maximum. */
export const maxPool1dGrad: PortableKernel<'MaxPool1DGrad'> = {
  name: 'MaxPool1DGrad',
  run({ x, y, dy }, attributes) {
    const { windows, size } = prepare(attributes, x.shape[1]!);
    const padded = windows.padded(x, Number.NEGATIVE_INFINITY);
    let open: Tensor | undefined; // 1 where no earlier tap held the maximum
    const atTap = (k: number) => {
      const holds = cast(equal(windows.read(padded, k), y), 'float32');
      const first = open ? mul(holds, open) : holds;
      open = sub(open ?? scalar(1), first);
      return windows.spread(mul(dy, first), k);
    };
    return windows.inside(fold(size, atTap, add));
  },
};

/** The sum of the taps, divided by how many of them lie inside x. */
export const avgPool1d: PortableKernel<'AvgPool1D'> = {
  name: 'AvgPool1D',
  run({ x }, attributes) {
    const { windows, size, counts } = prepare(attributes, x.shape[1]!);
    const padded = windows.padded(x);
    const total = fold(size, (k) => windows.read(padded, k), add);
    return div(total, counts());
  },
};

/** Equal parts of dy at every tap. */
export const avgPool1dGrad: PortableKernel<'AvgPool1DGrad'> = {
  name: 'AvgPool1DGrad',
  run({ dy }, attributes) {
    const { windows, size, counts } = prepare(attributes, attributes.length);
    const part = div(dy, counts());
    return windows.inside(fold(size, (k) => windows.spread(part, k), add));
  },
};

interface Pooling {
  readonly windows: Taps;
  readonly size: number;
  /** `[1, T', 1]`: how many steps of each window lie inside. */
  counts(): Tensor;
}

function prepare({ poolSize, stride, padLeft, padRight }: PoolAttributes, length: number): Pooling {
  const windows = taps({ length, size: poolSize, stride, dilation: 1, padLeft, padRight });
  const inside = (t: number) => {
    const begin = t * stride - padLeft;
    return Math.min(length, begin + poolSize) - Math.max(0, begin);
  };
  return {
    windows,
    size: poolSize,
    counts: () =>
      tensor(
        Float32Array.from({ length: windows.count }, (_, t) => inside(t)),
        [1, windows.count, 1],
      ),
  };
}

import { add, div, maximum, mul, sub } from '../engine/arithmetic.ts';
import { equal } from '../engine/compare.ts';
import { scalar, tensor } from '../engine/create.ts';
import type { KernelAttributes } from '../engine/kernel.ts';
import { cast } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import type { PortableKernel } from '../plugin/contract.ts';
import { fold, type Taps, taps } from './windows.ts';

/**
 * Pooling over time, window tap by window tap. The attributes of all are `poolSize, stride, padLeft, padRight`:
 *
 * - `MaxPool1D`, `AvgPool1D`: `x [B, T, C]` → `y [B, T', C]`; steps outside take no part;
 * - `MaxPool1DGrad`: `x`, `y`, `dy` → `dx`, at the first step of a window that holds its maximum;
 * - `AvgPool1DGrad`: `dy`; also `length` (T) → `dx`.
 */
export const pool1dKernels: readonly PortableKernel[] = [
  {
    name: 'MaxPool1D',
    run({ x }, attributes) {
      const { windows, size } = prepare(attributes, x!.shape[1]!);
      const padded = windows.padded(x!, Number.NEGATIVE_INFINITY);
      return [fold(size, (k) => windows.read(padded, k), maximum)];
    },
  },
  {
    name: 'MaxPool1DGrad',
    run({ x, y, dy }, attributes) {
      const { windows, size } = prepare(attributes, x!.shape[1]!);
      const padded = windows.padded(x!, Number.NEGATIVE_INFINITY);
      let open: Tensor | undefined; // 1 where no earlier tap held the maximum
      const atTap = (k: number) => {
        const holds = cast(equal(windows.read(padded, k), y!), 'float32');
        const first = open ? mul(holds, open) : holds;
        open = sub(open ?? scalar(1), first);
        return windows.spread(mul(dy!, first), k);
      };
      return [windows.inside(fold(size, atTap, add))];
    },
  },
  {
    name: 'AvgPool1D',
    run({ x }, attributes) {
      const { windows, size, counts } = prepare(attributes, x!.shape[1]!);
      const padded = windows.padded(x!);
      return [
        div(
          fold(size, (k) => windows.read(padded, k), add),
          counts(),
        ),
      ];
    },
  },
  {
    name: 'AvgPool1DGrad',
    run({ dy }, attributes) {
      const { windows, size, counts } = prepare(attributes, attributes.length as number);
      const share = div(dy!, counts());
      return [windows.inside(fold(size, (k) => windows.spread(share, k), add))];
    },
  },
];

interface Pooling {
  readonly windows: Taps;
  readonly size: number;
  /** `[1, T', 1]`: how many steps of each window lie inside. */
  counts(): Tensor;
}

function prepare(attributes: KernelAttributes, length: number): Pooling {
  const { poolSize, stride, padLeft, padRight } = attributes as unknown as PoolAttributes;
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

interface PoolAttributes {
  readonly poolSize: number;
  readonly stride: number;
  readonly padLeft: number;
  readonly padRight: number;
}

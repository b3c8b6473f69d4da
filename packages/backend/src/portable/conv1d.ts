import { add } from '../engine/arithmetic.ts';
import { activate, type FusedActivation } from '../engine/fused-activation.ts';
import type { KernelAttributes } from '../engine/kernel.ts';
import { matMul } from '../engine/linear.ts';
import { reshape, slice, stack, transpose } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import type { PortableKernel } from '../plugin/contract.ts';
import { fold, type Taps, taps } from './windows.ts';

/**
 * Convolution as a sum over the taps of its window: each is one product of a shifted input with a slice of the filter,
 * batched over the groups. The attributes of all three are `stride, dilation, padLeft, padRight, groups`:
 *
 * - `Conv1D`: `x [B, T, C]`, `filter [K, C / groups, F]`, `bias? [F]`; also `activation` → `y [B, T', F]`;
 * - `Conv1DInputGrad`: `dy`, `filter`; also `length` (T) → `dx`;
 * - `Conv1DFilterGrad`: `x`, `dy`; also `kernelSize` (K) → `dFilter`.
 */
export const conv1dKernels: readonly PortableKernel[] = [
  {
    name: 'Conv1D',
    run({ x, filter, bias }, attributes) {
      const [batch, length] = x!.shape as [number, number];
      const [kernelSize] = filter!.shape as [number];
      const { windows, groups } = prepare(attributes, length, kernelSize);
      const padded = windows.padded(split(x!, groups));
      const slices = tapSlices(filter!, groups);
      const y = fold(kernelSize, (k) => matMul(rowsOf(windows.read(padded, k), groups), slices[k]!), add);
      const z = join(y, batch, windows.count);
      return [activate(attributes.activation as FusedActivation, bias ? add(z, bias) : z)];
    },
  },
  {
    name: 'Conv1DInputGrad',
    run({ dy, filter }, attributes) {
      const [batch] = dy!.shape as [number];
      const [kernelSize, depth] = filter!.shape as [number, number];
      const length = attributes.length as number;
      const { windows, groups } = prepare(attributes, length, kernelSize);
      const slices = tapSlices(filter!, groups);
      const rows = rowsOf(split(dy!, groups), groups);
      const atTap = (k: number) => {
        const values = matMul(rows, slices[k]!, { transposeB: true });
        return windows.spread(reshape(values, [groups * batch, windows.count, depth]), k);
      };
      const dx = windows.inside(fold(kernelSize, atTap, add));
      return [join(rowsOf(dx, groups), batch, length)];
    },
  },
  {
    name: 'Conv1DFilterGrad',
    run({ x, dy }, attributes) {
      const [, length, channels] = x!.shape as [number, number, number];
      const filters = dy!.shape[2]!;
      const kernelSize = attributes.kernelSize as number;
      const { windows, groups } = prepare(attributes, length, kernelSize);
      const padded = windows.padded(split(x!, groups));
      const rows = rowsOf(split(dy!, groups), groups);
      const slices = Array.from({ length: kernelSize }, (_, k) =>
        matMul(rowsOf(windows.read(padded, k), groups), rows, { transposeA: true }),
      );
      // [K, G, C / G, F / G] → [K, C / G, G, F / G]
      return [reshape(transpose(stack(slices), [0, 2, 1, 3]), [kernelSize, channels / groups, filters])];
    },
  },
];

function prepare(
  attributes: KernelAttributes,
  length: number,
  size: number,
): { windows: Taps; groups: number } {
  const { stride, dilation, padLeft, padRight, groups } = attributes as Readonly<Record<string, number>>;
  const window = { stride: stride!, dilation: dilation!, padLeft: padLeft!, padRight: padRight! };
  return { windows: taps({ length, size, ...window }), groups: groups! };
}

/** `[B, T, C]` → `[G · B, T, C / G]`: each group of channels as sequences of its own. */
function split(x: Tensor, groups: number): Tensor {
  if (groups === 1) return x;
  const [batch, length, channels] = x.shape as [number, number, number];
  const grouped = transpose(reshape(x, [batch * length, groups, channels / groups]), [1, 0, 2]);
  return reshape(grouped, [groups * batch, length, channels / groups]);
}

/** `[G · B, T, C]` → `[G, B · T, C]`. */
function rowsOf(x: Tensor, groups: number): Tensor {
  const [sequences, length, channels] = x.shape as [number, number, number];
  return reshape(x, [groups, (sequences / groups) * length, channels]);
}

/** `[G, B · T, C / G]` → `[B, T, C]`. */
function join(rows: Tensor, batch: number, length: number): Tensor {
  const [groups, , width] = rows.shape as [number, number, number];
  const channels = groups === 1 ? rows : transpose(rows, [1, 0, 2]);
  return reshape(channels, [batch, length, groups * width]);
}

/** A filter `[K, C / G, F]` as one `[G, C / G, F / G]` per tap. */
function tapSlices(filter: Tensor, groups: number): Tensor[] {
  const [kernelSize, depth, filters] = filter.shape as [number, number, number];
  return Array.from({ length: kernelSize }, (_, k) => {
    const tap = reshape(slice(filter, [k, 0, 0], [1, depth, filters]), [depth, groups, filters / groups]);
    return groups === 1 ? reshape(tap, [1, depth, filters]) : transpose(tap, [1, 0, 2]);
  });
}

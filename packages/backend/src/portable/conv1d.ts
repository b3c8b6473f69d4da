import type { PortableKernel } from '../contract/kernel.ts';
import type { ConvolutionAttributes } from '../contract/kernel-table.ts';
import type { Tensor } from '../contract/tensor.ts';
import { add } from '../engine/arithmetic.ts';
import { applyFusedActivation } from '../engine/fused-activation.ts';
import { stack } from '../engine/join.ts';
import { matMul } from '../engine/linear.ts';
import { reshape, transpose } from '../engine/shape.ts';
import { slice } from '../engine/slice-and-pad.ts';
import { fold, type Taps, taps } from './windows.ts';

/**
 * Convolution as a sum over the taps of its window: each is one product of a shifted input with a slice of the filter,
 * batched over the groups.
 */
export const conv1d: PortableKernel<'Conv1D'> = {
  name: 'Conv1D',
  run({ x, filter, bias }, attributes) {
    const [batch, length] = x.shape as [number, number];
    const [kernelSize] = filter.shape as [number];
    const { groups, activation } = attributes;
    const windows = windowsOf(attributes, length, kernelSize);
    const padded = windows.padded(split(x, groups));
    const slices = tapSlices(filter, groups);
    const y = fold(kernelSize, (k) => matMul(rowsOf(windows.read(padded, k), groups), slices[k]!), add);
    const z = join(y, batch, windows.count);
    return applyFusedActivation(activation, bias ? add(z, bias) : z);
  },
};

/** The gradient with respect to the input: the product of each tap goes to the steps that the tap has read. */
export const conv1dInputGrad: PortableKernel<'Conv1DInputGrad'> = {
  name: 'Conv1DInputGrad',
  run({ dy, filter }, attributes) {
    const [batch] = dy.shape as [number];
    const [kernelSize, depth] = filter.shape as [number, number];
    const { groups, length } = attributes;
    const windows = windowsOf(attributes, length, kernelSize);
    const slices = tapSlices(filter, groups);
    const rows = rowsOf(split(dy, groups), groups);
    const atTap = (k: number) => {
      const values = matMul(rows, slices[k]!, { transposeB: true });
      return windows.spread(reshape(values, [groups * batch, windows.count, depth]), k);
    };
    const dx = windows.inside(fold(kernelSize, atTap, add));
    return join(rowsOf(dx, groups), batch, length);
  },
};

/** The gradient with respect to the filter: one product per tap. */
export const conv1dFilterGrad: PortableKernel<'Conv1DFilterGrad'> = {
  name: 'Conv1DFilterGrad',
  run({ x, dy }, attributes) {
    const [, length, channels] = x.shape as [number, number, number];
    const filters = dy.shape[2]!;
    const { groups, kernelSize } = attributes;
    const windows = windowsOf(attributes, length, kernelSize);
    const padded = windows.padded(split(x, groups));
    const rows = rowsOf(split(dy, groups), groups);
    const slices = Array.from({ length: kernelSize }, (_, k) =>
      matMul(rowsOf(windows.read(padded, k), groups), rows, { transposeA: true }),
    );
    // [K, G, C / G, F / G] → [K, C / G, G, F / G]
    return reshape(transpose(stack(slices), [0, 2, 1, 3]), [kernelSize, channels / groups, filters]);
  },
};

function windowsOf(
  { stride, dilation, padLeft, padRight }: ConvolutionAttributes,
  length: number,
  size: number,
): Taps {
  return taps({ length, size, stride, dilation, padLeft, padRight });
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

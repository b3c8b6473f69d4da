import {
  cast,
  concat,
  maxPool1d,
  type Pool1DOptions,
  reshape,
  scalar,
  slice,
  sub,
  type Tensor,
  tidy,
  tile,
  zeros,
} from '@seqloom/backend';

/**
 * The mask of every `stride`-th step, the first one included: that of convolutions whose output t belongs to step
 * t · stride.
 *
 * Shapes: `mask [B, T]` bool → `[B, ⌈T / stride⌉]` bool.
 */
export function everyStep(mask: Tensor, stride: number): Tensor {
  if (stride === 1) return mask;
  const [batch, time] = mask.shape as [number, number];
  const count = Math.ceil(time / stride);
  return tidy(() => {
    const counts = padSteps(cast(mask, 'int32'), 0, count * stride - time);
    const first = slice(reshape(counts, [batch, count, stride]), [0, 0, 0], [batch, count, 1]);
    return cast(reshape(first, [batch, count]), 'bool');
  });
}

/** Adds steps that do not count. Shapes: `counts [B, T]` int32 → `[B, left + T + right]`. */
export function padSteps(counts: Tensor, left: number, right: number): Tensor {
  const [batch] = counts.shape as [number, number];
  const parts = [left, right].map((steps) => (steps > 0 ? [zeros([batch, steps], 'int32')] : []));
  const [before = [], after = []] = parts;
  return concat([...before, counts, ...after], 1);
}

/** Repeats every step. Shapes: `mask [B, T]` bool → `[B, T · times]` bool. */
export function repeatSteps(mask: Tensor, times: number): Tensor {
  if (times === 1) return mask;
  const [batch, time] = mask.shape as [number, number];
  return tidy(() => {
    const repeated = tile(reshape(cast(mask, 'int32'), [batch, time, 1]), [1, 1, times]);
    return cast(reshape(repeated, [batch, time * times]), 'bool');
  });
}

/** Whether some step of each window counts. Shapes: `mask [B, T]` bool → `[B, T', 1]` float32, 0 or 1. */
export function anyCounts(mask: Tensor, windows: Pool1DOptions): Tensor {
  return maxPool1d(asFeature(mask), windows);
}

/** Whether all steps of each window count. Shapes: `mask [B, T]` bool → `[B, T', 1]` float32, 0 or 1. */
export function allCount(mask: Tensor, windows: Pool1DOptions): Tensor {
  return sub(scalar(1), maxPool1d(sub(scalar(1), asFeature(mask)), windows));
}

/** A mask as a sequence of one feature. Shapes: `[B, T]` bool → `[B, T, 1]` float32. */
export function asFeature(mask: Tensor): Tensor {
  return cast(reshape(mask, [...mask.shape, 1]), 'float32');
}

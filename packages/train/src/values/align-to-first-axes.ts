import { cast, reshape, type Tensor } from '@seqloom/backend';

/** Whether weights or a mask have the shape of the first axes of the values that they apply to. */
export function fitsFirstAxes(weights: readonly number[], values: readonly number[]): boolean {
  return weights.length <= values.length && weights.every((size, axis) => size === values[axis]);
}

/**
 * Gives weights or a mask the rank of the values that they apply to, so that `[B, T]` broadcasts over `[B, T, D]`.
 *
 * @returns float32 with axes of size 1 at the end; undefined unless the shape is that of the values' first axes
 */
export function alignToFirstAxes(weights: Tensor, values: Tensor): Tensor | undefined {
  if (!fitsFirstAxes(weights.shape, values.shape)) return undefined;
  const axes = new Array<number>(values.rank - weights.rank).fill(1);
  return reshape(cast(weights, 'float32'), [...weights.shape, ...axes]);
}

import { cast, reshape, type Tensor } from '@seqloom/backend';
import { formatShape } from '@seqloom/nn';

/**
 * Gives weights or a mask the rank of the values they count, so that `[B, T]` meets `[B, T, D]` step by step.
 *
 * @returns float32 with axes of size 1 at the end; undefined unless the shape is that of the values' first axes
 */
export function alignToFirstAxes(weights: Tensor, values: Tensor): Tensor | undefined {
  if (formatShape(weights.shape) !== formatShape(values.shape.slice(0, weights.rank))) return undefined;
  const axes = new Array<number>(values.rank - weights.rank).fill(1);
  return reshape(cast(weights, 'float32'), [...weights.shape, ...axes]);
}

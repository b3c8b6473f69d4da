import { slice, type Tensor } from '@seqloom/backend';

/**
 * Blocks of columns of a tensor whose last axis holds one block for each gate.
 *
 * Shapes: `z [B, …, G · units]` → `[B, …, count · units]`.
 */
export function gateColumns(z: Tensor, units: number, block: number, count = 1): Tensor {
  const others = z.shape.slice(0, -1);
  return slice(z, [...others.map(() => 0), block * units], [...others, count * units]);
}

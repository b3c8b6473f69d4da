import type { Tensor } from '@seqloom/backend';
import { formatShape, ShapeError, sameShape } from './shape.ts';

/**
 * Checks the mask of a sequence.
 *
 * @param owner the layer's `label`, that messages name
 * @param x `[B, T, …]`
 * @throws ShapeError unless the mask is `[B, T]`, TypeError unless it is bool
 */
export function checkMask(owner: string, x: Tensor, mask: Tensor | undefined): void {
  if (!mask) return;
  const expected = x.shape.slice(0, 2);
  if (!sameShape(mask.shape, expected)) {
    throw new ShapeError(
      `${owner}: expected a mask of shape ${formatShape(expected)} for input ${formatShape(x.shape)}, ` +
        `got ${formatShape(mask.shape)}.`,
    );
  }
  if (mask.dtype !== 'bool') {
    throw new TypeError(
      `${owner}: expected a mask of dtype bool, got ${mask.dtype}. Use cast(mask, 'bool').`,
    );
  }
}

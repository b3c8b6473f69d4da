import type { Tensor } from '@seqloom/backend';
import { formatValue } from '@seqloom/options';
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

/**
 * Checks the mask of any layer, which may count only the first axes of the input.
 *
 * @param owner the layer's `label`, that messages name
 * @throws TypeError unless the mask is a bool tensor, ShapeError unless its shape is that of the first axes of x
 */
export function checkAnyMask(owner: string, x: Tensor, mask: Tensor): void {
  if (!Array.isArray(mask?.shape) || mask.dtype !== 'bool') {
    const got = mask?.dtype ?? formatValue(mask);
    throw new TypeError(`${owner}: expected a mask of dtype bool, got ${got}. Use cast(mask, 'bool').`);
  }
  if (mask.rank === 0 || !sameShape(mask.shape, x.shape.slice(0, mask.rank))) {
    throw new ShapeError(
      `${owner}: expected a mask of shape ${formatShape(x.shape.slice(0, 2))} for input ${formatShape(x.shape)}, ` +
        `got ${formatShape(mask.shape)}.`,
    );
  }
}

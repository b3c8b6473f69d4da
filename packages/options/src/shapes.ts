import { formatValue } from './format-value.ts';

/**
 * The sizes of a shape as messages show them: `[2, ?, 3]` where one is null, for not known. Of more than eight the number of axes
 * is shown. What is no size is shown as a value.
 */
export function formatShape(shape: ArrayLike<unknown>): string {
  const sizes = Array.from({ length: Math.min(shape.length, 8) }, (_, axis) => formatSize(shape[axis]));
  if (shape.length > sizes.length) sizes.push(`… ${shape.length} axes`);
  return `[${sizes.join(', ')}]`;
}

function formatSize(size: unknown): string {
  if (size === null) return '?';
  return typeof size === 'number' ? String(size) : formatValue(size);
}

/** The number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Whether two shapes are equal; a size that is not known, null, equals null only. */
export function sameShape(a: readonly (number | null)[], b: readonly (number | null)[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

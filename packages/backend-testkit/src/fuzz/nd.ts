import type { DType } from '@seqloom/backend';

/** An array of the reference: numbers in float64, row-major. */
export interface Nd {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: Float64Array;
  /** Stands for a tensor that has been disposed of. */
  readonly disposed?: boolean;
}

/** What the reference throws for a call that an operation must refuse. */
export class Refused extends Error {}

/** @throws Refused unless the condition holds */
export function must(condition: boolean): asserts condition {
  if (!condition) throw new Refused();
}

/** Whether a value of a call is an array of the reference. */
export function isNd(value: unknown): value is Nd {
  return typeof value === 'object' && value !== null && (value as Nd).data instanceof Float64Array;
}

/** A tensor operand that is alive. */
export function alive(x: unknown, dtype?: DType): Nd {
  must(isNd(x) && !x.disposed && (dtype === undefined || x.dtype === dtype));
  return x as Nd;
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
export const isCount = (n: unknown): n is number => Number.isInteger(n) && (n as number) >= 0;

/** An array from its entries. @throws Refused for a shape that no tensor has */
export function make(
  dtype: DType,
  shape: readonly number[],
  entry: (index: number[], flat: number) => number,
): Nd {
  must(shape.length <= 6 && shape.every(isCount));
  const size = sizeOf(shape);
  must(size <= 2 ** 29);
  const data = new Float64Array(size);
  const index: number[] = shape.map(() => 0);
  for (let flat = 0; flat < size; flat++) {
    data[flat] = entry(index, flat);
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis]! === shape[axis]; axis--) index[axis] = 0;
  }
  return { dtype, shape, data };
}

/** The entry at an index; axes of length 1 are broadcast, axes in front may be missing. */
export function at({ shape, data }: Nd, index: readonly number[]): number {
  let flat = 0;
  const skipped = index.length - shape.length;
  for (let axis = 0; axis < shape.length; axis++) {
    flat = flat * shape[axis]! + (shape[axis] === 1 ? 0 : index[skipped + axis]!);
  }
  return data[flat]!;
}

/** The shape two shapes broadcast to. @throws Refused when they do not */
export function broadcast(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const p = a[a.length - rank + i] ?? 1;
    const q = b[b.length - rank + i] ?? 1;
    must(p === q || p === 1 || q === 1);
    return p === 1 ? q : p;
  });
}

/** An axis counted from the first. @throws Refused for one outside */
export function axisOf(axis: unknown, rank: number): number {
  must(Number.isInteger(axis) && (axis as number) >= -rank && (axis as number) < rank);
  return ((axis as number) + rank) % rank;
}

/** A list argument. @throws Refused for another value */
export function listOf(value: unknown): readonly unknown[] {
  must(Array.isArray(value));
  return value as readonly unknown[];
}

/** Options. @throws Refused unless they are an object without other keys */
export function optionsOf(value: unknown, known: readonly string[]): Readonly<Record<string, unknown>> {
  must(typeof value === 'object' && value !== null && !isNd(value));
  must(Object.keys(value as object).every((key) => known.includes(key)));
  return value as Readonly<Record<string, unknown>>;
}

export const round32 = (x: number, dtype: DType): number => (dtype === 'int32' ? x | 0 : x);

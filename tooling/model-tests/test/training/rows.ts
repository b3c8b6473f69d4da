import { type Tensor, tensor } from '@seqloom/backend';

/** Rows of numbers, or one number each: `[B, D]`, or `[B]`. */
export type Rows = readonly (readonly number[] | number)[];

export const asRow = (row: readonly number[] | number): readonly number[] =>
  typeof row === 'number' ? [row] : row;

/** The data and the shape of rows as `fit` and `evaluate` take them; `lead` are the axes that the rows fill. */
export function arraysOf(rows: Rows, lead: readonly number[] = [rows.length]) {
  const [first] = rows;
  const shape = typeof first === 'number' ? [...lead] : [...lead, (first as readonly number[]).length];
  return { data: Float32Array.from(rows.flatMap(asRow)), shape };
}

export function tensorOf(rows: Rows): Tensor {
  const { data, shape } = arraysOf(rows);
  return tensor(data, shape);
}

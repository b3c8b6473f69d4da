import { isRowGradient, RowGradient, type Tensor } from '@seqloom/backend';

/** The gradient of a parameter: a tensor of its shape, or some rows of it. */
export type Gradient = Tensor | RowGradient;

/** The tensor with the numbers of a gradient; those that it lacks are 0. */
export function numbersOf(gradient: Gradient): Tensor {
  return isRowGradient(gradient) ? gradient.rows : gradient;
}

/** A gradient with other numbers. Zeros must stay zeros. */
export function mapGradient(gradient: Gradient, change: (numbers: Tensor) => Tensor): Gradient {
  if (!isRowGradient(gradient)) return change(gradient);
  return new RowGradient(gradient.shape, gradient.indices, change(gradient.rows));
}

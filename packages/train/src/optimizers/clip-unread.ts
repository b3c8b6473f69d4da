import {
  abs,
  add,
  clip,
  div,
  max,
  maximum,
  minimum,
  mul,
  scalar,
  sqrt,
  square,
  sum,
  type Tensor,
} from '@seqloom/backend';
import type { Parameter } from '@seqloom/nn';
import type { ClippedGradient, Clipping } from './clip-gradients.ts';
import { type Gradient, mapGradient, numbersOf } from './gradient.ts';

/** The gradient of a parameter, of which no number has been read. */
export interface UnreadGradient {
  readonly parameter: Parameter;
  readonly gradient: Gradient;
}

/** Below it a norm is treated as this: 0 has no direction to shorten. */
const SMALLEST_NORM = 1e-30;

/** What `clipGradients` does, computed on the backend. Tensors made here belong to the caller. */
export function clipUnread(
  gradients: readonly UnreadGradient[],
  { clipnorm, clipvalue, globalClipnorm }: Clipping,
): ClippedGradient[] {
  const clipped = ({ parameter, gradient }: UnreadGradient, change: (numbers: Tensor) => Tensor) => ({
    parameter,
    gradient: mapGradient(gradient, change),
    scale: 1,
    norm: Number.POSITIVE_INFINITY, // not known
  });
  if (clipvalue !== undefined)
    return gradients.map((unread) => clipped(unread, (numbers) => clip(numbers, -clipvalue, clipvalue)));
  if (clipnorm !== undefined)
    return gradients.map((unread) => clipped(unread, (numbers) => mul(numbers, factor([numbers], clipnorm))));
  if (globalClipnorm !== undefined && gradients.length > 0) {
    const shared = factor(
      gradients.map(({ gradient }) => numbersOf(gradient)),
      globalClipnorm,
    );
    return gradients.map((unread) => clipped(unread, (numbers) => mul(numbers, shared)));
  }
  return gradients.map((unread) => clipped(unread, (numbers) => numbers));
}

/** `min(1, limit / ‖gradients‖)`. The largest magnitude is divided out first, so that no square overflows. */
function factor(gradients: readonly Tensor[], limit: number): Tensor {
  const largest = gradients
    .map((gradient) => max(abs(gradient)))
    .reduce((a, b) => maximum(a, b), scalar(SMALLEST_NORM));
  const squares = gradients
    .map((gradient) => sum(square(div(gradient, largest))))
    .reduce((a, b) => add(a, b));
  const norm = maximum(mul(largest, sqrt(squares)), scalar(SMALLEST_NORM));
  return minimum(scalar(1), div(scalar(limit), norm));
}

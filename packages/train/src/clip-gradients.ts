import { add, clip, div, maximum, mul, scalar, sqrt, square, sum, type Tensor, tidy } from '@seqloom/backend';
import { checkPositive } from './check-settings.ts';

/** How gradients are kept from growing too large: one of three ways at most. */
export interface Clipping {
  /** The largest Euclidean norm of each parameter's gradient. */
  readonly clipNorm?: number;
  /** The largest magnitude of each component. */
  readonly clipValue?: number;
  /** The largest Euclidean norm of all gradients taken together. */
  readonly globalClipNorm?: number;
}

/** @throws RangeError or TypeError unless at most one limit is given, a positive number */
export function checkClipping({ clipNorm, clipValue, globalClipNorm }: Clipping): void {
  const given = Object.entries({ clipNorm, clipValue, globalClipNorm }).filter(([, v]) => v !== undefined);
  for (const [name, limit] of given) checkPositive('optimizer', name, limit);
  if (given.length > 1) {
    throw new RangeError(`optimizer: got ${given.map(([name]) => name).join(' and ')}. Give one of them.`);
  }
}

type Gradients = readonly (Tensor | undefined)[];

/**
 * Clips gradients. Tensors that change are new ones; the others are returned as they are.
 *
 * **Source**: `clipnorm`, `clipvalue` and `global_clipnorm` of `keras.optimizers`.
 */
export function clipGradients(
  gradients: Gradients,
  { clipNorm, clipValue, globalClipNorm }: Clipping,
): Gradients {
  if (clipNorm !== undefined) return map(gradients, (g) => shrink(g, norm([g]), clipNorm));
  if (clipValue !== undefined) return map(gradients, (g) => clip(g, -clipValue, clipValue));
  if (globalClipNorm === undefined) return gradients;
  return tidy(() => {
    const given = gradients.filter((gradient) => gradient !== undefined);
    if (given.length === 0) return gradients;
    const total = norm(given);
    return map(gradients, (g) => shrink(g, total, globalClipNorm));
  });
}

function map(gradients: Gradients, change: (gradient: Tensor) => Tensor): Gradients {
  return tidy(() => gradients.map((gradient) => gradient && change(gradient)));
}

function norm(gradients: readonly Tensor[]): Tensor {
  return sqrt(
    gradients.map((gradient) => sum(square(gradient))).reduce((total, squares) => add(total, squares)),
  );
}

/** g · limit / max(norm, limit): exactly g where the norm is below the limit. */
function shrink(gradient: Tensor, length: Tensor, limit: number): Tensor {
  return mul(gradient, div(scalar(limit), maximum(length, scalar(limit))));
}

import { add, clip, div, maximum, scalar, sqrt, square, sum, type Tensor, tidy } from '@seqloom/backend';
import { checkPositive } from '@seqloom/options';

/** How gradients are kept from growing too large: one of three ways at most. */
export interface Clipping {
  /** The largest Euclidean norm of each parameter's gradient. */
  readonly clipnorm?: number;
  /** The largest magnitude of each component. */
  readonly clipvalue?: number;
  /** The largest Euclidean norm of all gradients taken together. */
  readonly globalClipnorm?: number;
}

/** @throws RangeError or TypeError unless at most one limit is given, a positive number */
export function checkClipping({ clipnorm, clipvalue, globalClipnorm }: Clipping): void {
  const given = Object.entries({ clipnorm, clipvalue, globalClipnorm }).filter(([, v]) => v !== undefined);
  for (const [name, limit] of given) checkPositive('optimizer', name, limit);
  if (given.length > 1) {
    throw new RangeError(`optimizer: got ${given.map(([name]) => name).join(' and ')}. Give one of them.`);
  }
}

/** A gradient on its way into an update, which multiplies it by the scale where there is one. */
export interface ClippedGradient {
  readonly gradient: Tensor;
  /** Scalar. */
  readonly scale?: Tensor;
}

/**
 * Clips gradients. Shortening is left to the update, whose one pass multiplies anyway; the tensors made here are the
 * caller's to release.
 *
 * **Source**: `clipnorm`, `clipvalue` and `global_clipnorm` of `keras.optimizers`.
 */
export function clipGradients(
  gradients: readonly (Tensor | undefined)[],
  { clipnorm, clipvalue, globalClipnorm }: Clipping,
): readonly (ClippedGradient | undefined)[] {
  const each = (change: (gradient: Tensor) => ClippedGradient) =>
    gradients.map((gradient) => gradient && change(gradient));
  if (clipnorm !== undefined) {
    return each((gradient) => ({ gradient, scale: shortening([gradient], clipnorm) }));
  }
  if (clipvalue !== undefined) {
    return each((gradient) => ({ gradient: clip(gradient, -clipvalue, clipvalue) }));
  }
  const given = gradients.filter((gradient) => gradient !== undefined);
  if (globalClipnorm === undefined || given.length === 0) return each((gradient) => ({ gradient }));
  const scale = shortening(given, globalClipnorm);
  return each((gradient) => ({ gradient, scale }));
}

/** limit / max(norm, limit): exactly 1 where the norm is below the limit. */
function shortening(gradients: readonly Tensor[], limit: number): Tensor {
  return tidy(() => {
    const squares = gradients.map((gradient) => sum(square(gradient)));
    const norm = sqrt(squares.reduce((total, one) => add(total, one)));
    return div(scalar(limit), maximum(norm, scalar(limit)));
  });
}

import { clip, type Tensor } from '@seqloom/backend';
import type { Parameter } from '@seqloom/nn';
import { checkPositive } from '@seqloom/options';
import type { FiniteGradient } from './finite-gradients.ts';

/** How gradients are kept from growing too large: at most one of three ways. */
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

/** A clipped gradient: `scale · gradient`. */
export interface ClippedGradient {
  readonly parameter: Parameter;
  readonly gradient: Tensor;
  /** Shortens the gradient. The update multiplies by it, because its one pass over the gradient scales at no cost. */
  readonly scale: number;
  /** Upper bound of the Euclidean norm of `scale · gradient`. */
  readonly norm: number;
}

/**
 * Clips gradients. Tensors made here belong to the caller.
 *
 * **Source**: `clipnorm`, `clipvalue` and `global_clipnorm` of `keras.optimizers`.
 */
export function clipGradients(
  gradients: readonly FiniteGradient[],
  { clipnorm, clipvalue, globalClipnorm }: Clipping,
): ClippedGradient[] {
  if (clipvalue !== undefined) {
    return gradients.map(({ parameter, gradient, norm }) => ({
      parameter,
      gradient: clip(gradient, -clipvalue, clipvalue),
      norm: Math.min(norm, clipvalue * Math.sqrt(gradient.size)),
      scale: 1,
    }));
  }
  const limit = clipnorm ?? globalClipnorm ?? Number.POSITIVE_INFINITY;
  const globalNorm =
    globalClipnorm === undefined ? undefined : Math.hypot(...gradients.map(({ norm }) => norm));
  return gradients.map((finite) => {
    const scale = Math.min(1, limit / (globalNorm ?? finite.norm));
    return { ...finite, norm: finite.norm * scale, scale };
  });
}

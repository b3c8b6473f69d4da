import { clip, l2Norms, type Tensor } from '@seqloom/backend';
import type { Parameter } from '@seqloom/nn';
import { checkPositive } from '@seqloom/options';
import { NonFiniteGradientError } from './non-finite-gradient-error.ts';

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

/** A gradient that a step goes along. */
export interface MeasuredGradient {
  readonly parameter: Parameter;
  readonly gradient: Tensor;
  /** Finite. */
  readonly norm: number;
}

/** A gradient on its way into an update, which multiplies it by the scale. */
export interface ClippedGradient extends MeasuredGradient {
  readonly scale: number;
}

/**
 * The gradients there are, with their norms.
 *
 * @throws NonFiniteGradientError for the first one that holds NaN or Infinity
 */
export function measureGradients(
  parameters: readonly Parameter[],
  gradients: readonly (Tensor | undefined)[],
): MeasuredGradient[] {
  const pairs = parameters.flatMap((parameter, i) => {
    const gradient = gradients[i];
    return gradient ? [{ parameter, gradient }] : [];
  });
  const norms = l2Norms(pairs.map(({ gradient }) => gradient));
  return pairs.map(({ parameter, gradient }, i) => {
    const norm = norms[i]!;
    if (!Number.isFinite(norm)) {
      const path = JSON.stringify(parameter.path);
      throw new NonFiniteGradientError(`the gradient of ${path} holds ${norm}`, parameter.path);
    }
    return { parameter, gradient, norm };
  });
}

/**
 * Clips gradients. Shortening is left to the update, whose one pass multiplies anyway; the tensors made here are the
 * caller's to release.
 *
 * **Source**: `clipnorm`, `clipvalue` and `global_clipnorm` of `keras.optimizers`.
 */
export function clipGradients(
  gradients: readonly MeasuredGradient[],
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
  const together =
    globalClipnorm === undefined ? undefined : Math.hypot(...gradients.map(({ norm }) => norm));
  return gradients.map((measured) => {
    const scale = Math.min(1, limit / (together ?? measured.norm));
    return { ...measured, norm: measured.norm * scale, scale };
  });
}

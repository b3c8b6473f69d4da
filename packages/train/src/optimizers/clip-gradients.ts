import { clip } from '@seqloom/backend';
import type { Parameter } from '@seqloom/nn';
import { type OptionRules, optional, positive, sizeOf } from '@seqloom/options';
import type { FiniteGradient } from './finite-gradients.ts';
import { type Gradient, mapGradient } from './gradient.ts';

/**
 * How gradients are kept from growing too large: at most one of three ways. A limit to a norm makes the gradient of an Embedding
 * dense, so that a step takes a pass over the table: the squares of its rows alone would be summed in another order.
 */
export interface Clipping {
  /** The largest Euclidean norm of each parameter's gradient. */
  readonly clipnorm?: number | undefined;
  /** The largest magnitude of each component. */
  readonly clipvalue?: number | undefined;
  /** The largest Euclidean norm of all gradients taken together. */
  readonly globalClipnorm?: number | undefined;
}

export const CLIPPING_RULES: OptionRules<Clipping> = {
  clipnorm: optional(positive()),
  clipvalue: optional(positive()),
  globalClipnorm: optional(positive()),
};

/** @throws RangeError when more than one limit is given */
export function checkClipping(owner: string, { clipnorm, clipvalue, globalClipnorm }: Clipping): void {
  const limits = Object.entries({ clipnorm, clipvalue, globalClipnorm });
  const given = limits.filter(([, limit]) => limit !== undefined).map(([name]) => name);
  if (given.length > 1) throw new RangeError(`${owner}: got ${given.join(' and ')}. Give one of them.`);
}

/** A clipped gradient: `scale · gradient`. */
export interface ClippedGradient {
  readonly parameter: Parameter;
  readonly gradient: Gradient;
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
      gradient: mapGradient(gradient, (numbers) => clip(numbers, -clipvalue, clipvalue)),
      norm: Math.min(norm, clipvalue * Math.sqrt(sizeOf(gradient.shape))),
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

/** The norm of rows is a sum in another order, which may differ from that of the whole gradient in the last bit. */
export function clipsByNorm({ clipnorm, globalClipnorm }: Clipping): boolean {
  return clipnorm !== undefined || globalClipnorm !== undefined;
}

import type { Tensor } from '@seqloom/backend';

/** The activations whose cross-entropies are computed from their argument, the logits. */
export type LogitsActivation = 'sigmoid' | 'softmax';

/**
 * A request for what enters the activation that makes a layer's output. A layer that ends in this activation fills it in;
 * all others leave it alone. σ(40) is 1 in float32, and a cross-entropy of it has no gradient; that of 40 has.
 */
export interface LogitsRequest {
  /** The activation asked for. */
  readonly activation: LogitsActivation;
  /** Whether the layer leaves the activation out and returns the logits; default false. */
  readonly only?: boolean;
  /** What the layer returned, and what entered its activation, of the same shape. */
  found?: { readonly output: Tensor; readonly logits: Tensor };
}

/** The logits of an output, if the request was answered for just this tensor. */
export function logitsOf(request: LogitsRequest | undefined, output: Tensor): Tensor | undefined {
  return request?.found?.output === output ? request.found.logits : undefined;
}

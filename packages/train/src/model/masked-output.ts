import type { Tensor } from '@seqloom/backend';
import { type CallContext, firstMask, firstOutput, type Layer, logitsOf } from '@seqloom/nn';

/** The output of a model, as losses and metrics take it. */
export interface MaskedOutput {
  readonly output: Tensor;
  /** `[B, T]` bool: the time steps of the output that count; absent when all do. */
  readonly mask?: Tensor;
  /** The input of the last activation, if the call asked for it and the last layer ends in that activation. */
  readonly logits?: Tensor;
}

/** Runs a model inside the caller's `tidy`. */
export function runModel(model: Layer, x: Tensor, context: Partial<CallContext> = {}): MaskedOutput {
  const result = model.applyMasked(x, context);
  const output = firstOutput(result.output);
  const mask = firstMask(result.mask);
  const logits = logitsOf(context.logits, output);
  return { output, ...(mask && { mask }), ...(logits && { logits }) };
}

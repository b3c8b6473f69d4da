import type { Tensor } from '@seqloom/backend';
import { type CallContext, type LogitsRequest, logitsOf } from '@seqloom/nn';
import type { Network } from './network.ts';

/** The output of a model, as losses and metrics take it. */
export interface MaskedOutput {
  readonly output: Tensor;
  /** `[B, T]` bool: the time steps of the output that count; absent when all do. */
  readonly mask?: Tensor;
  /** The input of the last activation, if the call asked for it and the last layer ends in that activation. */
  readonly logits?: Tensor;
}

/**
 * Runs a model inside the caller's `tidy`.
 *
 * @param inputs in the order of those of the model
 * @param requests of logits, for the outputs in their order
 * @returns one for each output
 */
export function runModel(
  model: Network,
  inputs: readonly Tensor[],
  context: Partial<CallContext> = {},
  requests: readonly (LogitsRequest | undefined)[] = [],
): readonly MaskedOutput[] {
  const x = inputs.length === 1 ? inputs[0]! : inputs;
  const asked = requests.length > 1 ? { outputLogits: requests } : { logits: requests[0] };
  const result = model.applyMasked(x, { ...context, ...asked });
  const outputs = [result.output].flat() as readonly Tensor[];
  const masks = [result.mask].flat() as readonly (Tensor | undefined)[];
  return outputs.map((output, i) => {
    const mask = masks[i];
    const logits = logitsOf(requests[i], output);
    return { output, ...(mask && { mask }), ...(logits && { logits }) };
  });
}

import { cast, max, maximum, pad, reverse, scalar, slice, type Tensor, where } from '@seqloom/backend';
import { zeroMaskedSteps } from '@seqloom/nn';

/** What a run over all steps returns, apart from its states. */
export interface Outputs {
  /** `[B, T, U]`, in the order of the input. */
  readonly sequence: Tensor | undefined;
  /** `[B, U]`. */
  readonly last: Tensor;
}

/**
 * Sets the outputs before a sample's first step that counts to 0, as Keras' RNNs do. Only a run that starts from given
 * states needs it: there the kernels return these states, which are right as states and wrong as outputs.
 *
 * @param mask `[B, T]` bool
 */
export function blankUntilFirstStep(
  { sequence, last }: Outputs,
  mask: Tensor,
  goBackwards: boolean,
): Outputs {
  const counts = cast(mask, 'float32');
  return {
    sequence: sequence && zeroMaskedSteps(sequence, cast(fromFirstStep(counts, goBackwards), 'bool')),
    last: where(cast(max(counts, 1, true), 'bool'), last, scalar(0)),
  };
}

/** 1 from the first step that counts on, in the direction of reading: a running maximum, by doubling its reach. */
function fromFirstStep(counts: Tensor, goBackwards: boolean): Tensor {
  const [batch, time] = counts.shape as [number, number];
  let reached = goBackwards ? reverse(counts, 1) : counts;
  for (let reach = 1; reach < time; reach *= 2) {
    const shifted = pad(slice(reached, [0, 0], [batch, time - reach]), [
      [0, 0],
      [reach, 0],
    ]);
    reached = maximum(reached, shifted);
  }
  return goBackwards ? reverse(reached, 1) : reached;
}

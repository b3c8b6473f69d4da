import { cast, expandDims, max, maximum, mul, pad, reverse, slice, type Tensor } from '@seqloom/backend';

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
    sequence: sequence && mul(sequence, expandDims(begun(counts, goBackwards), 2)),
    last: mul(last, max(counts, 1, true)),
  };
}

/** Sets the outputs of skipped steps to 0. */
export function blankSkippedSteps(sequence: Tensor, mask: Tensor): Tensor {
  return mul(sequence, expandDims(cast(mask, 'float32'), 2));
}

/** 1 from the first step that counts on, in the direction of reading: a running maximum, by doubling its reach. */
function begun(counts: Tensor, goBackwards: boolean): Tensor {
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

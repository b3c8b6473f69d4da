import { cast, reshape, slice, stack, type Tensor, unstack, where, zeros } from '@seqloom/backend';
import type { RecurrentRun } from './recurrent-layer.ts';

/** One step: what comes out for an input and the states before it. */
export type Step = (x: Tensor, states: readonly Tensor[]) => { output: Tensor; states: readonly Tensor[] };

/** How a loop over the steps of a sequence runs. */
export interface ScanOptions {
  /** `[B, …]` each. */
  readonly initialState: readonly Tensor[];
  /** The shape of a sample's output at one step. */
  readonly outputShape: readonly number[];
  /** `[B, T]` bool: which steps count. */
  readonly mask: Tensor | undefined;
  readonly goBackwards: boolean;
  readonly returnSequences: boolean;
}

/**
 * Runs a step over a sequence, one time step after the other. Where a mask skips a step, the states are carried over and
 * the output repeats the one before, zeros at first. A skipped step is computed and set aside: zero it before, because NaN
 * in it would come back through its gradient, 0 · NaN.
 *
 * Shapes: `x [B, T, …]` float32.
 */
export function scanSteps(x: Tensor, step: Step, options: ScanOptions): RecurrentRun {
  const { initialState, outputShape, mask, goBackwards, returnSequences } = options;
  const [batch, time] = x.shape as [number, number];
  const inputs = unstack(x, 1);
  const outputs: Tensor[] = [];
  let states = initialState;
  let last = zeros([batch, ...outputShape]);
  for (let s = 0; s < time; s++) {
    const t = goBackwards ? time - 1 - s : s;
    const next = step(inputs[t]!, states);
    if (mask) {
      const before = states;
      states = next.states.map((state, i) => where(counts(mask, t, state.rank), state, before[i]!));
      last = where(counts(mask, t, next.output.rank), next.output, last);
    } else {
      states = next.states;
      last = next.output;
    }
    outputs[t] = last;
  }
  return { sequence: returnSequences ? stack(outputs, 1) : undefined, last, states };
}

/** Column t of a mask, `[B, 1, …]` bool, to choose between tensors of a rank. */
function counts(mask: Tensor, t: number, rank: number): Tensor {
  const [batch] = mask.shape as [number, number];
  const column = slice(cast(mask, 'int32'), [0, t], [batch, 1]);
  return cast(reshape(column, [batch, ...new Array<number>(rank - 1).fill(1)]), 'bool');
}

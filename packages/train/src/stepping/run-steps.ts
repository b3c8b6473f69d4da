import { identity, type Tensor } from '@seqloom/backend';
import { cannotStep, type LogitsRequest } from '@seqloom/nn';
import { isSame, type StepGraph } from './step-graph.ts';
import type { StepNode, StepSource } from './step-nodes.ts';

/** A value that stays the same over all steps, with the mask of its own steps. */
export interface FixedValue {
  readonly tensor: Tensor;
  readonly mask: Tensor | undefined;
}

/** Runs the layers that depend on fixed inputs alone. In the caller's `tidy`. */
export function runFixed(
  { fixed }: StepGraph,
  inputs: readonly (Tensor | undefined)[],
): (source: StepSource) => FixedValue {
  const made = new Map<StepNode, readonly FixedValue[]>();
  const valueAt = ({ from, index }: StepSource): FixedValue =>
    typeof from === 'number' ? { tensor: inputs[from]!, mask: undefined } : made.get(from)![index]!;
  for (const node of fixed) {
    const { layer, takesList, initialState } = node;
    const values = node.inputs.map(valueAt);
    const tensors = values.map(({ tensor }) => tensor);
    const masks = values.map(({ mask }) => mask);
    const { output, mask } = layer.applyMasked(takesList ? tensors : tensors[0]!, {
      ...(takesList ? { masks } : { mask: masks[0] }),
      ...(initialState.length > 0 && { initialState: initialState.map((state) => valueAt(state).tensor) }),
    });
    const left = [mask].flat() as readonly (Tensor | undefined)[];
    made.set(
      node,
      ([output].flat() as readonly Tensor[]).map((tensor, i) => ({ tensor, mask: left[i] })),
    );
  }
  return valueAt;
}

/** What goes into a step. */
export interface StepOperands {
  /** `[B, 1, …]` for each input that is not fixed. */
  readonly inputs: readonly (Tensor | undefined)[];
  /** `[B, ages, …]` for each state. */
  readonly past: readonly Tensor[];
  /** For each fixed value that layers use. */
  readonly fixed: readonly FixedValue[];
}

/**
 * Runs one step. In the caller's `tidy`.
 *
 * @param logits whether the outputs are those before the softmax of the last layers
 * @returns the outputs, then the values of the states to keep
 * @throws RangeError where logits are wanted and an output has none
 */
export function runStep(
  { stepped, states, fixedUses, outputs }: StepGraph,
  { inputs, past, fixed }: StepOperands,
  logits: boolean,
): readonly Tensor[] {
  const made = new Map<StepNode, readonly Tensor[]>();
  const kept = new Array<Tensor>(states.length);
  const valueAt = (source: StepSource): FixedValue => {
    const at = fixedUses.findIndex((use) => isSame(use, source));
    if (at >= 0) return fixed[at]!;
    const { from, index } = source;
    return { tensor: typeof from === 'number' ? inputs[from]! : made.get(from)![index]!, mask: undefined };
  };
  const ends = new Set(outputs.map(({ from }) => from));
  for (const { node, stepping, firstState } of stepped) {
    const { layer, takesList } = node;
    const request: LogitsRequest | undefined =
      logits && ends.has(node) ? { activation: 'softmax', only: true } : undefined;
    const values = node.inputs.map(valueAt);
    const context = { ...(request && { logits: request }) };
    if (stepping.step) {
      const mine = past.slice(firstState, firstState + stepping.states.length);
      const result = stepping.step(values[0]!.tensor, mine, { ...STEP_CONTEXT, ...context });
      made.set(node, result.outputs);
      result.states.forEach((state, i) => {
        kept[firstState + i] = state;
      });
    } else {
      const tensors = values.map(({ tensor }) => tensor);
      const masks = values.map(({ mask }) => mask);
      const given = takesList ? { ...context, masks } : { ...context, mask: masks[0] };
      const output = layer.apply((takesList ? tensors : tensors[0]!) as Tensor, given);
      made.set(node, [output].flat() as readonly Tensor[]);
    }
    if (request && !request.found) {
      throw cannotStep(layer.label, 'it has no softmax whose logits it could give; leave out logits');
    }
  }
  // Handles of their own: a value may be an input, or be returned twice.
  return [...outputs.map((output) => valueAt(output).tensor), ...kept].map(identity);
}

/** Nothing is dropped and nothing is random at a step. */
const STEP_CONTEXT = {
  training: false,
  random: () => {
    throw new Error('StepRunner: a layer asked for random numbers outside of training.');
  },
};

import { gatherRows, type NdArray } from '@seqloom/arrays';
import { type Tensor, tidy } from '@seqloom/backend';
import { type FixedValue, runFixed } from './run-steps.ts';
import type { StepGraph } from './step-graph.ts';
import { toTensor } from './step-plans.ts';

/** The numbers of a value that stays the same over all steps, such as the outputs of an encoder. */
export interface FixedArray {
  readonly value: NdArray;
  /** Of its own steps, as bytes. */
  readonly mask: NdArray | undefined;
}

/** What fixed inputs lead to. */
export interface FixedResult {
  /** For each fixed value that layers use at every step. */
  readonly fixed: readonly FixedArray[];
  /** For each state the values that it begins with; undefined: 0. */
  readonly initial: readonly (Float32Array | undefined)[];
}

/**
 * Runs the layers that depend on fixed inputs alone.
 *
 * @param inputs by the number of the input
 */
export async function computeFixed(
  graph: StepGraph,
  inputs: readonly (NdArray | undefined)[],
): Promise<FixedResult> {
  const { uses, starts } = tidy(() => {
    const valueAt = runFixed(
      graph,
      inputs.map((input) => input && toTensor(input)),
    );
    return {
      uses: graph.fixedUses.map(valueAt),
      starts: graph.states.map(({ initial }) => initial && valueAt(initial).tensor),
    };
  });
  const made = [...uses.flatMap(({ tensor, mask }) => [tensor, mask]), ...starts];
  const tensors = new Set(made.filter((tensor) => tensor !== undefined));
  try {
    const numbers = new Map<Tensor, NdArray>();
    for (const tensor of tensors) numbers.set(tensor, { data: await tensor.data(), shape: tensor.shape });
    return {
      fixed: uses.map(({ tensor, mask }) => ({
        value: numbers.get(tensor)!,
        mask: mask && numbers.get(mask),
      })),
      initial: starts.map((start) => start && (numbers.get(start)!.data as Float32Array)),
    };
  } finally {
    for (const tensor of tensors) tensor.dispose();
  }
}

/** The arrays in the order in which `fixedOperands` takes their tensors. */
export function fixedArrays(fixed: readonly FixedArray[]): readonly NdArray[] {
  return fixed.flatMap(({ value, mask }) => (mask ? [value, mask] : [value]));
}

/** The values of tensors, which are those of `fixedArrays`. */
export function fixedOperands(
  fixed: readonly FixedArray[],
  tensors: readonly Tensor[],
): readonly FixedValue[] {
  let next = 0;
  return fixed.map(({ mask }) => ({ tensor: tensors[next++]!, mask: mask && tensors[next++] }));
}

/** The rows of the given numbers. */
export function selectFixed(fixed: readonly FixedArray[], rows: readonly number[]): readonly FixedArray[] {
  return fixed.map(({ value, mask }) => ({
    value: gatherRows(value, rows),
    mask: mask && gatherRows(mask, rows),
  }));
}

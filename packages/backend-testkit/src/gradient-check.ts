import { mul, sum, type Tensor, tensor, tidy, valueAndGrad } from '@seqloom/backend';
import { expectClose, numbers, take } from './numbers.ts';

/** A tensor to differentiate with respect to. */
export interface CheckedInput {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

/** Options of {@link checkGradients}. */
export interface GradientCheckOptions {
  /** Step of the central difference, default 1e-2: float32 loses half its digits in the difference. */
  readonly step?: number;
  /** Relative to the largest gradient, default 1e-2: what a step of 1e-2 leaves of float32. */
  readonly tolerance?: number;
}

/**
 * Compares the tape's gradients of a function with central differences of its values. The function's result is
 * weighted with fixed random numbers and summed, so that every entry of the result counts differently.
 */
export async function checkGradients(
  f: (...inputs: Tensor[]) => Tensor,
  inputs: readonly CheckedInput[],
  { step = 1e-2, tolerance = 1e-2 }: GradientCheckOptions = {},
): Promise<void> {
  const scalarOf = (...tensors: Tensor[]): Tensor => {
    const y = f(...tensors);
    return sum(mul(y, tensor(numbers(y.size, 77, 0.5, 1.5), y.shape)));
  };
  const value = async (at: readonly Float32Array[]): Promise<number> => {
    const result = tidy(() => scalarOf(...at.map((x, i) => tensor(x, inputs[i]!.shape))));
    return (await take(result))[0]!;
  };
  const sources = inputs.map(({ values, shape }) => tensor(values, shape));
  const { value: y, grads } = valueAndGrad(() => scalarOf(...sources), sources);
  y.dispose();
  for (const [i, { values }] of inputs.entries()) {
    const gradient = grads[i];
    if (!gradient) throw new Error(`checkGradients: input ${i} has no gradient.`);
    const expected = new Float64Array(values.length);
    for (let j = 0; j < values.length; j++) {
      const shifted = (by: number) =>
        inputs.map((input, k) => (k === i ? moved(input.values, j, by) : input.values));
      expected[j] = ((await value(shifted(step))) - (await value(shifted(-step)))) / (2 * step);
    }
    expectClose(await take(gradient), expected, tolerance);
  }
  for (const source of sources) source.dispose();
}

function moved(values: Float32Array, index: number, by: number): Float32Array {
  const copy = values.slice();
  copy[index]! += by;
  return copy;
}

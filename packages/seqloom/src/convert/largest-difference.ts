import type { NdArray } from '@seqloom/arrays';
import { type Network, predict } from '@seqloom/train';
import { type OnnxRuntime, runOnnx } from './onnx-runtime.ts';
import { asGiven, asNumbers, randomInputs } from './random-inputs.ts';

/** The largest difference between what two models of the same inputs predict for random ones. */
export async function largestDifference(one: Network, other: Network): Promise<number> {
  const inputs = asGiven(randomInputs(one));
  return largest([await predict(one, inputs)].flat(), [await predict(other, inputs)].flat());
}

/** The same for a model and the bytes of its ONNX file. */
export async function onnxDifference(
  model: Network,
  file: Uint8Array,
  runtime: OnnxRuntime,
): Promise<number> {
  const inputs = randomInputs(model);
  const ours = [await predict(model, asGiven(inputs))].flat();
  return largest(ours, await runOnnx(runtime, file, model, asNumbers(model, inputs)));
}

function largest(ours: readonly NdArray[], theirs: readonly { readonly data: ArrayLike<number> }[]): number {
  let difference = 0;
  for (const [i, { data }] of ours.entries()) {
    for (const [at, value] of data.entries()) {
      difference = Math.max(difference, Math.abs(value - (theirs[i]?.data[at] ?? Number.NaN))); // NaN stays NaN
    }
  }
  return difference;
}

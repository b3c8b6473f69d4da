import { add, dispose, mul, sum, type Tensor, tensor, valueAndGrad } from '@seqloom/backend';
import type { Layer } from '@seqloom/nn';
import { expect } from 'vitest';
import { grid } from '../grid.ts';
import type { LayerVariant } from './record.ts';
import { evaluateLayer, type HostTensor, inputTensor, inputValues, outputsOf } from './run-layer.ts';

/** Half the distance of a central difference: float32 outputs keep 4 digits in it. */
const STEP = 1e-2;
/** Relative to the largest entry: the third derivative times STEP² / 6. */
const TOLERANCE = 5e-3;
/** What rounding of float32 outputs leaves in a difference. */
const ROUNDING = 1e-4;
/** Entries of each tensor that are checked one by one; a random direction checks all of them together. */
const ENTRIES = 6;

/** Random numbers that weigh the entries of output i, so that each counts differently. */
const weightsOf = (size: number, i: number) => grid(size, 30 + i).map((value) => 1 + value / 2);

/** `Σ w y` over all outputs, on the tape. */
export function weighted(outputs: readonly Tensor[]): Tensor {
  return outputs
    .map((y, i) => sum(mul(y, tensor(weightsOf(y.size, i), y.shape))))
    .reduce((total, part) => add(total, part));
}

/** The same in float64. */
function weightedOnHost(outputs: readonly HostTensor[]): number {
  let total = 0;
  for (const [i, { data }] of outputs.entries()) {
    const weights = weightsOf(data.length, i);
    for (const [j, y] of data.entries()) total += weights[j]! * y;
  }
  return total;
}

interface Source {
  readonly name: string;
  readonly values: Float32Array;
  /** Evaluates the layer with other values of this tensor. */
  readonly at: (values: Float32Array) => Promise<number>;
}

/** Compares the gradients of the input and of every trainable weight, in training, with central differences. */
export async function checkLayerGradients(layer: Layer, variant: LayerVariant): Promise<void> {
  const { inputGradient = true } = variant;
  const training = { training: true };
  const inputs = inputValues(variant, 2);
  const value = async (values: Float32Array) =>
    weightedOnHost(await evaluateLayer(layer, variant, values, training));

  const sources: Source[] = [];
  if (inputGradient) sources.push({ name: 'the input', values: inputs, at: value });
  for (const weight of layer.trainableWeights) {
    const values = Float32Array.from(await weight.value.data());
    sources.push({
      name: weight.path,
      values,
      async at(changed) {
        weight.assign(changed);
        const result = await value(inputs);
        weight.assign(values);
        return result;
      },
    });
  }
  if (sources.length === 0) return;

  const x = inputTensor(variant, inputs);
  const tensors = [...(inputGradient ? [x] : []), ...layer.trainableWeights.map((weight) => weight.value)];
  const { value: y, grads } = valueAndGrad(() => weighted(outputsOf(layer, variant, x, training)), tensors);
  const gradients = await Promise.all(
    grads.map(async (grad, i) => {
      if (!grad) throw new Error(`${layer.label}: ${sources[i]!.name} has no gradient.`);
      expect(grad.shape, sources[i]!.name).toEqual(tensors[i]!.shape);
      return Array.from(await grad.data());
    }),
  );
  dispose(x, y, ...grads.map((grad) => grad!));

  for (const [i, source] of sources.entries()) await compare(layer.label, source, gradients[i]!);
}

async function compare(label: string, { name, values, at }: Source, gradient: readonly number[]) {
  const scale = Math.max(...gradient.map(Math.abs));
  const check = async (what: string, direction: Float32Array, length: number) => {
    const moved = (by: number) => at(values.map((v, j) => v + by * direction[j]!));
    const difference = ((await moved(STEP)) - (await moved(-STEP))) / (2 * STEP);
    const expected = gradient.reduce((total, g, j) => total + g * direction[j]!, 0);
    const error = Math.abs(difference - expected);
    expect(
      error,
      `${label}: ${what} of ${name}: gradient ${expected}, finite difference ${difference}`,
    ).toBeLessThan(length * (TOLERANCE * scale + ROUNDING));
  };
  const count = Math.min(ENTRIES, values.length);
  for (let k = 0; k < count; k++) {
    const entry = Math.floor(((k + 0.5) * values.length) / count);
    await check(`entry ${entry}`, new Float32Array(values.length).fill(1, entry, entry + 1), 1);
  }
  // ±1 in every entry: the error grows with the root of their number.
  const signs = grid(values.length, 3).map(Math.sign);
  await check('a direction', signs, Math.sqrt(values.length));
}

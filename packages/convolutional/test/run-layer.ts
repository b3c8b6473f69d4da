import {
  type DType,
  dispose,
  liveTensors,
  mul,
  sum,
  type Tensor,
  tensor,
  valueAndGrad,
} from '@seqloom/backend';
import { type CallContext, firstOutput, type Layer, sizeOf } from '@seqloom/nn';
import { expect } from 'vitest';
import { numbers } from './recorded.ts';

/** What a layer is run on. */
export interface LayerRun {
  readonly values: ArrayLike<number>;
  readonly shape: readonly number[];
  readonly dtype?: DType;
  /** The values of its weights, by name; by default those it starts with. */
  readonly weights?: Readonly<Record<string, Float32Array>>;
  /** The seed of the gradient of the result, see `numbers`. */
  readonly gradientSeed?: number;
  readonly mask?: ArrayLike<number>;
  readonly context?: Partial<CallContext>;
}

/** What came out. */
export interface LayerResult {
  readonly shape: readonly number[];
  readonly y: readonly number[];
  readonly dx: readonly number[];
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}

/**
 * Builds a layer, runs it forward and back, and releases it. Checks on the way that the shape is the one it announced,
 * also for sequences of unknown length, and that nothing stays allocated.
 */
export async function runLayer(layer: Layer, run: LayerRun): Promise<LayerResult> {
  const before = liveTensors();
  const [batch, length, features] = run.shape as [number, number, number];
  expect(layer.computeOutputShape([null, null, features])[0]).toBe(null);
  const announced = layer.build([null, length, features]).outputShape;
  for (const weight of layer.weights) {
    const values = run.weights?.[weight.name];
    if (values) weight.assign(values);
  }
  const x = tensor(Float32Array.from(run.values), run.shape);
  const mask = run.mask && tensor(Uint8Array.from(run.mask), [batch, length], 'bool');
  const sources = [x, ...layer.weights.map(({ value }) => value)];
  const { value, rest, grads } = valueAndGrad(() => {
    const y = firstOutput(layer.apply(x, { ...run.context, mask }));
    const dy = tensor(numbers(run.gradientSeed ?? 4, sizeOf(y.shape)), y.shape);
    return [sum(mul(y, dy)), y];
  }, sources);
  const y = rest[0]!;
  expect([null, ...y.shape.slice(1)]).toEqual([...announced]);
  const read = async (t: Tensor) => Array.from(await t.data(), (v) => v + 0); // −0 counts as 0
  const [dx, ...dWeights] = await Promise.all(grads.map((grad) => read(grad!)));
  const result = {
    shape: y.shape,
    y: await read(y),
    dx: dx!,
    gradients: Object.fromEntries(layer.weights.map(({ name }, i) => [name, dWeights[i]!])),
  };
  dispose(x, value, y, ...grads.map((grad) => grad!), ...(mask ? [mask] : []));
  layer.dispose();
  expect(liveTensors(), 'tensors left behind').toBe(before);
  return result;
}

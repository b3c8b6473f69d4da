import {
  add,
  liveTensors,
  mul,
  registerBackend,
  type SelectedBackend,
  selectBackend,
  sum,
  type Tensor,
  tensor,
  tidy,
  valueAndGrad,
} from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import type { CallContext, Layer } from '@seqloom/nn';
import { readRecorded } from '@seqloom/vitest/recorded';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';

/** Runs a file's tests on the wasm backend, and checks after each that no tensor is left. */
export function onWasm(): void {
  let backend: SelectedBackend;
  let alive = 0;
  beforeAll(async () => {
    registerBackend(wasmBackend());
    backend = await selectBackend({ prefer: ['wasm'], threads: 1 });
  });
  beforeEach(() => {
    alive = liveTensors();
  });
  afterEach(() => {
    expect(liveTensors(), 'tensors alive after the test').toBe(alive);
  });
  afterAll(() => backend.dispose());
}

/** Largest magnitude, weighted sum, samples: what tooling/oracles/generator.py records of an array. */
export type Digest = readonly number[];

export const recorded = <Case>(subject: string): readonly Case[] => readRecorded(subject);

/** The generator of tooling/oracles/generator.py: numbers in [−1, 1). */
export function randomFloats(count: number, seed: number): Float32Array {
  let state = (Math.imul(seed, 2_654_435_761) + 1) >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

export function draw(shape: readonly number[], seed: number, scale = 1): Float32Array {
  const count = shape.reduce((a, b) => a * b, 1);
  return randomFloats(count, seed).map((v) => v * scale);
}

/** Largest error of the recorded numbers relative to the largest magnitude; of the sum, also to √(its terms). */
export function errorOf(got: Float32Array, [largest, weighted, ...samples]: Digest): number {
  const weights = randomFloats(got.length, 99);
  const gotLargest = got.reduce((max, v) => Math.max(max, Math.abs(v)), 0);
  const gotSum = got.reduce((total, v, i) => total + v * weights[i]!, 0);
  const errors = [
    gotLargest - largest!,
    (gotSum - weighted!) / Math.sqrt(got.length),
    ...samples.map((v, i) => got[(i * 7919) % got.length]! - v),
  ];
  return Math.max(...errors.map(Math.abs)) / (largest! || 1);
}

/** What a layer yields and the gradients of Σ weight · output, by name. */
export interface LayerRun {
  readonly outputs: readonly Float32Array[];
  readonly dx: Float32Array;
  /** Of the weights, by their name within the layer. */
  readonly weights: Readonly<Record<string, Float32Array>>;
  /** Of the initial states. */
  readonly states: readonly Float32Array[];
}

/** Runs a built layer forward and backward; the gradient of each output is given. */
export async function runLayer(
  layer: Layer,
  x: { readonly values: Float32Array; readonly shape: readonly number[] },
  outputGradients: readonly Float32Array[],
  context: Partial<CallContext> = {},
): Promise<LayerRun> {
  const input = tensor(x.values, x.shape);
  const initial = context.initialState ?? [];
  const parameters = layer.weights;
  const sources = [input, ...initial, ...parameters.map(({ value }) => value)];
  const { value, rest, grads } = valueAndGrad(() => {
    const result = layer.apply(input, context);
    const outputs = (Array.isArray(result) ? result : [result]) as Tensor[];
    expect(outputs.length).toBe(outputGradients.length);
    const losses = outputs.map((y, i) => sum(mul(y, tensor(outputGradients[i]!, y.shape))));
    return [losses.reduce(add), ...outputs];
  }, sources);
  const read = async (t: Tensor | undefined) => {
    if (!t) throw new Error('a source has no gradient');
    const values = (await t.data()) as Float32Array;
    t.dispose();
    return values;
  };
  value.dispose();
  input.dispose();
  const [dx, ...others] = await Promise.all(grads.map(read));
  const name = (path: string) => path.slice(layer.path.length + 1);
  return {
    outputs: await Promise.all(rest.map(read)),
    dx: dx!,
    states: others.slice(0, initial.length),
    weights: Object.fromEntries(parameters.map(({ path }, i) => [name(path), others[initial.length + i]!])),
  };
}

/** The numbers of a layer's first output. */
export async function outputOf(
  layer: Layer,
  x: Tensor,
  context: Partial<CallContext> = {},
): Promise<Float32Array> {
  const y = tidy(() => {
    const result = layer.apply(x, context);
    return (Array.isArray(result) ? result[0] : result) as Tensor;
  });
  const values = (await y.data()) as Float32Array;
  y.dispose();
  return values;
}

/** Checks that arrays have one length and differ by less than 10^−digits / 2. */
export function expectClose(got: ArrayLike<number>, expected: ArrayLike<number>, digits: number): void {
  expect(got.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) expect(got[i], `number ${i}`).toBeCloseTo(expected[i]!, digits);
}

import { slice, tensor, tidy } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { firstOutput, type Layer } from '@seqloom/nn';
import { expect, test } from 'vitest';
import { Conv1D, DepthwiseConv1D, SeparableConv1D } from '../src/index.ts';
import { numbers } from './recorded.ts';

startBackend(wasmBackend());

const LENGTH = 23;

/** The bits of y[0 … steps − 1] for inputs that agree with each other before step `t` only. */
async function bitsBefore(layer: Layer, t: number, seed: number, features: number, steps: number) {
  const values = numbers(1, 2 * LENGTH * features).map((value) => value / 3);
  const other = numbers(seed, values.length);
  const mixed = values.map((value, i) => (Math.floor(i / features) % LENGTH < t ? value : other[i]! * 1e3));
  const y = tidy(() => {
    const whole = firstOutput(layer.apply(tensor(mixed, [2, LENGTH, features])));
    return slice(whole, [0, 0, 0], [2, steps, whole.shape[2]!]);
  });
  const data = (await y.data()) as Float32Array;
  y.dispose();
  return Array.from(new Uint32Array(data.slice().buffer));
}

test.each([
  ['Conv1D', 3, () => new Conv1D({ filters: 4, kernelSize: 3, padding: 'causal' })],
  [
    'Conv1D as wide as the fast tiles want',
    32,
    () => new Conv1D({ filters: 32, kernelSize: 7, padding: 'causal' }),
  ],
  [
    'Conv1D with dilation',
    16,
    () => new Conv1D({ filters: 16, kernelSize: 5, padding: 'causal', dilationRate: 3 }),
  ],
  ['Conv1D with strides', 4, () => new Conv1D({ filters: 2, kernelSize: 4, padding: 'causal', strides: 3 })],
  ['Conv1D in groups', 32, () => new Conv1D({ filters: 32, kernelSize: 7, padding: 'causal', groups: 2 })],
  ['DepthwiseConv1D', 5, () => new DepthwiseConv1D({ kernelSize: 4, padding: 'causal' })],
  ['SeparableConv1D', 5, () => new SeparableConv1D({ filters: 3, kernelSize: 4, padding: 'causal' })],
] as const)('%s: what comes later changes no bit of what came before', async (_, features, make) => {
  const layer = make();
  layer.build([null, LENGTH, features]);
  const { strides = 1 } = layer.options;
  for (const t of [1, 2, 9, 16, 22]) {
    const steps = Math.ceil(t / strides); // outputs at 0, strides, 2 · strides … < t
    const before = await bitsBefore(layer, t, 5, features, steps);
    expect(await bitsBefore(layer, t, 6, features, steps)).toEqual(before);
    expect(before.some((bits) => bits !== 0)).toBe(true);
  }
  // The check sees something: one step later the outputs do differ.
  expect(await bitsBefore(layer, LENGTH - strides, 5, features, Math.ceil(LENGTH / strides))).not.toEqual(
    await bitsBefore(layer, LENGTH - strides, 6, features, Math.ceil(LENGTH / strides)),
  );
  layer.dispose();
});

import { type Tensor, tensor, tidy } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { firstOutput, stepRandom } from '@seqloom/nn';
import { describe, expect, test } from 'vitest';
import {
  AveragePooling1D,
  Conv1D,
  Conv1DTranspose,
  Cropping1D,
  DepthwiseConv1D,
  GlobalAveragePooling1D,
  GlobalMaxPooling1D,
  MaxPooling1D,
  SeparableConv1D,
  SpatialDropout1D,
  UpSampling1D,
  ZeroPadding1D,
} from '../src/index.ts';
import { numbers } from './recorded.ts';
import { runLayer } from './run-layer.ts';

startBackend(wasmBackend());

describe('known answers', () => {
  test('Conv1D slides its kernel over time', async () => {
    const layer = new Conv1D({ filters: 1, kernelSize: 2, activation: 'relu' });
    // 1 · x[t] − 2 · x[t + 1] + 0.5
    const weights = { kernel: Float32Array.of(1, -2), bias: Float32Array.of(0.5) };
    const { y, dx } = await runLayer(layer, { values: [5, 1, 3, -4], shape: [1, 4, 1], weights });
    expect(y).toEqual([3.5, 0, 11.5]);
    const [a, , c] = numbers(4, 3);
    expect(dx).toEqual([a!, -2 * a!, c!, -2 * c!]);
  });

  test('without a bias none is made or added', async () => {
    const options = { kernelSize: 2, useBias: false };
    for (const layer of [
      new Conv1D({ filters: 3, ...options }),
      new Conv1DTranspose({ filters: 3, ...options }),
      new DepthwiseConv1D(options),
      new SeparableConv1D({ filters: 3, ...options }),
    ]) {
      const { y, gradients } = await runLayer(layer, { values: new Float32Array(8), shape: [1, 4, 2] });
      expect(Object.keys(gradients)).not.toContain('bias');
      expect(y.every((value) => value === 0)).toBe(true);
    }
  });

  test('integers are converted', async () => {
    const layer = new MaxPooling1D();
    layer.build([null, 4, 1]);
    const y = tidy(() => firstOutput(layer.apply(tensor([3, 1, 2, 7], [1, 4, 1], 'int32'))));
    expect([y.dtype, ...(await y.data())]).toEqual(['float32', 3, 7]);
    y.dispose();
  });

  test('MaxPooling1D and AveragePooling1D, windows side by side by default', async () => {
    const input = { values: [1, 5, 2, 8, 9], shape: [1, 5, 1] };
    expect((await runLayer(new MaxPooling1D(), input)).y).toEqual([5, 8]);
    expect((await runLayer(new AveragePooling1D(), input)).y).toEqual([3, 5]);
    expect((await runLayer(new AveragePooling1D({ padding: 'same' }), input)).y).toEqual([3, 5, 9]);
    expect((await runLayer(new MaxPooling1D({ poolSize: 3, strides: 1, padding: 'same' }), input)).y).toEqual(
      [5, 5, 8, 9, 9],
    );
  });

  test('global poolings look at the steps that count', async () => {
    // Features of the two sequences: 1 4 7 and 2 5 9; −1 −2 −3 and −4 −5 −6.
    const input = { values: [1, 2, 4, 5, 7, 9, -1, -4, -2, -5, -3, -6], shape: [2, 3, 2] };
    const masked = { ...input, mask: [1, 1, 0, 0, 1, 1] };
    const empty = { ...input, mask: [0, 0, 0, 0, 1, 0] };
    const average = () => new GlobalAveragePooling1D();
    const largest = () => new GlobalMaxPooling1D();
    expect((await runLayer(average(), input)).y).toEqual([4, Math.fround(16 / 3), -2, -5]);
    expect((await runLayer(largest(), input)).y).toEqual([7, 9, -1, -4]);
    expect((await runLayer(average(), masked)).y).toEqual([2.5, 3.5, -2.5, -5.5]);
    expect((await runLayer(largest(), masked)).y).toEqual([4, 5, -2, -5]);
    expect((await runLayer(average(), empty)).y).toEqual([0, 0, -2, -5]);
    expect((await runLayer(largest(), empty)).y).toEqual([0, 0, -2, -5]);
    expect((await runLayer(new GlobalMaxPooling1D({ keepDims: true }), masked)).shape).toEqual([2, 1, 2]);
    expect((await runLayer(new GlobalAveragePooling1D({ keepDims: true }), masked)).shape).toEqual([2, 1, 2]);
    const [a, b, c, d] = numbers(4, 4);
    expect((await runLayer(largest(), masked)).dx).toEqual([0, 0, a, b, 0, 0, 0, 0, c, d, 0, 0]);
    expect((await runLayer(average(), empty)).dx).toEqual([0, 0, 0, 0, 0, 0, 0, 0, c, d, 0, 0]);
  });

  test('ZeroPadding1D, Cropping1D and UpSampling1D', async () => {
    const input = { values: [1, 2, 3, 4, 5, 6], shape: [1, 3, 2] };
    const [a, b, c, d, e, f, g, h] = numbers(4, 12) as unknown as number[];
    expect(await runLayer(new ZeroPadding1D({ padding: [0, 1] }), input)).toMatchObject({
      y: [1, 2, 3, 4, 5, 6, 0, 0],
      dx: [a, b, c, d, e, f],
    });
    expect((await runLayer(new ZeroPadding1D(), input)).y).toEqual([0, 0, 1, 2, 3, 4, 5, 6, 0, 0]);
    expect(await runLayer(new Cropping1D({ cropping: [0, 2] }), input)).toMatchObject({
      y: [1, 2],
      dx: [a, b, 0, 0, 0, 0],
    });
    expect((await runLayer(new Cropping1D(), input)).y).toEqual([3, 4]);
    const up = await runLayer(new UpSampling1D(), input);
    expect(up.y).toEqual([1, 2, 1, 2, 3, 4, 3, 4, 5, 6, 5, 6]);
    expect(up.dx.slice(0, 4)).toEqual([a! + c!, b! + d!, e! + g!, f! + h!]);
    expect((await runLayer(new UpSampling1D({ size: 1 }), input)).y).toEqual(input.values);
  });

  test('SpatialDropout1D drops whole features of a sequence, while training only', async () => {
    const rate = 0.25;
    const [batch, length, features] = [40, 5, 50];
    const input = {
      values: new Float32Array(batch * length * features).fill(1),
      shape: [batch, length, features],
    };
    const run = (step: number, training = true) =>
      runLayer(new SpatialDropout1D({ rate }), {
        ...input,
        context: { training, random: stepRandom(3, step) },
      });
    const { y } = await run(1);
    const at = (b: number, t: number, d: number) => y[(b * length + t) * features + d]!;
    let dropped = 0;
    for (let b = 0; b < batch; b++) {
      for (let d = 0; d < features; d++) {
        const first = at(b, 0, d);
        expect([0, Math.fround(4 / 3)]).toContain(first);
        for (let t = 1; t < length; t++) expect(at(b, t, d)).toBe(first);
        if (first === 0) dropped++;
      }
    }
    // 2000 draws: the standard deviation of the share is 0.01.
    expect(Math.abs(dropped / (batch * features) - rate)).toBeLessThan(0.05);
    expect((await run(1)).y).toEqual(y);
    expect((await run(2)).y).not.toEqual(y);
    expect((await run(1, false)).y.every((value) => value === 1)).toBe(true);
    const mask = {} as Tensor;
    expect(new SpatialDropout1D({ rate }).computeMask({} as Tensor, mask)).toBe(mask);
  });
});

import { dispose, type Tensor, tensor } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { createRandom } from '@seqloom/random';
import { expect, test } from 'vitest';
import { BatchNormalization, LayerNormalization } from '../src/index.ts';

// What Keras 3's own tests of both layers expect, as data: keras/src/layers/normalization.

startBackend(wasmBackend());

function expectClose(got: ArrayLike<number>, expected: readonly number[], tolerance = 1e-5): void {
  expect(got).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) {
    expect(Math.abs(got[i]! - value), `entry ${i}: ${got[i]}`).toBeLessThanOrEqual(tolerance);
  }
}

async function valuesOf(y: Tensor): Promise<number[]> {
  const values = Array.from(await y.data());
  y.dispose();
  return values;
}

async function statisticsOf(layer: BatchNormalization): Promise<number[][]> {
  return (await layer.getWeights()).slice(-2).map(({ data }) => Array.from(data));
}

test('LayerNormalization: output', async () => {
  const layer = new LayerNormalization({ betaInitializer: 'ones', gammaInitializer: 'ones' }).build([1, 5]);
  const x = tensor([0, 1, 2, 3, 4], [1, 5]);
  expectClose(await valuesOf(layer.apply(x)), [-0.41386, 0.29307, 1, 1.70693, 2.41386]);
  x.dispose();
  layer.dispose();
});

test('LayerNormalization: axes in any order', async () => {
  const x = tensor(createRandom(1, 'x').fillNormal(new Float32Array(24)), [2, 3, 4]);
  const [sorted, unsorted] = await Promise.all(
    [
      [-2, -1],
      [-1, -2],
    ].map(async (axis) => {
      const layer = new LayerNormalization({ axis }).build([2, 3, 4]);
      expect(layer.weights[0]!.shape).toEqual([3, 4]);
      const values = await valuesOf(layer.apply(x));
      layer.dispose();
      return values;
    }),
  );
  expect(unsorted).toEqual(sorted);
  x.dispose();
});

test('LayerNormalization: mean 0 and deviation 1', async () => {
  const layer = new LayerNormalization().build([null, 2, 2, 2]);
  const x = tensor(
    createRandom(2, 'x')
      .fillNormal(new Float32Array(8000))
      .map((v) => 5 + 10 * v),
    [1000, 2, 2, 2],
  );
  const y = await valuesOf(layer.apply(x));
  const mean = y.reduce((sum, v) => sum + v) / y.length;
  const deviation = Math.sqrt(y.reduce((sum, v) => sum + (v - mean) ** 2, 0) / y.length);
  expectClose([mean, deviation], [0, 1], 0.1);
  x.dispose();
  layer.dispose();
});

test('BatchNormalization: an input that is masked altogether', async () => {
  const layer = new BatchNormalization({ scale: false, center: false }).build([4, 5]);
  const x = tensor(new Float32Array(20), [4, 5]);
  const mask = tensor(new Uint8Array(4), [4], 'bool');
  expect(await valuesOf(layer.apply(x, { mask, training: true }))).toEqual(new Array(20).fill(0));
  dispose(x, mask);
  layer.dispose();
});

test.each([0, 0.1, 1])('BatchNormalization: ignores masked values, here %f', async (value) => {
  const layer = new BatchNormalization({ momentum: 0 }).build([null, null, 2]);
  const x = tensor(new Array(10).fill([1, 5, 2, 5, value, value, value, value]).flat(), [10, 4, 2]);
  const mask = tensor(
    Uint8Array.from({ length: 40 }, (_, i) => Number(i % 4 < 2)),
    [10, 4],
    'bool',
  );
  (layer.apply(x, { mask, training: true }) as Tensor).dispose();
  const [mean, variance] = await statisticsOf(layer);
  expectClose(mean!, [1.5, 5]);
  expectClose(variance!, [0.25, 0]);
  dispose(x, mask);
  layer.dispose();
});

test('BatchNormalization: a mask of fewer axes', async () => {
  const layer = new BatchNormalization({ momentum: 0, epsilon: 1e-3 }).build([1, 2, 3, 4]);
  const x = tensor(new Array(24).fill(1), [1, 2, 3, 4]);
  const mask = tensor(Uint8Array.of(1, 1), [1, 2], 'bool');
  expectClose(await valuesOf(layer.apply(x, { mask, training: true })), new Array(24).fill(0), 1e-6);
  const [mean, variance] = await statisticsOf(layer);
  expectClose(mean!, [1, 1, 1, 1], 1e-6);
  expectClose(variance!, [0, 0, 0, 0], 1e-6);
  dispose(x, mask);
  layer.dispose();
});

test('BatchNormalization: trainable decides whether it changes', async () => {
  const layer = new BatchNormalization({ momentum: 0.8, epsilon: 1e-7, trainable: false }).build([
    1, 4, 4, 3,
  ]);
  const values = createRandom(3, 'x')
    .fillNormal(new Float32Array(200 * 48))
    .map((v) => 5 + 10 * v);
  const x = tensor(values, [200, 4, 4, 3]);
  expect([layer.weights.length, layer.trainableWeights.length]).toEqual([4, 0]);
  expectClose(await valuesOf(layer.apply(x, { training: true })), Array.from(values), 1e-5);
  layer.trainable = true;
  expect(layer.trainableWeights).toHaveLength(2);
  const y = await valuesOf(layer.apply(x, { training: true }));
  for (let feature = 0; feature < 3; feature++) {
    const own = y.filter((_, i) => i % 3 === feature);
    const mean = own.reduce((sum, v) => sum + v) / own.length;
    const deviation = Math.sqrt(own.reduce((sum, v) => sum + (v - mean) ** 2, 0) / own.length);
    expectClose([mean, deviation], [0, 1], 1e-3);
  }
  x.dispose();
  layer.dispose();
});

test.each([
  [-1, [5, 2, 3]],
  [1, [5, 2, 3]],
  [-1, [5, 2, 3, 2]],
  [1, [5, 2, 3, 2]],
] as const)(
  'BatchNormalization: normalises, and with momentum 0 predicts what it gave in training; axis %i',
  async (axis, shape) => {
    const layer = new BatchNormalization({
      axis,
      momentum: 0,
      movingMeanInitializer: 'ones',
      movingVarianceInitializer: 'zeros',
    }).build(shape);
    const count = shape.reduce((product, size) => product * size, 1);
    const x = tensor(
      createRandom(4, 'x')
        .fillNormal(new Float32Array(count))
        .map((v) => 5 + 10 * v),
      shape,
    );
    const before = await valuesOf(layer.apply(x));
    const training = await valuesOf(layer.apply(x, { training: true }));
    expect(before).not.toEqual(training);
    expectClose(await valuesOf(layer.apply(x)), training, 1e-5);
    const place = axis < 0 ? axis + shape.length : axis;
    const inner = shape.slice(place + 1).reduce((product, size) => product * size, 1);
    for (let feature = 0; feature < shape[place]!; feature++) {
      const own = training.filter((_, i) => Math.floor(i / inner) % shape[place]! === feature);
      const mean = own.reduce((sum, v) => sum + v) / own.length;
      const deviation = Math.sqrt(own.reduce((sum, v) => sum + (v - mean) ** 2, 0) / own.length);
      expectClose([mean, deviation], [0, 1], 1e-3);
    }
    x.dispose();
    layer.dispose();
  },
);

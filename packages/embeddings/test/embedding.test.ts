import { dispose, liveTensors, mul, sum, tensor, tidy, valueAndGrad } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { firstOutput, l2 } from '@seqloom/nn';
import { type Recorded, readRecorded, relativeError } from '@seqloom/vitest/recorded';
import { expect, test } from 'vitest';
import { Embedding } from '../src/index.ts';

startBackend(wasmBackend());

test('equals PyTorch: rows forward, their sums backward', async () => {
  const answers = readRecorded<Record<'table' | 'ids' | 'upstream' | 'y' | 'gradient', Recorded>>(
    'train',
    'embedding',
  );
  const layer = new Embedding({ inputDim: 7, outputDim: 3, weights: Float32Array.from(answers.table.data) });
  expect(layer.build([null, 4]).outputShape).toEqual([null, 4, 3]);
  const ids = tensor(Int32Array.from(answers.ids.data), answers.ids.shape);
  const upstream = tensor(answers.upstream.data, answers.upstream.shape);
  const { rest, grads } = valueAndGrad(() => {
    const y = firstOutput(layer.apply(ids));
    return [sum(mul(y, upstream)), y];
  }, [layer.weights[0]!.value]);
  expect(rest[0]!.shape).toEqual([2, 4, 3]);
  expect(relativeError(await rest[0]!.data(), answers.y.data)).toBeLessThanOrEqual(1e-6); // copies of float32 numbers
  expect(relativeError(await grads[0]!.data(), answers.gradient.data)).toBeLessThanOrEqual(1e-6); // sums of three at most
  layer.dispose();
});

test('has Keras’ name, initial range and weight layout', async () => {
  const layer = new Embedding({ inputDim: 200, outputDim: 50, embeddingsRegularizer: l2(0.1) });
  layer.build([null, null]);
  const [embeddings] = await layer.getWeights();
  expect(embeddings!.name).toBe('embeddings');
  expect(embeddings!.shape).toEqual([200, 50]);
  const largest = embeddings!.data.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  expect(largest).toBeLessThanOrEqual(0.05);
  expect(largest).toBeGreaterThan(0.0499); // of 10,000 uniform draws
  expect(layer.weights[0]!.regularizer).toEqual({ l2: 0.1 });
  layer.dispose();
});

test('maskZero masks padding; floats are taken as ids', async () => {
  const layer = new Embedding({
    inputDim: 3,
    outputDim: 1,
    maskZero: true,
    weights: Float32Array.of(10, 11, 12),
  });
  layer.build([null, 3]);
  const ids = tensor([0, 2, 1], [1, 3]);
  const mask = tidy(() => layer.computeMask(ids)!);
  expect(mask.dtype).toBe('bool');
  expect(Array.from(await mask.data())).toEqual([0, 1, 1]);
  const y = tidy(() => firstOutput(layer.apply(ids)));
  expect(Array.from(await y.data())).toEqual([10, 12, 11]);
  const plain = new Embedding({ inputDim: 3, outputDim: 1 });
  expect(plain.computeMask(ids)).toBeUndefined();
  for (const made of [mask, y, ids, layer]) made.dispose();
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e20, -1])('a float id of %s is an error too', (id) => {
  const layer = new Embedding({ inputDim: 3, outputDim: 2 });
  layer.build([null, 3]);
  const ids = tensor(Float32Array.of(0, id, 2), [1, 3]);
  expect(() => layer.apply(ids)).toThrow(/Embedding "embedding": id \S+ is outside 0 … 2/);
  ids.dispose();
  layer.dispose();
});

test.each([3, -1])('id %s outside the table is an error naming layer, id and range', (id) => {
  const layer = new Embedding({ inputDim: 3, outputDim: 2, name: 'words' });
  layer.build([null, 1]);
  const ids = tensor(Int32Array.of(id), [1, 1]);
  const before = liveTensors();
  expect(() => layer.apply(ids)).toThrow(
    new RangeError(`Embedding "words": id ${id} is outside 0 … 2. Ids must be below inputDim = 3.`),
  );
  expect(liveTensors()).toBe(before);
  ids.dispose();
  layer.dispose();
});

test.each([
  [{ inputDim: 0, outputDim: 2 }, 'Embedding: inputDim must be a positive integer, got 0.'],
  [{ inputDim: 2, outputDim: 1.5 }, 'Embedding: outputDim must be a positive integer, got 1.5.'],
  [
    { inputDim: 2, outputDim: 2, mask_zero: true },
    'Embedding: has no setting "mask_zero". Its settings: inputDim, outputDim, embeddingsInitializer, ' +
      'embeddingsRegularizer, maskZero, weights, name, trainable.',
  ],
  [{ inputDim: 2, outputDim: 2, maskZero: 1 }, 'Embedding: maskZero must be true or false, got 1.'],
  [
    { inputDim: 2, outputDim: 2, weights: new Float32Array(3) },
    'inputDim × outputDim = 4 values, got 3 values.',
  ],
  [{ inputDim: 2, outputDim: 2, weights: [1, 2, 3, 4] }, 'inputDim × outputDim = 4 values, got object.'],
  [{ inputDim: 2, outputDim: 2, embeddingsInitializer: 'no' }, 'unknown initializer, got "no"'],
])('refuses %j', (options, message) => {
  expect(() => new Embedding(options as never)).toThrow(message);
});

test('a table larger than any tensor is refused before it is made', () => {
  const layer = new Embedding({ inputDim: 2 ** 30, outputDim: 2 ** 30 });
  expect(() => layer.build([null, 1])).toThrow('larger than a tensor can be');
});

test('saved options leave the table out', () => {
  const layer = new Embedding({ inputDim: 1, outputDim: 1, weights: Float32Array.of(1), maskZero: true });
  expect(layer.toJSON().options).toEqual({
    inputDim: 1,
    outputDim: 1,
    maskZero: true,
    name: 'embedding',
    trainable: true,
  });
});

test('steps that a mask skips stay skipped, and computing the mask leaves no other tensor', async () => {
  const ids = tensor(Int32Array.of(1, 0, 2), [1, 3]);
  const earlier = tensor([0, 1, 1], [1, 3], 'bool');
  const before = liveTensors();
  const layer = new Embedding({ inputDim: 3, outputDim: 1, maskZero: true });
  const masks = [layer.computeMask(ids)!, layer.computeMask(ids, earlier)!];
  expect(liveTensors()).toBe(before + 2);
  expect(await Promise.all(masks.map(async (mask) => Array.from(await mask.data())))).toEqual([
    [1, 0, 1],
    [0, 0, 1],
  ]);
  expect(new Embedding({ inputDim: 3, outputDim: 1 }).computeMask(ids, earlier)).toBe(earlier);
  dispose(ids, earlier, ...masks);
});

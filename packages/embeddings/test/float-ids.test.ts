import { dispose, liveTensors, tensor } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { expect, test } from 'vitest';
import { Embedding } from '../src/index.ts';

startBackend(wasmBackend());

test.each([1.5, 2 ** 24])('float32 id %d, which may be another id rounded, is refused by name', (id) => {
  const layer = new Embedding({
    inputDim: 2 ** 24 + 2,
    outputDim: 1,
    embeddingsInitializer: 'zeros',
    name: 'words',
  });
  layer.build([null, 2]);
  const ids = tensor(Float32Array.of(0, id), [1, 2]);
  const before = liveTensors();
  expect(() => layer.apply(ids)).toThrow('Embedding "words": float32 ids must be whole numbers below 2^24.');
  expect(liveTensors()).toBe(before);
  dispose(ids);
  layer.dispose();
});

test('the same id as int32 is taken', async () => {
  const layer = new Embedding({ inputDim: 2 ** 24 + 2, outputDim: 1, embeddingsInitializer: 'ones' });
  layer.build([null, 1]);
  const ids = tensor(Int32Array.of(2 ** 24 + 1), [1, 1]);
  const y = layer.apply(ids) as ReturnType<typeof tensor>;
  expect(Array.from(await y.data())).toEqual([1]);
  dispose(ids, y);
  layer.dispose();
});

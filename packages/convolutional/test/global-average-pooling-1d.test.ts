import { sum, tensor, tidy, valueAndGrad } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { firstOutput } from '@seqloom/nn';
import { expect, test } from 'vitest';
import { GlobalAveragePooling1D } from '../src/index.ts';

startBackend(wasmBackend());

const built = () => {
  const layer = new GlobalAveragePooling1D();
  expect(layer.build([null, null, 2]).outputShape).toEqual([null, 2]);
  return layer;
};

test('takes the mean over time', async () => {
  const y = tidy(() => firstOutput(built().apply(tensor([1, 2, 3, 4, 5, 6], [1, 3, 2]))));
  expect(Array.from(await y.data())).toEqual([3, 4]);
  y.dispose();
});

test('counts masked steps neither in the sum nor in the number; a sequence without steps gives zeros', async () => {
  const mask = tensor([1, 0, 1, 0, 0, 0], [2, 3], 'bool');
  const x = tensor([1, 2, 100, 100, 5, 6, 7, 7, 7, 7, 7, 7], [2, 3, 2]);
  const layer = built();
  const { rest, grads } = valueAndGrad(() => {
    const y = firstOutput(layer.apply(x, { mask }));
    return [sum(y), y];
  }, [x]);
  expect(Array.from(await rest[0]!.data())).toEqual([3, 4, 0, 0]);
  expect(Array.from(await grads[0]!.data())).toEqual([0.5, 0.5, 0, 0, 0.5, 0.5, 0, 0, 0, 0, 0, 0]);
});

test('names what it expects', () => {
  expect(() => new GlobalAveragePooling1D().build([null, 3])).toThrow(
    'GlobalAveragePooling1D "global_average_pooling1d": expected input of rank 3 [B, T, D], got shape [?, 3].',
  );
});

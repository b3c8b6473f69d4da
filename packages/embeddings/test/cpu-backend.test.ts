import {
  registerBackend,
  type SelectedBackend,
  selectBackend,
  sum,
  tensor,
  valueAndGrad,
} from '@seqloom/backend';
import { cpuBackend } from '@seqloom/backend-testkit';
import { firstOutput } from '@seqloom/nn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Embedding } from '../src/index.ts';

// A second implementer of the engine contract: the portable bodies do the work here.
let backend: SelectedBackend;
beforeAll(async () => {
  registerBackend(cpuBackend());
  backend = await selectBackend({ prefer: ['cpu'] });
});
afterAll(() => backend.dispose());

test('the gradient counts how often each id occurs, and an id outside is an error, without wasm too', async () => {
  const layer = new Embedding({ inputDim: 3, outputDim: 1 });
  layer.build([null, 3]);
  const ids = tensor(Int32Array.of(2, 0, 2), [1, 3]);
  const { grads } = valueAndGrad(() => sum(firstOutput(layer.apply(ids))), [layer.weights[0]!.value]);
  expect(Array.from(await grads[0]!.data())).toEqual([1, 0, 2]);
  expect(() => layer.apply(tensor(Int32Array.of(3, 0, 0), [1, 3]))).toThrow(
    'Embedding "embedding": id 3 is outside 0 … 2.',
  );
  layer.dispose();
});

import {
  dispose,
  gather,
  matMul,
  mean,
  own,
  registerBackend,
  reshape,
  selectBackend,
  square,
  tensor,
  update,
  valueAndGrad,
  zeros,
} from '@seqloom/backend';
import { numbers } from '@seqloom/backend-testkit';
import { expect, test } from 'vitest';
import { wasmBackend } from '../src/index.ts';

/** The bits of an embedding table after 20 steps of a model whose every kernel is cut into pieces. */
async function train(threads: number): Promise<Uint32Array> {
  registerBackend(wasmBackend());
  const backend = await selectBackend({ prefer: ['wasm'], threads });
  expect(backend.threads).toBe(threads);
  const [V, D, B, T] = [2000, 64, 64, 50];
  const table = { value: own(tensor(numbers(V * D, 1), [V, D])) };
  const kernel = { value: own(tensor(numbers(T * D * 48, 2, -0.1, 0.1), [T * D, 48])) };
  const slots = [table, kernel].map(({ value }) => [{ value: own(zeros(value.shape)) }]);
  const ids = tensor(
    Int32Array.from({ length: B * T }, (_, i) => (i * 7919) % V),
    [B, T],
  );
  for (let step = 0; step < 20; step++) {
    const forward = () => mean(square(matMul(reshape(gather(table.value, ids), [B, T * D]), kernel.value)));
    const { value, grads } = valueAndGrad(forward, [table.value, kernel.value]);
    [table, kernel].forEach((variable, i) => {
      const rule = {
        type: 'rmsprop',
        learningRate: 1e-3,
        rho: 0.9,
        momentum: 0,
        epsilon: 1e-7,
        centered: false,
      } as const;
      update(variable, grads[i]!, slots[i]!, rule);
    });
    dispose(value, ...(grads as [typeof value, typeof value]));
  }
  const bits = new Uint32Array((await table.value.data()).slice().buffer);
  await backend.dispose();
  return bits;
}

test('training gives the same bits on 1, 2 and 4 threads', async () => {
  const alone = await train(1);
  expect(await train(2)).toEqual(alone);
  expect(await train(4)).toEqual(alone);
});

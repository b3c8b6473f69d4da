import {
  add,
  type BackendPlugin,
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
import { expect } from 'vitest';

/** The bits of an embedding table after some steps of a model whose every kernel is cut into pieces. */
export async function train(plugin: BackendPlugin, threads: number): Promise<Uint32Array> {
  registerBackend(plugin);
  const backend = await selectBackend({ prefer: [plugin.name], threads });
  expect(backend.name).toBe(plugin.name);
  expect(backend.threads).toBe(threads);
  const [V, D, B, T] = [2000, 64, 64, 50];
  const table = { value: own(tensor(numbers(V * D, 1), [V, D])) };
  const kernel = { value: own(tensor(numbers(T * D * 48, 2, -0.1, 0.1), [T * D, 48])) };
  const slots = [table, kernel].map(({ value }) => [{ value: own(zeros(value.shape)) }]);
  const ids = tensor(
    Int32Array.from({ length: B * T }, (_, i) => (i * 7919) % V),
    [B, T],
  );
  for (let step = 0; step < 10; step++) {
    const forward = () => {
      const product = matMul(reshape(gather(table.value, ids), [B, T * D]), kernel.value);
      return add(mean(square(product)), mean(square(table.value)));
    };
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

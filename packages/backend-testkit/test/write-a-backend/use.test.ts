import { maxPool1d, registerBackend, selectBackend, simpleRNNSequence, tensor } from '@seqloom/backend';
import { expect, test } from 'vitest';
import { jsBackend } from './js-backend.ts';

test('runs its own bodies', async () => {
  registerBackend(jsBackend());
  const backend = await selectBackend({ prefer: ['js'] });
  expect(backend.fused).toEqual(['MaxPool1D', 'SimpleRNNSequence']);

  const x = tensor([1, 5, 2, 4], [1, 4, 1]);
  const pooled = maxPool1d(x, { poolSize: 2 });
  expect([...(await pooled.data())]).toEqual([5, 4]);

  const [kernel, recurrentKernel] = [tensor([1], [1, 1]), tensor([0.5], [1, 1])];
  const { hLast } = simpleRNNSequence({ x: pooled, kernel, recurrentKernel });
  expect((await hLast.data())[0]).toBeCloseTo(Math.tanh(4 + 0.5 * Math.tanh(5)), 6);

  for (const each of [x, pooled, kernel, recurrentKernel, hLast]) each.dispose();
  await backend.dispose();
});

import { dense, dispose, registerBackend, reshape, selectBackend, tensor } from '@seqloom/backend';
import { expect, test } from 'vitest';
import { wasmBackend } from '../src/index.ts';

test.each(['own', 'stock'] as const)('with loader %s a bias may be a reshaped tensor', async (loader) => {
  registerBackend(wasmBackend({ loader }));
  const backend = await selectBackend({ prefer: ['wasm'], threads: 1, replace: true });
  const [x, kernel] = [tensor([1, 2], [1, 2]), tensor([1, 0, 0, 1], [2, 2])];
  const row = tensor([10, 20], [1, 2]);
  const bias = reshape(row, [2]);
  const y = dense({ x, kernel, bias });
  expect(Array.from(await y.data())).toEqual([11, 22]);
  dispose(x, kernel, row, bias, y);
  await backend.dispose();
});

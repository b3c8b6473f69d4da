import { registerBackend, type SelectedBackend, selectBackend, tensor } from '@seqloom/backend';
import { afterEach, expect, test } from 'vitest';
import { wasmBackend } from '../src/index.ts';

const selections: SelectedBackend[] = [];
const select = async (plugin = wasmBackend(), threads?: number) => {
  registerBackend(plugin);
  const selection = await selectBackend({ prefer: ['wasm'], ...(threads !== undefined && { threads }) });
  selections.push(selection);
  return selection;
};
afterEach(async () => {
  for (const selection of selections.splice(0)) await selection.dispose();
});

test('wasmBackend() with the same options is the same backend, and its tensors live on', async () => {
  const first = await select();
  const x = tensor([1, 2], [2]);
  const others = await Promise.all([select(), select(wasmBackend({ simd: 'simd', loader: 'own' }))]);
  for (const other of others) expect(other).toEqual(first);
  expect(Array.from(await x.data())).toEqual([1, 2]);
  x.dispose();
});

test('wasmBackend() with other options is another backend', async () => {
  await select();
  const x = tensor([1, 2], [2]);
  await expect(select(wasmBackend({ loader: 'stock' }))).rejects.toThrow(
    "1 tensor lives on it, but another 'wasm' has been registered since.",
  );
  expect(Array.from(await x.data())).toEqual([1, 2]);
  x.dispose();
  await select(wasmBackend({ loader: 'stock' }));
});

test('a thread count that the platform cannot give is no other choice', async () => {
  const stock = wasmBackend({ loader: 'stock' });
  expect((await select(stock)).threads).toBe(1);
  const x = tensor([1], [1]);
  expect((await select(stock, 4)).threads).toBe(1);
  x.dispose();
});

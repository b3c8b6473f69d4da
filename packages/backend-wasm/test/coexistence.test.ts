import { liveTensors, mul, registerBackend, selectBackend, tensor } from '@seqloom/backend';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, expect, test } from 'vitest';
import '@tensorflow/tfjs-backend-wasm';
import { wasmBackend } from '../src/index.ts';

afterAll(() => tf.removeBackend('wasm'));

const ours = async () => {
  registerBackend(wasmBackend());
  return selectBackend({ prefer: ['wasm'] });
};

/** x² on the backend that is active, through a kernel that tfjs binds once per realm. */
async function squares(x: readonly number[]): Promise<number[]> {
  const a = tensor(x, [x.length]);
  const y = mul(a, a);
  const data = Array.from(await y.data());
  a.dispose();
  y.dispose();
  return data;
}

test("works beside a user's own tfjs wasm backend, whichever was started first", async () => {
  const backend = await ours();
  expect(await squares([1, 2, 3])).toEqual([1, 4, 9]);
  const before = liveTensors();
  // Theirs starts second, and takes the bindings that all wasm kernels share.
  await tf.setBackend('wasm');
  expect(await squares([2, 3, 4])).toEqual([4, 9, 16]);
  const theirs = tf.tensor1d([5, 6]);
  for (let round = 0; round < 3; round++) {
    await tf.setBackend('seqloom-wasm');
    expect(await squares([3, 4, 5])).toEqual([9, 16, 25]);
    await tf.setBackend('wasm');
    expect(Array.from(await tf.mul(theirs, theirs).data())).toEqual([25, 36]);
    expect(await squares([4, 5, 6])).toEqual([16, 25, 36]);
  }
  // Theirs are not counted.
  expect(liveTensors()).toBe(before);
  await backend.dispose();
  // Ours starts second.
  const again = await ours();
  expect(await squares([7])).toEqual([49]);
  await tf.setBackend('wasm');
  expect(Array.from(await tf.mul(theirs, theirs).data())).toEqual([25, 36]);
  await again.dispose();
});

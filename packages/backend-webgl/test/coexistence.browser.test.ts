import { dispose, liveTensors, mul, registerBackend, selectBackend, tensor } from '@seqloom/backend';
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, expect, test } from 'vitest';
import { webglBackend } from '../src/index.ts';

afterAll(() => tf.removeBackend('webgl'));

const ours = async () => {
  registerBackend(webglBackend());
  return selectBackend({ prefer: ['webgl'] });
};
const contextOf = (name: string) => (tf.findBackend(name) as MathBackendWebGL).gpgpu.gl;

/** x² of so many numbers that the GPU computes it. */
async function squares(first: number): Promise<number> {
  const a = tensor(new Float32Array(500).fill(first), [500]);
  const y = mul(a, a);
  const [square] = await y.data();
  dispose(a, y);
  return square!;
}

test("works beside a user's own tfjs webgl backend, whichever was started first", async () => {
  const backend = await ours();
  expect(await squares(3)).toBe(9);
  // Theirs starts second, and gets a context of its own.
  expect(await tf.setBackend('webgl')).toBe(true);
  expect(contextOf('webgl')).not.toBe(contextOf('seqloom-webgl'));
  const theirs = tf.fill([500], 5);
  for (let round = 0; round < 3; round++) {
    await tf.setBackend('seqloom-webgl');
    expect(await squares(4)).toBe(16);
    await tf.setBackend('webgl');
    expect((await tf.mul(theirs, theirs).data())[0]).toBe(25);
  }
  // Theirs are not counted.
  expect(liveTensors()).toBe(0);
  await backend.dispose();
  // Ours starts second, and theirs goes on when it has ended.
  const again = await ours();
  expect(contextOf('webgl')).not.toBe(contextOf('seqloom-webgl'));
  expect(await squares(7)).toBe(49);
  await again.dispose();
  await tf.setBackend('webgl');
  expect((await tf.mul(theirs, theirs).data())[0]).toBe(25);
});

test('what is read is a copy', async () => {
  const backend = await ours();
  const a = tensor(new Float32Array(500).fill(2), [500]);
  const y = mul(a, a);
  for (const x of [a, y]) (await x.data()).fill(9);
  expect([(await a.data())[0], (await y.data())[0]]).toEqual([2, 4]);
  dispose(a, y);
  await backend.dispose();
});

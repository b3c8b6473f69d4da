import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test } from 'vitest';
import {
  add,
  type BackendPlugin,
  dispose,
  identity,
  liveTensors,
  registerBackend,
  type SelectedBackend,
  selectBackend,
  square,
  type Tensor,
  tensor,
} from '../src/index.ts';
import { cpuPlugin } from './cpu-plugin.ts';

let selected: SelectedBackend | undefined;
afterEach(async () => {
  await selected?.dispose();
  selected = undefined;
});

const select = async () => {
  registerBackend(cpuPlugin);
  selected = await selectBackend({ prefer: ['cpu'] });
  return selected;
};

test('without a backend no tensors are alive', () => {
  expect(liveTensors()).toBe(0);
});

test('tensors are counted one by one, also where they share their numbers', async () => {
  await select();
  const x = tensor([1, 2], [2]);
  const again = identity(x);
  const y = add(x, again);
  expect(liveTensors()).toBe(3);
  x.dispose();
  expect(liveTensors()).toBe(2);
  dispose(again, y);
  expect(liveTensors()).toBe(0);
});

test('blocks that a kernel takes and releases past the engine are no tensors', async () => {
  const uploading: BackendPlugin = {
    ...cpuPlugin,
    name: 'uploading',
    async init() {
      const backend = new MathBackendCPU();
      tf.copyRegisteredKernels('cpu', 'seqloom-uploading');
      tf.registerBackend('seqloom-uploading', () => backend);
      const { kernelFunc: square } = tf.getKernel('Square', 'cpu')!;
      tf.unregisterKernel('Square', 'seqloom-uploading');
      tf.registerKernel({
        kernelName: 'Square',
        backendName: 'seqloom-uploading',
        kernelFunc(params) {
          backend.data.delete(backend.write(new Float32Array(2), [2], 'float32'));
          return square(params);
        },
      });
      return { threads: 1 };
    },
  };
  registerBackend(uploading);
  selected = await selectBackend({ prefer: ['uploading'] });
  const x = tensor([1, 2], [2]);
  const y = square(x);
  expect(liveTensors()).toBe(2);
  dispose(x, y);
  expect(liveTensors()).toBe(0);
});

test('the tensors of a backend that is gone are not counted, and disposing of them changes nothing', async () => {
  const first = await select();
  const x = tensor([1, 2], [2]);
  const second = identity(x);
  await first.dispose();
  expect(liveTensors()).toBe(0);
  x.dispose();
  expect(x.isDisposed).toBe(true);

  await select();
  expect(liveTensors()).toBe(0);
  const fresh = tensor([3], [1]);
  second.dispose();
  expect(liveTensors()).toBe(1);
  expect(Array.from(await fresh.data())).toEqual([3]);
});

test('reading or using a tensor whose backend is gone says so', async () => {
  const first = await select();
  const x = tensor([1, 2], [2]);
  await first.dispose();
  await expect(x.data()).rejects.toThrow("its backend 'cpu' has been disposed of, and its numbers with it");
  expect(() => add(x, x)).toThrow('no other is in use. Await selectBackend()');

  await select();
  await expect(x.data()).rejects.toThrow('again on the backend now in use');
  const uses: (() => Tensor)[] = [() => add(x, x), () => add(tensor([1], [1]), x)];
  for (const use of uses) expect(use).toThrow("its backend 'cpu' has been disposed of");
});

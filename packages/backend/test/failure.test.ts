import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test } from 'vitest';
import {
  add,
  BackendFailedError,
  type BackendPlugin,
  dispose,
  liveTensors,
  matMul,
  registerBackend,
  type SelectedBackend,
  selectBackend,
  tensor,
  tidy,
  valueAndGrad,
  zeros,
} from '../src/index.ts';
import { cpuPlugin } from './cpu-plugin.ts';

/** Loses the numbers of the backend that was started last. */
let lose: (reason: string) => void;
/** A backend with reads that wait, as of a GPU. `slow`: reads that never end, as those of a GPU that is gone. */
function gpu(changes: Partial<BackendPlugin> = {}, slow = false): BackendPlugin {
  return {
    ...cpuPlugin,
    name: 'gpu',
    priority: 9,
    synchronousReads: false,
    async init({ onFailure }) {
      lose = onFailure;
      const backend = new MathBackendCPU();
      if (slow) backend.read = () => new Promise(() => {});
      tf.copyRegisteredKernels('cpu', 'seqloom-gpu');
      tf.registerBackend('seqloom-gpu', () => backend);
      return { threads: 1 };
    },
    ...changes,
  };
}

let selected: SelectedBackend | undefined;
afterEach(async () => {
  await selected?.dispose();
  selected = undefined;
});
const select = async (plugin: BackendPlugin) => {
  registerBackend(plugin);
  selected = await selectBackend({ prefer: [plugin.name] });
};

const MESSAGE = "backend 'gpu' has failed: the device was lost. The numbers of its tensors are lost";

test('once the numbers are lost every operation and every read throws, and tensors can be disposed of', async () => {
  await select(gpu());
  const x = tensor([1, 2], [2]);
  const y = add(x, x);
  lose('the device was lost');
  lose('a second reason');
  const uses = [
    () => add(x, y),
    () => tensor([1], [1]),
    () => zeros([2]),
    () => tidy(() => matMul(zeros([1, 1]), x)),
    () => valueAndGrad(() => x, [x]),
  ];
  for (const use of uses) expect(use).toThrow(MESSAGE);
  await expect(y.data()).rejects.toThrow(BackendFailedError);
  dispose(x, y);
  expect(liveTensors()).toBe(0);
});

test('a read under way ends with the failure', async () => {
  await select(gpu({}, true));
  const x = tensor([1, 2], [2]);
  const reading = x.data();
  lose('the device was lost');
  await expect(reading).rejects.toThrow(MESSAGE);
  x.dispose();
});

test('the failed backend is not shared: the next selection starts again, though dead tensors are left', async () => {
  await select(gpu());
  const first = selected!;
  const x = tensor([1, 2], [2]);
  lose('the device was lost');
  const second = await selectBackend({ prefer: ['gpu'] });
  const y = tensor([3], [1]);
  expect(liveTensors()).toBe(1);
  await expect(x.data()).rejects.toThrow("its backend 'gpu' has been disposed of");
  expect([...(await y.data())]).toEqual([3]);
  dispose(x, y);
  await first.dispose();
  await second.dispose();
});

test('numbers lost while it starts make it a rejected candidate', async () => {
  const failing = gpu();
  registerBackend(cpuPlugin);
  registerBackend({
    ...failing,
    async init(options) {
      const report = await failing.init(options);
      lose('the device was lost');
      return report;
    },
  });
  selected = await selectBackend({ prefer: ['gpu'] });
  expect(selected.name).toBe('cpu');
  expect(selected.rejected).toEqual([{ name: 'gpu', reason: 'the device was lost' }]);
});

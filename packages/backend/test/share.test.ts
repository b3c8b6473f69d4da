import { afterEach, expect, test } from 'vitest';
import {
  activeBackend,
  BackendInUseError,
  type BackendPlugin,
  liveTensors,
  registerBackend,
  type SelectedBackend,
  selectBackend,
  tensor,
} from '../src/index.ts';
import { cpuPlugin } from './cpu-plugin.ts';

/** A factory as plug-ins export it: equal configurations are interchangeable. Counts what it has started and stopped. */
const log: string[] = [];
function countingPlugin(build: string, changes: Partial<BackendPlugin> = {}): BackendPlugin {
  return {
    ...cpuPlugin,
    configuration: [build],
    async init(options) {
      const { threads = 2 } = options;
      await cpuPlugin.init(options);
      log.push(`start ${build} ${threads}`);
      return { threads };
    },
    // Workers take their time to end; a start must not overlap with it.
    async dispose() {
      await new Promise((resolve) => setTimeout(resolve, 5));
      log.push(`stop ${build}`);
    },
    ...changes,
  };
}

const selections: SelectedBackend[] = [];
const select = async (options?: Parameters<typeof selectBackend>[0]) => {
  const selection = await selectBackend(options);
  selections.push(selection);
  return selection;
};
afterEach(async () => {
  for (const selection of selections.splice(0)) await selection.dispose();
  expect(activeBackend()).toBeUndefined();
  log.length = 0;
});

test('the same choice, registered and selected again, gives the same backend, and its tensors live on', async () => {
  registerBackend(countingPlugin('a'));
  const first = await select();
  const x = tensor([1, 2], [2]);
  registerBackend(countingPlugin('a'));
  const second = await select();
  expect(second).toEqual(first);
  expect(Array.from(await x.data())).toEqual([1, 2]);
  x.dispose();
  expect(log).toEqual(['start a 2']);
});

test('calls that overlap share one backend', async () => {
  registerBackend(countingPlugin('a'));
  await Promise.all([select(), select(), select({ prefer: ['cpu'] })]);
  expect(log).toEqual(['start a 2']);
});

test('a call that fails does not keep the next one from selecting', async () => {
  registerBackend(countingPlugin('a'));
  const [wrong, right] = await Promise.allSettled([selectBackend({ prefer: ['tpu'] }), select()]);
  expect(wrong.status).toBe('rejected');
  expect(right.status).toBe('fulfilled');
});

test('the backend stops with its last selection; each counts once', async () => {
  registerBackend(countingPlugin('a'));
  const [first, second] = [await select(), await select()];
  const x = tensor([1, 2], [2]);
  await Promise.all([first.dispose(), first.dispose()]);
  await first.dispose();
  expect(Array.from(await x.data())).toEqual([1, 2]);
  expect(log).toEqual(['start a 2']);
  await second.dispose();
  expect(log).toEqual(['start a 2', 'stop a']);
  await expect(x.data()).rejects.toThrow('has been disposed of');
});

test('a component that is mounted, unmounted and mounted again before its backend has started ends with one', async () => {
  registerBackend(countingPlugin('a'));
  const mount = () => {
    const selection = selectBackend();
    const work = selection.then(async () => {
      const x = tensor([3], [1]);
      const [value] = await x.data();
      x.dispose();
      return value;
    });
    return { work, unmount: async () => (await selection).dispose() };
  };
  const first = mount();
  const unmounted = first.unmount();
  const second = mount();
  expect(await first.work).toBe(3);
  expect(await second.work).toBe(3);
  await unmounted;
  expect(activeBackend()).toBe('cpu');
  await second.unmount();
  expect(activeBackend()).toBeUndefined();
});

test('a selection that follows a disposal at once waits until the backend has stopped', async () => {
  registerBackend(countingPlugin('a'));
  const first = await select();
  const ending = first.dispose();
  await select();
  await ending;
  expect(log).toEqual(['start a 2', 'stop a', 'start a 2']);
  const x = tensor([1], [1]);
  expect(Array.from(await x.data())).toEqual([1]);
  x.dispose();
});

test('what a selection leaves open, the backend in use decides', async () => {
  registerBackend(countingPlugin('a'));
  const first = await select({ threads: 3 });
  const x = tensor([1], [1]);
  expect(await select()).toEqual(first);
  expect(await select({ threads: 3 })).toEqual(first);
  expect(await select({ threads: 3, replace: true })).toEqual(first);
  x.dispose();
  expect(log).toEqual(['start a 3']);
});

test('another choice is refused while tensors live, with their number and the ways out', async () => {
  registerBackend(countingPlugin('a'));
  await select();
  const [x, y] = [tensor([1], [1]), tensor([2], [1])];
  const error = await selectBackend({ threads: 1 }).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(BackendInUseError);
  expect((error as BackendInUseError).tensors).toBe(2);
  expect((error as Error).message).toBe(
    "selectBackend: backend 'cpu' is in use and 2 tensors live on it, but its threads are 2, asked for 1. Leave out what " +
      'differs to share the backend in use; or dispose of the tensors (models and optimizers hold some); or pass replace: ' +
      'true, which ends them.',
  );
  registerBackend({ ...cpuPlugin, name: 'other' });
  await expect(selectBackend({ prefer: ['other'] })).rejects.toThrow(
    "2 tensors live on it, but 'other' is preferred.",
  );
  y.dispose();
  registerBackend(countingPlugin('b'));
  await expect(selectBackend()).rejects.toThrow(
    "1 tensor lives on it, but another 'cpu' has been registered since.",
  );
  expect(Array.from(await x.data())).toEqual([1]);
  x.dispose();
});

test('another choice replaces a backend without tensors, and one with tensors when told to', async () => {
  registerBackend(countingPlugin('a'));
  const first = await select();
  const second = await select({ threads: 1 });
  expect([first.threads, second.threads]).toEqual([2, 1]);
  const x = tensor([1], [1]);
  registerBackend(countingPlugin('b'));
  await select({ replace: true });
  expect(log).toEqual(['start a 2', 'stop a', 'start a 1', 'stop a', 'start b 2']);
  await expect(x.data()).rejects.toThrow("its backend 'cpu' has been disposed of");
  // Selections of a backend that was replaced have nothing left to stop.
  await first.dispose();
  await second.dispose();
  expect(activeBackend()).toBe('cpu');
});

test('a preferred candidate that cannot run here does not replace the backend in use', async () => {
  registerBackend(countingPlugin('a'));
  registerBackend({ ...cpuPlugin, name: 'absent', checkSupport: () => ({ ok: false, reason: 'no GPU' }) });
  registerBackend({ ...cpuPlugin, name: 'broken', init: () => Promise.reject(new Error('no assets')) });
  await select({ prefer: ['broken', 'cpu'] });
  const x = tensor([1], [1]);
  await select({ prefer: ['absent', 'broken', 'cpu'] });
  // Registered again it may run: that is another choice.
  registerBackend({ ...cpuPlugin, name: 'broken' });
  await expect(selectBackend({ prefer: ['broken', 'cpu'] })).rejects.toThrow("but 'broken' is preferred");
  x.dispose();
});

test('where the platform limits the threads, asking for more is no other choice', async () => {
  registerBackend(
    countingPlugin('limited', {
      async init(options) {
        await cpuPlugin.init(options);
        return { threads: 1, maxThreads: 1 };
      },
    }),
  );
  await select();
  const x = tensor([1], [1]);
  await select({ threads: 4 });
  x.dispose();
});

test('a backend that has failed is not shared', async () => {
  let failure: string | undefined;
  registerBackend(countingPlugin('mortal', { failure: () => failure }));
  await select();
  const x = tensor([1], [1]);
  failure = 'a worker has ended';
  await expect(selectBackend()).rejects.toThrow('but it has failed (a worker has ended).');
  await select({ replace: true });
  expect(log).toEqual(['start mortal 2', 'stop mortal', 'start mortal 2']);
  expect(liveTensors()).toBe(0);
  await expect(x.data()).rejects.toThrow('has been disposed of');
});

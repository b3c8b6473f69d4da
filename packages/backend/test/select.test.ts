import { afterEach, expect, test } from 'vitest';
import {
  activeBackend,
  type BackendPlugin,
  BackendUnavailableError,
  registerBackend,
  type SelectedBackend,
  selectBackend,
  tensor,
} from '../src/index.ts';
import { cpuPlugin } from './cpu-plugin.ts';

let selected: SelectedBackend | undefined;
afterEach(async () => {
  await selected?.dispose();
  selected = undefined;
});

const refusing = (name: string, priority: number): BackendPlugin => ({
  ...cpuPlugin,
  name,
  priority,
  checkSupport: () => ({ ok: false, reason: `${name} is out of order` }),
});
const failing: BackendPlugin = {
  ...cpuPlugin,
  name: 'broken',
  priority: 50,
  init: () => Promise.reject(new Error('no assets')),
};

test('without a registered backend there is one error that says what to do', async () => {
  await expect(selectBackend()).rejects.toThrow('no backend is registered. Call registerBackend');
  expect(activeBackend()).toBeUndefined();
});

test('only plug-ins are registered', () => {
  expect(() => registerBackend(null as never)).toThrow('registerBackend: expected a plug-in, got null.');
  expect(() => registerBackend({ name: 'mine', priority: 1 } as never)).toThrow(
    new TypeError('registerBackend: checkSupport must be a function, got undefined.'),
  );
  expect(() => registerBackend({ ...cpuPlugin, name: undefined as never })).toThrow(
    "registerBackend: name must be lower-case letters, digits and '-', got undefined.",
  );
});

test('when nothing fits, the error lists every candidate with its reason, by priority', async () => {
  registerBackend(refusing('first', 90));
  registerBackend(refusing('second', 80));
  const error = await selectBackend().catch((e: unknown) => e);
  expect(error).toBeInstanceOf(BackendUnavailableError);
  expect((error as BackendUnavailableError).rejected).toEqual([
    { name: 'first', reason: 'first is out of order' },
    { name: 'second', reason: 'second is out of order' },
  ]);
  expect((error as Error).message).toContain('first: first is out of order; second: second is out of order');
});

test('falls through to the next candidate, and reports who was rejected and which kernels are composed', async () => {
  registerBackend(failing);
  registerBackend(cpuPlugin);
  selected = await selectBackend();
  expect(selected.name).toBe('cpu');
  expect(activeBackend()).toBe('cpu');
  expect(selected.rejected.map(({ name }) => name)).toEqual(['first', 'second', 'broken']);
  expect(selected.rejected.at(-1)!.reason).toBe('no assets');
  expect(selected.fused).toEqual([]);
  expect(selected.composed).toContain('UnsortedSegmentSum');
});

test('a preference goes before priority, and an unknown name lists the known ones', async () => {
  selected = await selectBackend({ prefer: ['cpu'] });
  expect(selected.rejected).toEqual([]);
  await expect(selectBackend({ prefer: ['tpu'] })).rejects.toThrow(
    "no backend is named 'tpu'. Registered: first, second, broken, cpu.",
  );
});

test('can be selected, disposed of and selected again', async () => {
  for (let round = 0; round < 3; round++) {
    selected = await selectBackend({ prefer: ['cpu'] });
    await selected.dispose();
    await selected.dispose();
    expect(activeBackend()).toBeUndefined();
  }
});

test('refuses thread counts and names that make no sense', async () => {
  for (const threads of [0, -1, 1.5, Number.NaN]) {
    await expect(selectBackend({ threads })).rejects.toThrow(
      `threads must be a positive integer, got ${threads}`,
    );
  }
  await expect(selectBackend({ threads: 257 })).rejects.toThrow(
    'selectBackend: threads must be at most 256, got 257. Leave it out for one per core.',
  );
  await expect(selectBackend({ backend: 'wasm' } as never)).rejects.toThrow(
    'selectBackend: has no setting "backend". Its settings: prefer, threads, replace.',
  );
  await expect(selectBackend({ prefer: 'cpu' as never })).rejects.toThrow(
    'selectBackend: prefer must be an array of names, got "cpu".',
  );
  await expect(selectBackend({ replace: 1 as never })).rejects.toThrow(
    'selectBackend: replace must be true or false, got 1.',
  );
  expect(() => registerBackend({ ...cpuPlugin, name: 'my_backend' })).toThrow('got "my_backend"');
});

test('a candidate that fails after its init is taken down, and the next one is tried', async () => {
  let disposed = 0;
  registerBackend({
    ...cpuPlugin,
    name: 'hollow',
    priority: 99,
    init: async () => ({ threads: 1 }),
    dispose: () => void disposed++,
  });
  selected = await selectBackend({ prefer: ['hollow', 'cpu'] });
  expect(selected.name).toBe('cpu');
  expect(selected.rejected).toEqual([
    { name: 'hollow', reason: "its init registered no tfjs backend 'seqloom-hollow'" },
  ]);
  expect(disposed).toBe(1);
});

test('without a selected backend, making a tensor says what to do', () => {
  expect(() => tensor([1], [1])).toThrow('tensor: no backend is in use. Await selectBackend() first.');
});

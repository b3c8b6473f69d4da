import { afterEach, expect, test } from 'vitest';
import {
  activeBackend,
  awaitsBackend,
  provideBackends,
  ready,
  registerBackend,
  selectBackend,
  tensor,
} from '../src/index.ts';
import { cpuPlugin } from './cpu-plugin.ts';

afterEach(async () => {
  // A selection shares what ready() started; with it the backend ends.
  if (activeBackend() !== undefined) await (await selectBackend()).dispose();
});

test('without a plug-in, ready() says what to do', async () => {
  await expect(ready()).rejects.toThrow('no backend is registered. Call registerBackend');
  expect(awaitsBackend()).toBe(false);
});

test('only plug-ins are provided, all of them or none', () => {
  expect(() => provideBackends([cpuPlugin, null as never])).toThrow(
    'provideBackends: expected a plug-in, got null.',
  );
  expect(awaitsBackend()).toBe(false);
});

test('a provided backend is started by ready(), and a tensor made before that says so', async () => {
  provideBackends([cpuPlugin]);
  expect(() => tensor([1], [1])).toThrow('tensor: no backend is in use. Await ready() first.');
  expect(awaitsBackend()).toBe(true);
  await Promise.all([ready(), ready()]);
  expect(activeBackend()).toBe('cpu');
  expect(awaitsBackend()).toBe(false);
  tensor([1], [1]).dispose();
});

test('an explicit selection that was asked for first wins', async () => {
  registerBackend({ ...cpuPlugin, name: 'cpu', priority: 1 });
  const [selected] = await Promise.all([selectBackend({ prefer: ['cpu'] }), ready()]);
  expect(selected.name).toBe('cpu');
  await selected.dispose();
  expect(activeBackend()).toBeUndefined();
});

test('a selection replaces what ready() started, while no tensor lives on it', async () => {
  await ready();
  const other = { ...cpuPlugin, priority: 2, configuration: ['other'] };
  registerBackend(other);
  const selected = await selectBackend();
  expect(selected.name).toBe('cpu');
  expect(selected.rejected).toEqual([]);
  await selected.dispose();
  expect(activeBackend()).toBeUndefined();
});

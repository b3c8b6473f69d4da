import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { joinRealm } from '../src/engine/realm.ts';
import * as first from '../src/index.ts';
import { VERSION } from '../src/version.ts';
import { cpuPlugin } from './cpu-plugin.ts';

test('the version is that of package.json', () => {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(VERSION).toBe(version);
});

test('two copies of one version share the registry, the backend in use, its tensors and gradients', async () => {
  vi.resetModules();
  const second: typeof first = await import('../src/index.ts');
  expect(second.selectBackend).not.toBe(first.selectBackend);

  first.registerBackend(cpuPlugin);
  const [a, b] = await Promise.all([first.selectBackend(), second.selectBackend()]);
  const x = second.tensor([3], [1]);
  expect(first.liveTensors()).toBe(1);
  const { value, grads } = first.valueAndGrad(() => second.sum(second.mul(x, x)), [x]);
  expect(Array.from(await value.data())).toEqual([9]);
  expect(Array.from(await grads[0]!.data())).toEqual([6]);
  first.dispose(x, value, grads[0]!);

  await a.dispose();
  expect(second.activeBackend()).toBe('cpu');
  await b.dispose();
  expect(first.activeBackend()).toBeUndefined();
});

test('another version is refused at its first use, with both versions and places', () => {
  const holder = {};
  const shared = joinRealm(holder, '1.2.3', 'file:///app/node_modules/@seqloom/backend/realm.js');
  expect(joinRealm(holder, '1.2.3', 'file:///elsewhere/realm.js')).toBe(shared);
  const refused = joinRealm(holder, '1.3.0', 'file:///train/node_modules/@seqloom/backend/realm.js');
  const message =
    '@seqloom/backend: two versions are loaded, 1.2.3 (file:///app/node_modules/@seqloom/backend/realm.js) and 1.3.0 ' +
    '(file:///train/node_modules/@seqloom/backend/realm.js), expected one. Install the same version of all @seqloom ' +
    'packages; npm ls @seqloom/backend shows who asks for which.';
  expect(() => refused.running).toThrow(message);
  expect(() => refused.plugins).toThrow(message);
});

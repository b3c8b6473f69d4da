import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { oldCaches } from '../../src/service-worker/old-caches.ts';

/** Caches as a browser has them, as far as they are used. */
function fakeCaches() {
  const all = new Map<string, Map<string, Response>>();
  return {
    open: async (name: string) => {
      const entries = all.get(name) ?? new Map<string, Response>();
      all.set(name, entries);
      return {
        match: async (key: string) => entries.get(key)?.clone(),
        put: async (key: string, value: Response) => void entries.set(key, value),
      };
    },
    keys: async () => [...all.keys()],
    delete: async (name: string) => all.delete(name),
  };
}

let pages: string[];
const scope = 'https://host.example/site/';
const worker = {
  registration: { scope },
  clients: { matchAll: async () => pages.map((id) => ({ id })) },
};
/** The worker may be stopped between two events, so that each has a new one. */
const version = () => oldCaches(worker, 'site ', 'site two', ['site data']);

beforeEach(async () => {
  const fake = fakeCaches();
  vi.stubGlobal('caches', fake);
  for (const name of ['site one', 'site two', 'site data', 'other one']) await fake.open(name);
});
afterEach(() => vi.unstubAllGlobals());

test('the caches of older versions stay until the last page that was open at the change has gone', async () => {
  pages = ['a', 'b'];
  await version().note();
  expect(await version().tidy()).toBe(false);
  pages = ['b', 'c']; // a was loaded again
  expect(await version().tidy()).toBe(false);
  expect(await caches.keys()).toContain('site one');
  pages = ['c', 'd'];
  expect(await version().tidy()).toBe(true);
  expect(await caches.keys()).toEqual(['site two', 'site data', 'other one']);
});

test('they go at once when no page is open at the change', async () => {
  pages = [];
  await version().note();
  expect(await version().tidy()).toBe(true);
  expect(await caches.keys()).not.toContain('site one');
});

test('where nothing could be noted they go at once', async () => {
  pages = ['a'];
  expect(await version().tidy()).toBe(true);
});

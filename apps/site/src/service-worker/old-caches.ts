import type { WorkerScope } from './worker-scope.ts';

/** Caches of older versions, which stay for as long as a page of such a version is open. */
export interface OldCaches {
  /** Notes which pages are open: they are of an older version. To be called when this version takes over. */
  note(): Promise<void>;
  /** Removes the caches of older versions unless a noted page is open; says whether there are none left. */
  tidy(): Promise<boolean>;
}

/** Where the open pages are noted, an entry of the cache of this version: a service worker is stopped between two events. */
const NOTE = 'pages-of-old-versions.json';

/**
 * The caches of older versions.
 *
 * @param prefix with which the names of all caches of the site begin
 * @param current the cache of this version
 * @param others caches that no version owns
 */
export function oldCaches(
  { clients, registration }: Pick<WorkerScope, 'clients' | 'registration'>,
  prefix: string,
  current: string,
  others: readonly string[],
): OldCaches {
  const note = new URL(NOTE, registration.scope).href;
  // A page of a first visit is not among them: no service worker answers it.
  const openPages = async () => (await clients.matchAll({ type: 'window' })).map(({ id }) => id);
  const names = async () =>
    (await caches.keys()).filter(
      (name) => name.startsWith(prefix) && name !== current && !others.includes(name),
    );
  return {
    async note() {
      const cache = await caches.open(current);
      // Storage may be full: then the old pages do without their caches.
      await cache.put(note, Response.json(await openPages())).catch(() => {});
    },
    async tidy() {
      const old = await names();
      if (old.length === 0) return true;
      const cache = await caches.open(current);
      const noted: readonly string[] = (await (await cache.match(note))?.json()) ?? [];
      const open = new Set(await openPages());
      if (noted.some((id) => open.has(id))) return false;
      await Promise.all(old.map((name) => caches.delete(name)));
      return true;
    },
  };
}

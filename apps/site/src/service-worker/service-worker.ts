// Keeps the site for use off line, and isolates its pages on hosts that cannot send the headers for it.
// A version of the site is one cache. A new version is installed beside the old one and takes over when no page of the old one
// is open, or when the user asks for it: the files of a page never change under it.
import type { WorkerScope } from './worker-scope.ts';

/** Written by the build: what identifies this version, its files, and those that are kept from the first use on. */
declare const __SITE_FILES__: {
  readonly version: string;
  readonly files: readonly string[];
  readonly data: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
};

const worker = self as unknown as WorkerScope;
const { version, files, data, headers } = __SITE_FILES__;
const scope = new URL(worker.registration.scope);
// Another site of the same origin has another scope.
const PREFIX = `seqloom ${scope.pathname} `;
const CACHE = `${PREFIX}${version}`;
const DATA_CACHE = `${PREFIX}data`;
const kept = new Set(files);
const keptData = new Set(data);

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('message', ({ data: message }) => {
  if (message === 'activate') void worker.skipWaiting();
});
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const path = pathOf(request.url);
  if (path === undefined) return;
  if (request.mode === 'navigate') event.respondWith(answerNavigation(event.request, path));
  else if (kept.has(path)) event.respondWith(answer(CACHE, request, path));
  else if (keptData.has(path)) event.respondWith(answer(DATA_CACHE, request, path));
});

/** The path of a file within the site: `reviews/` is `reviews/index.html`. Undefined for what is not of this site. */
function pathOf(address: string): string | undefined {
  const { origin, pathname } = new URL(address);
  if (origin !== scope.origin || !pathname.startsWith(scope.pathname)) return undefined;
  const path = pathname.slice(scope.pathname.length);
  return path === '' || path.endsWith('/') ? `${path}index.html` : path;
}

async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  // The names of assets hold a hash of their content: what the browser has of them already is not fetched again. Pages may have changed.
  const mode = (path: string) => (path.startsWith('assets/') ? 'default' : 'reload');
  await cache.addAll(files.map((path) => new Request(new URL(path, scope), { cache: mode(path) })));
}

/** Removes what older versions have left. */
async function activate(): Promise<void> {
  const old = (await caches.keys()).filter(
    (name) => name.startsWith(PREFIX) && name !== CACHE && name !== DATA_CACHE,
  );
  await Promise.all(old.map((name) => caches.delete(name)));
  const cache = await caches.open(DATA_CACHE);
  const unused = (await cache.keys()).filter(({ url }) => !keptData.has(pathOf(url) ?? ''));
  await Promise.all(unused.map((request) => cache.delete(request)));
}

async function answerNavigation(request: Request, path: string): Promise<Response> {
  // A folder without its slash, which hosts redirect too: the addresses in a page are relative to it.
  if (!kept.has(path) && kept.has(`${path}/index.html`)) {
    const { search } = new URL(request.url);
    return Response.redirect(new URL(`${path}/${search}`, scope));
  }
  return answer(CACHE, request, path);
}

/** A file from the cache, otherwise from the network, with the headers that isolate the page. */
async function answer(name: string, request: Request, path: string): Promise<Response> {
  const cache = await caches.open(name);
  const address = new URL(path, scope).href;
  const found = await cache.match(address);
  if (found) return withHeaders(found);
  const response = await fetch(request);
  if (response.ok && name === DATA_CACHE && response.status === 200)
    await keep(cache, address, response.clone());
  return withHeaders(response);
}

/** Storage may be full: the answer is given all the same. */
async function keep(cache: Cache, address: string, response: Response): Promise<void> {
  await cache.put(address, response).catch(() => {});
}

function withHeaders(response: Response): Response {
  if (response.status === 0) return response; // a redirection, which the browser follows
  const all = new Headers(response.headers);
  for (const [header, value] of Object.entries(headers)) all.set(header, value);
  return new Response(response.body, {
    status: response.status,
    statusText: response.statusText,
    headers: all,
  });
}

// Keeps the site for use off line, and isolates its pages on hosts that cannot send the headers for it.
// A version of the site is one cache. A new version is installed beside the old one and takes over when no page of the old one
// is open, or when the user asks for it in one of them. The other open pages then get their files from the old cache, which is
// removed when the last of them has gone: the files of a page never change while it is open.
import { oldCaches } from './old-caches.ts';
import type { PageMessage } from './page-messages.ts';
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
const old = oldCaches(worker, PREFIX, CACHE, [DATA_CACHE]);
/** How long a page that leaves is still counted as open, in ms. */
const LEAVING_MS = 1000;

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('message', (event) => {
  const message = event.data as PageMessage;
  if (message === 'activate') void worker.skipWaiting();
  else if (message === 'loaded') event.waitUntil(tidy());
  else if (message === 'leaving') event.waitUntil(afterLeaving().then(tidy));
});
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const path = pathOf(request.url);
  if (path === undefined) return;
  if (request.mode === 'navigate') event.respondWith(answerNavigation(event.request, path));
  else if (kept.has(path)) event.respondWith(answer(CACHE, request, path));
  else if (keptData.has(path)) event.respondWith(answer(DATA_CACHE, request, path));
  else if (path.startsWith('assets/')) event.respondWith(answerOldPage(request));
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

async function activate(): Promise<void> {
  await old.note();
  await tidy();
}

/** Removes what older versions have left, files and data, as soon as no open page needs it. */
async function tidy(): Promise<void> {
  if (!(await old.tidy())) return;
  const cache = await caches.open(DATA_CACHE);
  const unused = (await cache.keys()).filter(({ url }) => !keptData.has(pathOf(url) ?? ''));
  await Promise.all(unused.map((request) => cache.delete(request)));
}

function afterLeaving(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, LEAVING_MS));
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

/** A file that this version does not have: a page of an older one asks for it, in whose cache it is. Names of assets hold a hash. */
async function answerOldPage(request: Request): Promise<Response> {
  return withHeaders((await caches.match(request.url)) ?? (await fetch(request)));
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

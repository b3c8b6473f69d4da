import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

/** The path below which the site is served: it must work anywhere. */
const BASE = '/some/where/';

/**
 * Serves a built site on this machine only: `{ base, requests, replace, unplug, close }`. `requests` are the files that were asked for, with their
 * size gzipped; `replace(path, text, { plain })` serves another text in place of
 * a file, a plain one without the content security policy, and without a text none; after `unplug()` nothing is answered.
 *
 * @param folder of the built site
 * @param headers sent with every answer
 */
export async function serveSite(folder, headers = {}) {
  const requests = [];
  const replaced = new Map();
  const withoutPolicy = new Set();
  let plugged = true;
  const server = createServer(async (request, response) => {
    if (!plugged) {
      request.socket.destroy();
      return;
    }
    const { pathname } = new URL(request.url, 'http://localhost');
    // normalize resolves every `..` against the root, so no path leads out of the folder
    const path = normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    const inside = path.startsWith(BASE) ? path.slice(BASE.length) : undefined;
    const content =
      inside === undefined
        ? undefined
        : replaced.has(inside)
          ? replaced.get(inside)
          : await readFile(join(folder, inside)).catch(() => undefined);
    if (content === undefined) {
      response.writeHead(404, headers).end();
      return;
    }
    requests.push({ path: inside, bytes: gzipSync(content, { level: 9 }).length });
    const type = TYPES[extname(inside)] ?? 'application/octet-stream';
    // As hosts do: names with a hash are kept, pages are asked for again.
    const kept = inside.startsWith('assets/') ? 'max-age=31536000, immutable' : 'no-cache';
    const { 'Content-Security-Policy': policy, ...others } = headers;
    const sent = policy && !withoutPolicy.has(inside) ? headers : others;
    response.writeHead(200, { ...sent, 'Content-Type': type, 'Cache-Control': kept }).end(content);
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address();
  return {
    base: `http://127.0.0.1:${port}${BASE}`,
    requests,
    replace: (path, text, { plain = false } = {}) => {
      replaced.set(path, text === undefined ? undefined : Buffer.from(text));
      if (plain) withoutPolicy.add(path);
    },
    unplug: () => {
      plugged = false;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}

import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';

/**
 * A registry on loopback with some packed packages, as if they were published; it refers to another one for all others.
 *
 * @param {string[]} tarballs paths of `.tgz` that `pnpm pack` wrote
 * @param {string} upstream the address of the registry for other packages
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 */
export async function serveRegistry(tarballs, upstream) {
  const packages = new Map(
    tarballs.map((path) => {
      const bytes = readFileSync(path);
      const manifest = manifestIn(gunzipSync(bytes));
      const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
      return [manifest.name, { path, manifest, integrity }];
    }),
  );
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname.slice(1));
    if (path.startsWith('-/tarballs/')) {
      const found = [...packages.values()].find((each) => path.endsWith(`/${basename(each.path)}`));
      response.writeHead(found ? 200 : 404, { 'content-type': 'application/octet-stream' });
      if (found) createReadStream(found.path).pipe(response);
      else response.end();
      return;
    }
    const own = packages.get(path);
    if (!own) {
      response.writeHead(302, {
        location: new URL(request.url.slice(1), `${upstream.replace(/\/$/, '')}/`).href,
      });
      response.end();
      return;
    }
    const { manifest, integrity } = own;
    const tarball = `http://127.0.0.1:${server.address().port}/-/tarballs/${basename(own.path)}`;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        name: manifest.name,
        'dist-tags': { latest: manifest.version },
        versions: { [manifest.version]: { ...manifest, dist: { tarball, integrity } } },
      }),
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** The `package.json` in a tar: 512 bytes of header, the size in octal at 124, the content filled up to 512. */
function manifestIn(tar) {
  for (let at = 0; at < tar.length; ) {
    const name = tar.toString('utf8', at, at + 100).replace(/\0.*$/s, '');
    const size = Number.parseInt(tar.toString('ascii', at + 124, at + 136), 8) || 0;
    if (name === 'package/package.json') return JSON.parse(tar.toString('utf8', at + 512, at + 512 + size));
    at += 512 + 512 * Math.ceil(size / 512);
  }
  throw new Error('a tarball has no package/package.json.');
}

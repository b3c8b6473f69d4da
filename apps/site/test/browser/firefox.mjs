// The main paths of the pages in Firefox, which nothing steers: a page of the test opens each page of the site in a frame, does what
// the visitor does, and tells the server of it.
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findBrowser, startBrowser } from '../../../../tooling/vitest/browser-program.mjs';
import { openSite } from './harness.mjs';

const PATIENCE_MS = 90_000;
const PAGE = 'firefox-check.html';

/** Runs in the page of the test: every path, one after the other. */
async function walk(paths, report) {
  const results = [];
  for (const { name, path, visit } of paths) {
    const frame = document.createElement('iframe');
    frame.width = 1200;
    frame.height = 900;
    frame.src = path;
    document.body.append(frame);
    await new Promise((loaded) => frame.addEventListener('load', loaded, { once: true }));
    const page = frame.contentDocument;
    const until = async (found, what) => {
      const end = performance.now() + 60_000;
      for (;;) {
        const value = found();
        if (value) return value;
        if (performance.now() > end)
          throw new Error(`${what} did not come; the page says: ${page.body.textContent.slice(0, 800)}`);
        await new Promise((wait) => setTimeout(wait, 50));
      }
    };
    const button = (text) =>
      [...page.querySelectorAll('button')].find((it) => it.textContent.trim() === text);
    try {
      await visit({ page, until, button });
      results.push({ name });
    } catch (error) {
      results.push({ name, error: String(error.message ?? error) });
    }
    frame.remove();
  }
  await fetch(report, { method: 'POST', body: JSON.stringify(results) });
}

/**
 * Runs the paths of all journeys that have one (`inFirefox`: `{ path, visit({ page, until, button }) }`) in Firefox.
 *
 * @returns a sentence; it says when there is no Firefox
 * @throws Error with what went wrong on which page
 */
export async function runFirefox(browser) {
  const { reason } = findBrowser('firefox');
  if (reason) return `Firefox skipped: ${reason}`;
  const journeys = [];
  for (const file of readdirSync(import.meta.dirname).filter((name) => name.endsWith('.journey.mjs'))) {
    const { journey } = await import(pathToFileURL(join(import.meta.dirname, file)));
    if (journey.inFirefox) journeys.push({ name: file.replace('.journey.mjs', ''), ...journey.inFirefox });
  }
  const site = await openSite(browser);
  const receiver = await listen();
  const paths = journeys.map(
    ({ name, path, visit }) =>
      `{ name: ${JSON.stringify(name)}, path: ${JSON.stringify(`./${path}`)}, visit: ${visit} }`,
  );
  const script = `(${walk})([${paths.join(', ')}], ${JSON.stringify(receiver.address)})`;
  // no policy: only what it opens is the site
  site.server.replace(PAGE, `<!doctype html><title>Test</title><body><script>${script}</script>`, {
    plain: true,
  });
  const end = startBrowser('firefox', `${site.base}${PAGE}`);
  try {
    const results = await receiver.result;
    const failed = results.filter(({ error }) => error);
    if (failed.length > 0)
      throw new Error(failed.map(({ name, error }) => `Firefox, ${name}: ${error}`).join('\n'));
    return `Firefox: ${results.map(({ name }) => name).join(', ')}`;
  } finally {
    await end();
    await receiver.close();
    await site.close();
  }
}

/** Waits for one POST. */
async function listen() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const result = new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('Firefox: no result after 90 s')), PATIENCE_MS);
    server.on('request', async (request, response) => {
      let text = '';
      for await (const part of request) text += part;
      response
        .writeHead(204, {
          'Access-Control-Allow-Origin': '*',
          'Cross-Origin-Resource-Policy': 'cross-origin',
        })
        .end();
      if (request.method !== 'POST') return;
      clearTimeout(timer);
      resolve(JSON.parse(text));
    });
  });
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    result,
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}

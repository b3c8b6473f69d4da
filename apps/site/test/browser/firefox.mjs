// The main paths of the pages in Firefox, which nothing steers: a page of the test opens each page of the site in a frame, does what
// the visitor does, and tells the server of it. Then the server stops, and every page has to open without it.
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findBrowser, startBrowser } from '../../../../tooling/vitest/browser-program.mjs';
import { openSite } from './harness.mjs';

const PATIENCE_MS = 300_000;
const PAGE = 'firefox-check.html';

/** Runs in the page of the test: every path, one after the other, then all pages off line. */
async function walk(paths, receiver) {
  const results = [];
  const untilTrue = async (found, what, page) => {
    const end = performance.now() + 30_000;
    for (;;) {
      const value = found();
      if (value) return value;
      if (performance.now() > end)
        throw new Error(`${what} did not come; the page says: ${page.body.textContent.slice(0, 800)}`);
      await new Promise((wait) => setTimeout(wait, 50));
    }
  };
  const open = async (path) => {
    const frame = document.createElement('iframe');
    frame.width = 1200;
    frame.height = 900;
    frame.src = path;
    document.body.append(frame);
    await new Promise((loaded) => frame.addEventListener('load', loaded, { once: true }));
    return frame;
  };
  for (const { name, path, visit } of paths) {
    await fetch(`${receiver}at/${name}`); // what a test that takes too long was at
    const frame = await open(path);
    const page = frame.contentDocument;
    const view = frame.contentWindow;
    const problems = [];
    view.addEventListener('error', ({ message }) => problems.push(message));
    view.addEventListener('unhandledrejection', ({ reason }) => problems.push(String(reason)));
    page.addEventListener('securitypolicyviolation', (event) =>
      problems.push(`the policy refuses ${event.blockedURI} (${event.violatedDirective})`),
    );
    const until = (found, what) => untilTrue(found, what, page);
    const button = (text) =>
      [...page.querySelectorAll('button')].find((it) => it.textContent.trim() === text);
    const type = (field, text) => {
      field.value = text;
      field.dispatchEvent(new view.InputEvent('input', { bubbles: true }));
    };
    const drop = (file, text) => {
      const dataTransfer = new view.DataTransfer();
      dataTransfer.items.add(new view.File([text], file));
      page.body.dispatchEvent(new view.DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    };
    try {
      await visit({ page, until, button, type, drop });
      const foreign = view.performance
        .getEntriesByType('resource')
        .map((entry) => new URL(entry.name))
        .filter(({ origin, protocol }) => protocol.startsWith('http') && origin !== location.origin);
      problems.push(...foreign.map(({ href }) => `foreign request: ${href}`));
      if (problems.length > 0) throw new Error(problems.join('\n'));
      results.push({ name });
    } catch (error) {
      results.push({ name, error: String(error.message ?? error) });
    }
    // the first page registers the service worker, which keeps the data that the others load
    await navigator.serviceWorker.ready;
    frame.remove();
  }
  await fetch(`${receiver}unplug`, { method: 'POST' });
  for (const { name, path, alive } of paths) {
    await fetch(`${receiver}at/${name}, off line`);
    const frame = await open(path);
    const page = frame.contentDocument;
    await untilTrue(() => alive(page), 'off line, its content', page).catch(({ message }) =>
      results.push({ name, error: message }),
    );
    frame.remove();
  }
  await fetch(receiver, { method: 'POST', body: JSON.stringify(results) });
}

/**
 * Runs the paths of all journeys that have one in Firefox, then opens their pages off line. `inFirefox` is
 * `{ path, visit({ page, until, button, type, drop }), alive(page) }`; `alive` says whether the page works.
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
  journeys.sort((a, b) => Number(b.path === '') - Number(a.path === '')); // home needs no data
  const site = await openSite(browser);
  const receiver = await listen(site.server.unplug);
  const paths = journeys.map(
    ({ name, path, visit, alive }) =>
      `{ name: ${JSON.stringify(name)}, path: ${JSON.stringify(`./${path}`)}, visit: ${visit}, alive: ${alive} }`,
  );
  // what the walk itself throws is a result too: otherwise the test only waits
  const script = `const receiver = ${JSON.stringify(receiver.address)};
(${walk})([${paths.join(', ')}], receiver).catch((error) =>
  fetch(receiver, { method: 'POST', body: JSON.stringify([{ name: 'all', error: String(error) }]) }));`;
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
    return `Firefox, on line and off: ${results.map(({ name }) => name).join(', ')}`;
  } finally {
    await end();
    await receiver.close();
    await site.close();
  }
}

/** Waits for the results, which a POST brings; one of `unplug` calls the function. */
async function listen(unplug) {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const result = new Promise((resolve, reject) => {
    let at = 'its start';
    const timer = setTimeout(
      () => reject(new Error(`Firefox: no result after ${PATIENCE_MS / 1000} s, at ${at}`)),
      PATIENCE_MS,
    );
    server.on('request', async (request, response) => {
      let text = '';
      for await (const part of request) text += part;
      if (request.url === '/unplug') unplug();
      if (request.url.startsWith('/at/')) at = decodeURI(request.url.slice(4));
      response
        .writeHead(204, {
          'Access-Control-Allow-Origin': '*',
          'Cross-Origin-Resource-Policy': 'cross-origin',
        })
        .end();
      if (request.method !== 'POST' || request.url === '/unplug') return;
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

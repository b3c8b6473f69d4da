import { readFile } from 'node:fs/promises';
import { createServer, request as forward } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright';
import { findChromium } from '../find-browser.mjs';

const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};
const WAIT_MS = 90_000;

/**
 * Serves a folder as single-page apps are: unknown addresses answer with index.html.
 *
 * @param options.isolated whether the page may share memory with its workers
 */
export async function serveFolder(folder, { isolated = true, headers = {} } = {}) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const path = join(folder, normalize(pathname === '/' ? '/index.html' : pathname));
    for (const [name, value] of Object.entries({ ...(isolated && ISOLATION), ...headers }))
      response.setHeader(name, value);
    try {
      const body = await readFile(path);
      response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream').end(body);
    } catch {
      response.setHeader('content-type', 'text/html').end(await readFile(join(folder, 'index.html')));
    }
  });
  return listen(server);
}

/** Passes everything on to a server that cannot be told to isolate its pages, and adds that to its answers. */
export async function isolate(url) {
  const server = createServer((request, response) => {
    const { method, headers } = request;
    const passed = forward(new URL(request.url, url), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode, { ...answer.headers, ...ISOLATION });
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    request.pipe(passed);
  });
  return listen(server);
}

async function listen(server) {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * A headless browser; `visit` waits until a page shows results and returns them by the ids of their elements, `textOf` until an element has
 * text.
 */
export async function openBrowser() {
  const { path, reason } = findChromium();
  if (!path) throw new Error(`check:consumers: ${reason}.`);
  const browser = await chromium.launch({
    executablePath: path,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  /** Opens a page for a reader of the texts that its elements come to have; an error says what the page reported. */
  const open = async (url, read) => {
    const page = await browser.newPage();
    const messages = [];
    page.on('console', (message) => messages.push(message.text()));
    page.on('pageerror', (error) => messages.push(error.message));
    try {
      await page.goto(url, { waitUntil: 'domcontentloaded' });
      await read(async (selector) => {
        const hasText = (element) => document.querySelector(element)?.textContent;
        await page.waitForFunction(hasText, selector, { timeout: WAIT_MS });
        return page.textContent(selector);
      });
    } catch (error) {
      throw new Error(`${error.message}\n${messages.join('\n')}`, { cause: error });
    } finally {
      await page.close();
    }
  };
  return {
    version: browser.version(),
    close: () => browser.close(),
    async visit(url, ids = ['window', 'worker']) {
      const results = {};
      await open(url, async (textOf) => {
        for (const id of ids) results[id] = JSON.parse(await textOf(`#${id}`));
      });
      return results;
    },
    async textOf(url, selector) {
      let text;
      await open(url, async (textOf) => {
        text = await textOf(selector);
      });
      return text;
    },
  };
}

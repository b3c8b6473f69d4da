// Trains `average` in a real page, with and without cross-origin isolation. Needs the built page (`pnpm build`).
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { serveFolder } from './serve-folder.mjs';

const page = join(import.meta.dirname, '..', 'dist', 'web');
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};
const EPOCHS = 3;

/** Workers know a page's policy only when their own script is served with it. */
function policyOf(html) {
  return html.match(/http-equiv="Content-Security-Policy"\s+content="([^"]+)"/)[1];
}

async function trainInPage(browser, { isolated }) {
  const policy = policyOf(readFileSync(join(page, 'index.html'), 'utf8'));
  const server = await serveFolder(page, { 'Content-Security-Policy': policy, ...(isolated && ISOLATION) });
  const context = await browser.newContext();
  try {
    const problems = [];
    const tab = await context.newPage();
    tab.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
    });
    tab.on('pageerror', (error) => problems.push(error.message));
    context.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (origin !== server.origin && protocol !== 'data:')
        problems.push(`foreign request: ${request.url()}`);
    });
    context.on('response', (response) => {
      if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`);
    });

    await tab.goto(`${server.origin}/`);
    if ((await tab.evaluate(() => crossOriginIsolated)) !== isolated) {
      throw new Error(`the page is ${isolated ? 'not ' : ''}isolated`);
    }
    await tab.fill('#epochs', String(EPOCHS));
    await tab.click('#train');
    await tab.waitForSelector('#result:not([hidden])', { timeout: 50_000 }).catch(async () => {
      const status = await tab.textContent('#status');
      throw new Error([`no result after 50 s; the page says: ${status}`, ...problems].join('\n'));
    });
    const percent = async (id) => Number.parseFloat(await tab.textContent(id));
    const [accuracy, baseline] = [await percent('#test-accuracy'), await percent('#baseline')];
    if (!(accuracy > baseline + 5)) {
      throw new Error(`test accuracy ${accuracy} % does not beat the majority class's ${baseline} %`);
    }
    const charts = await tab.locator('#curves svg').count();
    if (charts !== 2) throw new Error(`expected curves of accuracy and loss, found ${charts} charts`);
    await tab.fill('#review', 'A wonderful film, beautiful and funny. I loved it.');
    await tab.waitForFunction(() => /positive\.$/.test(document.querySelector('#verdict').textContent));
    const threads = Number((await tab.textContent('#status')).match(/threads: (\d+)/)[1]);
    if (!isolated && threads !== 1) throw new Error(`${threads} threads without shared memory`);
    const cores = await tab.evaluate(() => navigator.hardwareConcurrency);
    if (isolated && cores > 1 && threads === 1)
      throw new Error(`one thread of an isolated page on ${cores} cores`);
    if (problems.length > 0) throw new Error(problems.join('\n'));
    return { accuracy, baseline, threads };
  } finally {
    await context.close();
    await server.close();
  }
}

export default async function smoke({ executablePath, args }) {
  if (!existsSync(join(page, 'index.html'))) throw new Error('the page is not built; run pnpm build first');
  const browser = await chromium.launch({ executablePath, args });
  try {
    const plain = await trainInPage(browser, { isolated: false });
    const isolated = await trainInPage(browser, { isolated: true });
    if (plain.accuracy !== isolated.accuracy) {
      throw new Error(`isolation changes the result: ${plain.accuracy} % and ${isolated.accuracy} %`);
    }
    return `average learned to ${plain.accuracy} % (majority ${plain.baseline} %) on 1 and on ${isolated.threads} thread(s), same result`;
  } finally {
    await browser.close();
  }
}

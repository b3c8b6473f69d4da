import { openSite, untilOffline, weights } from './harness.mjs';

function check(condition, message) {
  if (!condition) throw new Error(message);
}

const training = (page) => page.waitForFunction(() => performance.getEntriesByName('first-step').length > 0);
const isolated = (page) => page.evaluate(() => crossOriginIsolated);

/** A host that sends no headers: the second page is isolated, and no page reloads by itself. */
async function plainHost(browser) {
  const site = await openSite(browser, { isolated: false });
  try {
    const visitor = await site.visitor();
    const page = await visitor.open();
    await page.evaluate(() => {
      globalThis.stayed = true;
    });
    check(!(await isolated(page)), 'frame: a plain host isolates pages; the test tests nothing');
    await training(page);
    const sizes = weights(site.server.requests);
    await untilOffline(page);
    check(await page.evaluate(() => globalThis.stayed === true), 'frame: the page has reloaded by itself');
    const next = await visitor.open();
    check(await isolated(next), 'frame: the service worker does not isolate the second page');
    await training(next);
    // Hosts redirect a folder without its slash; off line the service worker does.
    await visitor.context.setOffline(true);
    await next.goto(`${site.base}reviews?epochs=3`);
    await next.waitForURL(`${site.base}reviews/#epochs=3`);
    await visitor.context.setOffline(false);
    await next.goto(site.base);
    visitor.check();
    await newVersion(site, next, visitor);
    visitor.check();
    return sizes;
  } finally {
    await site.close();
  }
}

/**
 * Another version of the site is offered in both tabs, not forced. Reloaded in one, it leaves the other as it is, which goes on with the
 * files of the old version, also those that it has not asked for yet; they go when it is closed.
 */
async function newVersion(site, page, visitor) {
  const other = await visitor.open('writing/#data=own&units=16&context=64&batch=8&epochs=2');
  const typed = 'the cat sees the mouse. a bird builds a nest. '.repeat(90);
  await other.getByLabel('Your text').fill(typed);
  const version = await replaceVersion(site);
  for (const tab of [page, other])
    await tab.evaluate(() => {
      globalThis.stayed = true;
    });
  const stayed = (tab) => tab.evaluate(() => globalThis.stayed === true);
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  const offer = (tab) => tab.getByRole('button', { name: 'Reload' });
  await offer(other).waitFor();
  await offer(page).waitFor();
  check(await stayed(page), 'frame: a new version reloads the page');
  await offer(page).click();
  await page.getByRole('heading', { name: 'in a new version' }).waitFor();
  const cacheNames = () => page.evaluate(() => caches.keys());
  const has = async (name) => (await cacheNames()).some((each) => each.endsWith(name));
  await page.evaluate((message) => navigator.serviceWorker.controller.postMessage(message), 'loaded');

  await offer(other).waitFor(); // still offered there
  check(await stayed(other), 'frame: a reload in one tab reloads the other');
  check((await other.getByLabel('Your text').inputValue()) === typed, 'frame: the other tab lost its text');
  const session = await visitor.context.newCDPSession(other);
  await session.send('Network.clearBrowserCache'); // so that only the cache of the old version has its files
  await other.getByRole('button', { name: 'Train', exact: true }).click();
  await other
    .getByText(/^Trained/)
    .first()
    .waitFor();
  check(await has(version), 'frame: the files of the old version are removed while a tab of it is open');
  check(await has(NEW_VERSION), `frame: caches after the new version: ${await cacheNames()}`);
  await other.close();
  for (let tries = 0; await has(version); tries++) {
    check(tries < 50, 'frame: the files of the old version stay after its last tab');
    await page.waitForTimeout(200);
  }
}

const NEW_VERSION = 'anotherone12';

/** Puts another version in place of the one that is served, in which a script has another name; gives the name of the old one. */
async function replaceVersion({ base, server }) {
  const worker = await (await fetch(`${base}sw.js`)).text();
  const html = await (await fetch(`${base}index.html`)).text();
  const [, version] = worker.match(/version["']?:\s*["'`](\w{12})/) ?? [];
  const [script] = worker.match(/assets\/writing-worker-[\w-]+\.js/) ?? [];
  check(
    version !== undefined && script !== undefined,
    'frame: sw.js names no version or no script of writing',
  );
  const renamed = 'assets/writing-worker-another.js';
  server.replace(renamed, await (await fetch(`${base}${script}`)).text());
  server.replace(script, undefined);
  server.replace('sw.js', worker.replaceAll(version, NEW_VERSION).replaceAll(script, renamed));
  server.replace('index.html', html.replace('before your eyes', 'in a new version'));
  return version;
}

/** Every page of the navigation, and what shows that it works. */
const ALIVE = {
  '': '.same >> nth=1',
  'reviews/': '.heat',
  'series/': 'text=/^Error on unseen rows: ridge/',
  'writing/': 'text=Nothing written yet',
  'words/': '.word-list button >> nth=0',
  'docs/': '.docs-index a >> nth=0',
};

/** Every page works when it is loaded again off line, in its own tab; so do pages that were never opened. */
async function offLine(site) {
  const visitor = await site.visitor();
  await untilOffline(await visitor.open());
  const pages = [];
  for (const [path, sign] of Object.entries(ALIVE)) {
    const page = await visitor.open(path);
    await page.locator(sign).first().waitFor();
    pages.push({ page, sign });
  }
  await visitor.context.setOffline(true);
  for (const { page, sign } of pages) {
    await page.reload();
    await page.locator(sign).first().waitFor();
  }
  const [{ page }] = pages;
  await page.goto(`${site.base}docs/api/keras/`);
  await page.getByRole('heading', { name: '@seqloom/keras: API' }).waitFor();
  await visitor.context.setOffline(false);
  visitor.check();
  await visitor.leave();
}

/** The frame with the keyboard alone: skip link, theme, button of the page. */
async function keyboard(site) {
  const visitor = await site.visitor();
  const page = await visitor.open();
  await training(page);
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
  const press = async (key, times = 1) => {
    for (let i = 0; i < times; i++) await page.keyboard.press(key);
  };
  await press('Tab');
  check(
    (await focused()) === 'Skip to the content',
    `frame: the first stop of the keyboard is ${await focused()}`,
  );
  await press('Enter');
  check(
    await page.evaluate(() => document.activeElement?.id === 'main'),
    'frame: the skip link leads to no content',
  );
  check(!page.url().includes('#'), `frame: the skip link changes the address to ${page.url()}`);
  await press('Tab');
  check(
    (await focused()) === 'Train with another seed',
    `frame: after the skip link comes ${await focused()}`,
  );
  await press('Enter');
  await page
    .getByText(/^Trained: .* seed 2/)
    .first()
    .waitFor();
  check((await focused()) === 'Train with another seed', 'frame: the focus is lost while a network trains');
  await page.focus('#theme');
  await press('Enter', 2);
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  check((await theme()) === 'dark', `frame: the theme is ${await theme()} after two presses`);
  await page.reload();
  check((await theme()) === 'dark', 'frame: the theme is forgotten');
  visitor.check();
}

async function short(site, browser) {
  const { code, styles, font } = await plainHost(browser);
  await keyboard(site);
  await offLine(site);
  return `frame isolates plain hosts, offers new versions, works with the keyboard and off line; first visit to home ${code.toFixed(1)} kB of scripts and wasm, ${styles.toFixed(1)} of pages and styles, font ${font.toFixed(1)}`;
}

export const journey = { short };

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
    await newVersion(site, next);
    visitor.check();
    return sizes;
  } finally {
    await site.close();
  }
}

/** Another version of the site is offered, not forced; then the caches of the old one go. */
async function newVersion(site, page) {
  const worker = await (await fetch(`${site.base}sw.js`)).text();
  const html = await (await fetch(`${site.base}index.html`)).text();
  const [, version] = worker.match(/version["']?:\s*["'`](\w{12})/) ?? [];
  check(version !== undefined, 'frame: sw.js names no version');
  site.server.replace('sw.js', worker.replace(version, 'anotherone12'));
  site.server.replace('index.html', html.replace('before your eyes', 'in a new version'));
  await page.evaluate(async () => {
    globalThis.stayed = true;
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update();
  });
  const reload = page.getByRole('button', { name: 'Reload' });
  await reload.waitFor();
  check(await page.evaluate(() => globalThis.stayed === true), 'frame: a new version reloads the page');
  await reload.click();
  await page.getByRole('heading', { name: 'in a new version' }).waitFor();
  const caches = await page.evaluate(() => caches.keys());
  check(
    caches.some((name) => name.endsWith('anotherone12')) && !caches.some((name) => name.endsWith(version)),
    `frame: caches after the new version: ${caches.join(', ')}`,
  );
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
  return `frame isolates plain hosts, offers new versions, works with the keyboard; first visit to home ${code.toFixed(1)} kB of scripts and wasm, ${styles.toFixed(1)} of pages and styles, font ${font.toFixed(1)}`;
}

export const journey = { short };

import {
  checkAccessibility,
  checkWidth,
  picture,
  statusRate,
  untilOffline,
  watchStatus,
} from './harness.mjs';

/** One page of each kind: the list, a guide, tables, a package, the reference, results with pictures. */
const PAGES = ['', 'first-model', 'from-keras', 'packages/nn', 'api/recurrent', 'speed'];
/** Those of them that are widest. */
const WIDE = ['', 'from-keras', 'api/recurrent'];
const HOSTILE = '<img src=x onerror=alert(1)>';

/** Types into the search and waits for what it says. */
async function search(page, query, expected) {
  await page.getByLabel('Search the documentation').fill(query);
  await page.locator('#docs-search-status', { hasText: expected }).waitFor();
}

/** @throws Error when two buttons of a page have the same name */
async function differentNames(page) {
  const names = await page
    .locator('.docs-copy')
    .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label')));
  const twice = names.filter((name, i) => !name?.startsWith('Copy code: ') || names.indexOf(name) !== i);
  if (twice.length > 0) throw new Error(`docs: ${page.url()} has buttons called ${twice.join(', ')}`);
}

/** Searches, reads, goes on off line; every kind of page passes axe, wide and narrow, light and dark. */
async function short(site) {
  const visitor = await site.visitor();
  const page = await visitor.open('docs/');
  await untilOffline(page);
  for (const path of PAGES) {
    await page.goto(`${site.base}docs/${path === '' ? '' : `${path}/`}`);
    await checkAccessibility(page, 'wide and light');
    await differentNames(page);
    await picture(page, `docs-${path.replaceAll('/', '-')}-wide-light`);
  }

  await page.goto(`${site.base}docs/first-model/`);
  await visitor.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy code: npm install seqloom' }).first().click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  if (copied !== 'npm install seqloom') throw new Error(`docs: copies ${copied}`);

  await watchStatus(page);
  await page.getByLabel('Search the documentation').pressSequentially('learning rate', { delay: 60 });
  await search(page, 'inspectGates', /passage/);
  await statusRate(page);
  await checkAccessibility(page, 'with results');
  await page.locator('#docs-results a').first().click();
  await page.waitForURL(/docs\/api\/recurrent\/#inspectGates$/);
  await search(page, HOSTILE, /./);
  if ((await page.locator('main .docs-search img').count()) > 0)
    throw new Error('docs: the query became an element');

  await visitor.context.setOffline(true);
  await page.goto(`${site.base}docs/from-keras/`);
  await search(page, 'StackedRNNCells', /passage/);
  await page.keyboard.press('Enter');
  const focused = await page.evaluate(() => document.activeElement?.textContent ?? '');
  if (!focused.includes('StackedRNNCells'))
    throw new Error(`docs: Enter leads to ${focused}, not to the first result`);
  await visitor.context.setOffline(false);
  visitor.check();

  const narrow = await site.visitor({ dark: true, width: 360, height: 740 });
  const phone = await narrow.open('docs/');
  for (const path of WIDE) {
    await phone.goto(`${site.base}docs/${path === '' ? '' : `${path}/`}`);
    await checkWidth(phone);
    await checkAccessibility(phone, 'narrow and dark');
    await picture(phone, `docs-${path.replaceAll('/', '-')}-narrow-dark`);
  }
  await phone.getByText('All pages').click();
  await phone.getByRole('link', { name: 'PyTorch', exact: true }).click();
  await phone.getByRole('heading', { name: 'Coming from PyTorch' }).waitFor();
  narrow.check();
  return `docs: ${PAGES.length} pages pass axe, the search finds what is written, also off line`;
}

/** In Firefox: the search finds, and leads there. Its text runs in the page of the test. */
const inFirefox = {
  path: 'docs/from-keras/',
  visit: async ({ page, until, type }) => {
    type(page.querySelector('#docs-query'), 'inspectGates');
    const found = await until(() => page.querySelector('#docs-results a'), 'a result of the search');
    if (!found.href.endsWith('docs/api/recurrent/#inspectGates'))
      throw new Error(`the search leads to ${found.href}`);
  },
  alive: (page) => page.querySelectorAll('.docs-copy').length > 0 && page.querySelector('table'),
};

export const journey = { short, inFirefox };

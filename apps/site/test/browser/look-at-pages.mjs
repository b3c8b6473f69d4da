import { readdirSync } from 'node:fs';
import { checkAccessibilityAsShown, checkWidth, openSite, SITE, weights } from './harness.mjs';

const HOSTILE = encodeURIComponent('<img src=x onerror=alert(1)>');

/** What a first visit may load, in kB gzipped: scripts and WebAssembly. */
const LIMITS_KB = { '': 350, others: 400 };

/** @throws Error when a first visit has loaded more scripts and WebAssembly than a page may have */
export function checkWeight(page, requests) {
  const limit = LIMITS_KB[page] ?? LIMITS_KB.others;
  const { code } = weights(requests);
  if (code > limit)
    throw new Error(`${page || 'home'}: a first visit loads ${code.toFixed(1)} kB of code, at most ${limit}`);
  return code;
}

/** The pages of the navigation that the site has, as folders. */
const pages = () =>
  ['', 'reviews', 'series', 'writing', 'words', 'docs'].filter(
    (page) => page === '' || readdirSync(SITE).includes(page),
  );

/**
 * Opens every page once, with an address that would be an element: no problems, axe-core wide and light, narrow and dark, the width, and
 * the weight of the first visit. The home page has to train to the digits of Node.
 *
 * @returns a sentence
 */
export async function lookAtPages(browser) {
  const seen = [];
  for (const page of pages()) seen.push(await lookAt(browser, page));
  return `${seen.join(', ')}: no problems, axe passes, kB of code on a first visit`;
}

async function lookAt(browser, path) {
  const site = await openSite(browser);
  try {
    const visitor = await site.visitor();
    const page = await visitor.open(`${path && `${path}/`}#x=${HOSTILE}&seed=${HOSTILE}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    if (path === '') await page.waitForFunction(() => document.querySelectorAll('.same').length === 2);
    else await page.waitForLoadState('networkidle');
    const code = checkWeight(path, site.server.requests);
    await checkAccessibilityAsShown(page, 'wide and light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 360, height: 740 });
    await checkAccessibilityAsShown(page, 'narrow and dark');
    await checkWidth(page);
    if ((await page.locator('main img[src="x"]').count()) > 0)
      throw new Error(`${path}: the address became an element`);
    visitor.check();
    return `${path || 'home'} ${code.toFixed(0)}`;
  } finally {
    await site.close();
  }
}

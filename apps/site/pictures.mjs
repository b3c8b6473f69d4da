// Takes the pictures of the README: node apps/site/pictures.mjs, after npm start (the report) and pnpm build (the site).
import { existsSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';
import { findChromium } from '../../tooling/commands/find-browser.mjs';
import { openSite } from './test/browser/harness.mjs';

const root = join(import.meta.dirname, '..', '..');
const report = join(root, 'report', 'index.html');
const SIZE = { width: 1200, height: 760 };
/** Above what is shown of a page, in pixels. */
const MARGIN = 16;
/** A README is read on slow lines too. */
const MOST_BYTES = 150_000;

/** What is shown, by the file in `docs`. */
const PICTURES = {
  'report.png': (tab) => tab.goto(pathToFileURL(report).href),
  'site.png': async (tab, base) => {
    await tab.goto(base);
    await tab.waitForFunction(() => document.querySelectorAll('.same').length === 2); // trained, with the digits of Node
    await tab.evaluate((margin) => {
      const { top } = document.querySelector('main h2').closest('section').getBoundingClientRect();
      scrollTo(0, top + scrollY - margin);
    }, MARGIN);
  },
};

async function take(browser, base, name, open) {
  const context = await browser.newContext({ viewport: SIZE, colorScheme: 'light', reducedMotion: 'reduce' });
  try {
    const tab = await context.newPage();
    await open(tab, base);
    const path = join(root, 'docs', name);
    await tab.screenshot({ path });
    const { size } = statSync(path);
    if (size > MOST_BYTES)
      throw new Error(`pictures: ${name} has ${size} bytes, at most ${MOST_BYTES} are shown.`);
    console.log(`${relative(root, path)}: ${size} bytes`);
  } finally {
    await context.close();
  }
}

const { path: executablePath, reason } = findChromium();
if (!executablePath) throw new Error(`pictures: ${reason}`);
if (!existsSync(report)) throw new Error('pictures: there is no report yet; run npm start first.');
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const site = await openSite(browser);
try {
  for (const [name, open] of Object.entries(PICTURES)) await take(browser, site.base, name, open);
} finally {
  await site.close();
  await browser.close();
}

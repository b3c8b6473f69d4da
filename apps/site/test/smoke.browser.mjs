// Goes through the pages of the built site in Chromium (`pnpm build` first). Every journey is test/browser/NAME.journey.mjs.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { SITE } from './browser/harness.mjs';
import { runJourneys } from './browser/run-journeys.mjs';

export default async function smoke({ executablePath, args }) {
  if (!existsSync(join(SITE, 'index.html'))) throw new Error('the site is not built; run pnpm build first');
  const browser = await chromium.launch({ executablePath, args });
  try {
    return (await runJourneys(browser, 'short')).join('; ');
  } finally {
    await browser.close();
  }
}

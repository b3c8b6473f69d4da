// Looks at every page of the built site in Chromium (`pnpm build` first). What visitors do there is in the journeys.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { checkLicences } from './browser/check-licences.mjs';
import { checkReference } from './browser/check-reference.mjs';
import { SITE } from './browser/harness.mjs';
import { lookAtPages } from './browser/look-at-pages.mjs';

export default async function smoke({ executablePath, args }) {
  if (!existsSync(join(SITE, 'index.html'))) throw new Error('the site is not built; run pnpm build first');
  const browser = await chromium.launch({ executablePath, args });
  try {
    return `${await lookAtPages(browser)}; ${await checkLicences()}; ${checkReference()}`;
  } finally {
    await browser.close();
  }
}

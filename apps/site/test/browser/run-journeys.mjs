// Runs the journeys through the pages, the long ones also in Firefox where it is:
//   node test/browser/run-journeys.mjs [long|short|firefox] [NAME …]      default: long, all of them; firefox: only in Firefox
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';
import { findChromium } from '../../../../tooling/commands/find-browser.mjs';
import { runFirefox } from './firefox.mjs';
import { openSite } from './harness.mjs';

const ENDING = '.journey.mjs';

/**
 * Runs the journeys one after the other, each on a site of its own.
 *
 * @param kind `short` goes through what a visitor does, `long` measures
 * @param names of the journeys; none means all
 * @returns what each saw
 */
export async function runJourneys(browser, kind, names = []) {
  const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith(ENDING));
  const chosen = files.filter((file) => names.length === 0 || names.includes(file.slice(0, -ENDING.length)));
  if (chosen.length === 0) throw new Error(`journeys: none is called ${names.join(', ')}`);
  const seen = [];
  for (const file of chosen.sort()) {
    const { journey } = await import(pathToFileURL(join(import.meta.dirname, file)));
    if (!journey[kind]) continue;
    const site = await openSite(browser);
    try {
      seen.push(await journey[kind](site, browser));
    } catch (error) {
      error.message = `${file.slice(0, -ENDING.length)}, ${kind}: ${error.message}`;
      throw error;
    } finally {
      await site.close();
    }
  }
  return seen;
}

if (process.argv[1] === import.meta.filename) {
  const { path, reason } = findChromium();
  if (!path) throw new Error(`journeys: ${reason}`);
  const [kind = 'long', ...names] = process.argv.slice(2);
  const browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox'] });
  try {
    if (kind !== 'firefox') for (const line of await runJourneys(browser, kind, names)) console.log(line);
    if (kind !== 'short') console.log(await runFirefox(browser));
  } finally {
    await browser.close();
  }
}

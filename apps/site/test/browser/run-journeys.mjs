// Runs the journeys through the pages, the long ones also in Firefox where it is:
//   node test/browser/run-journeys.mjs [long|short] [NAME …]      default: long, all of them
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';
import { findChromium } from '../../../../tooling/commands/find-browser.mjs';
import { runFirefox } from './firefox.mjs';
import { openSite, weights } from './harness.mjs';

const ENDING = '.journey.mjs';

/** What a first visit may load, in kB gzipped: scripts and WebAssembly. */
const LIMITS_KB = { home: 350, frame: 350, others: 400 };

/** @throws Error when the first visit of a journey has loaded more scripts and WebAssembly than a page may have */
function checkWeight(name, requests) {
  const limit = LIMITS_KB[name] ?? LIMITS_KB.others;
  const { code } = weights(requests);
  if (code > limit) throw new Error(`a first visit loads ${code.toFixed(1)} kB of code, at most ${limit}`);
}

/**
 * Runs the journeys one after the other, each on a site of its own.
 *
 * @param kind `short` is what every check runs, `long` measures
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
      checkWeight(file.slice(0, -ENDING.length), site.server.requests);
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
    for (const line of await runJourneys(browser, kind, names)) console.log(line);
    if (kind === 'long') console.log(await runFirefox(browser));
  } finally {
    await browser.close();
  }
}

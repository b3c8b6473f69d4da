import { openSite, weights } from './harness.mjs';
import { checkWeight } from './look-at-pages.mjs';

/** Pages with a network of theirs that learns quickly. */
const TRAINING = [
  ['reviews', '#model=average&epochs=1'],
  ['series', '#model=dense&epochs=1'],
  ['writing', '#units=16&epochs=1'],
];

const kb = (value) => value.toFixed(0);

/** What the first visit of a page loads, and what its first training adds. */
async function weigh(browser, name, settings) {
  const site = await openSite(browser);
  try {
    const visitor = await site.visitor({ serviceWorkers: 'block' }); // it would load all pages
    const page = await visitor.open(`${name}/${settings}`);
    await page.waitForLoadState('networkidle');
    const first = checkWeight(name, site.server.requests);
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page
      .getByText(/^Train(?:ed|ing: epoch)/)
      .first()
      .waitFor();
    const { code, data } = weights(site.server.requests);
    return `${name} ${kb(first)} kB and with its first training ${kb(code)}, data ${kb(data)}`;
  } finally {
    await site.close();
  }
}

/** What pages load, in kB gzipped. */
async function long(_site, browser) {
  const seen = [];
  for (const [name, settings] of TRAINING) seen.push(await weigh(browser, name, settings));
  return `code and WebAssembly of a first visit: ${seen.join('; ')}`;
}

export const journey = { long };

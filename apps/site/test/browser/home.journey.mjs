import {
  checkAccessibility,
  checkGaps,
  checkWidth,
  mainThreadGaps,
  openSite,
  picture,
  untilOffline,
} from './harness.mjs';

const HOSTILE = '<img src=x onerror=alert(1)>';

/** Waits until both digests of the page are those of Node. */
const untilSame = (page) => page.waitForFunction(() => document.querySelectorAll('.same').length === 2);

const firstStep = (page) =>
  page
    .waitForFunction(() => performance.getEntriesByName('first-step')[0]?.startTime)
    .then((it) => it.jsonValue());

/** The home page as a visitor sees it once: it trains, says the digits of Node, keeps the seed in its address, and works off line. */
async function short(site) {
  const visitor = await site.visitor();
  const page = await visitor.open();
  await untilSame(page);
  await checkAccessibility(page, 'trained');
  await picture(page, 'home-wide-light');

  await page.getByRole('button', { name: 'Show as table: Loss' }).click();
  await page.getByRole('row').nth(384).waitFor();
  await checkAccessibility(page, 'with a table');

  await page.getByRole('button', { name: 'Train with another seed' }).click();
  await page.waitForURL(/#seed=2$/);
  await page
    .getByText(/^Trained: 384 steps .* seed 2/)
    .first()
    .waitFor();

  await untilOffline(page);
  await visitor.context.setOffline(true);
  await page.reload();
  await page.getByText('This network, seed 2').waitFor();
  await firstStep(page);
  await visitor.context.setOffline(false);
  visitor.check();

  const narrow = await site.visitor({ dark: true, width: 360, height: 740 });
  const other = await narrow.open(`#seed=${encodeURIComponent(HOSTILE)}&x=${encodeURIComponent(HOSTILE)}`);
  await other
    .getByText('home: seed must be a number, got "<img src=x onerror=alert(1)>". 1 is used.')
    .waitFor();
  await firstStep(other);
  if ((await other.locator('main img').count()) > 0) throw new Error('home: the address became an element');
  await checkAccessibility(other, 'narrow and dark, with a hostile address');
  await checkWidth(other);
  await picture(other, 'home-narrow-dark');
  narrow.check();
  return 'home trains to the digits of Node, keeps its seed, and does so off line';
}

/** Where a policy forbids WebAssembly, the page says so and shows the rest. */
async function withoutWebAssembly(browser) {
  const site = await openSite(browser, { forbidden: "'wasm-unsafe-eval'" });
  try {
    const visitor = await site.visitor();
    const page = await visitor.open();
    await page.getByText('The network cannot train here').waitFor();
    await page.getByText('not computed').first().waitFor();
    await checkAccessibility(page, 'without WebAssembly');
  } finally {
    await site.close();
  }
}

/** The first gradient step comes this many ms after opening, with a warm cache. */
const MOST_FIRST_STEP_MS = 1000;

/** Times over a minute of training, and what happens without WebAssembly. */
async function long(site, browser) {
  await withoutWebAssembly(browser);
  const visitor = await site.visitor({ reducedMotion: 'no-preference' });
  const page = await visitor.open();
  await untilSame(page);
  await page.reload();
  const first = await firstStep(page);
  if (first > MOST_FIRST_STEP_MS)
    throw new Error(
      `home: the first step comes ${first.toFixed(0)} ms after opening, expected ${MOST_FIRST_STEP_MS}`,
    );
  const gaps = await mainThreadGaps(page, async () => {
    const end = performance.now() + 60_000;
    for (let seed = 2; performance.now() < end; seed++) {
      await page.getByRole('button', { name: 'Train with another seed' }).click();
      await page
        .getByText(new RegExp(`^Trained: 384 steps .* seed ${seed}`))
        .first()
        .waitFor();
    }
  });
  visitor.check();
  return `home: first step ${first.toFixed(0)} ms after opening; over a minute of training ${checkGaps('home', gaps)}`;
}

/** In Firefox: the digits of Node. */
const inFirefox = {
  path: '',
  visit: async ({ page, until, button }) => {
    await until(() => page.querySelectorAll('.same').length === 2, 'the digits of Node');
    button('Train with another seed').click();
    await until(() => /Trained: .* seed 2/.test(page.body.textContent), 'another training');
  },
  alive: (page) => page.querySelectorAll('.same').length === 2,
};

export const journey = { short, long, inFirefox };

import { checkAccessibility, checkWidth, picture, untilOffline } from './harness.mjs';
import { badFiles, hostileModel, noMemoryToShare, noStorage, noWebAssembly } from './reviews-refusals.mjs';
import { breakingOff, gapsWhileTraining, withKeyboard } from './reviews-runs.mjs';
import { button, digestOf, fileOf, reviewField, runCopiedCode, untilStatus } from './reviews-steps.mjs';

const HOSTILE = '<img src=x onerror=alert(1)> "><script>alert(2)</script>';

/** Reviews are scored, a network learns to the digits of Node, its model is there after a reload off line, and bad files say why. */
async function short(site) {
  const visitor = await site.visitor();
  const page = await visitor.open('reviews/#model=average&epochs=2');
  await page.locator('.heat').first().waitFor();
  await checkAccessibility(page, 'scored');
  await reviewField(page).fill(HOSTILE);
  await page.locator('.heat-words', { hasText: HOSTILE }).first().waitFor();
  if ((await page.locator('main img, main script').count()) > 0)
    throw new Error('reviews: a text became an element');

  await reviewField(page).fill('I loved every minute of it.');
  await button(page, 'Train').click();
  await untilStatus(page, /^Trained/);
  const digest = await digestOf(page);
  const node = await runCopiedCode(await page.locator('pre').textContent());
  await sameDigits(page, digest, node);
  await checkAccessibility(page, 'trained');
  await picture(page, 'reviews-wide-light');

  await untilOffline(page);
  await visitor.context.setOffline(true);
  await page.waitForURL(/text=I\+loved/);
  await page.reload();
  await page.locator('.heat').nth(1).waitFor(); // the pretrained model and the stored one answer
  await page.getByRole('heading', { name: /^stored: average on bundled reviews/ }).waitFor();
  if ((await reviewField(page).inputValue()) !== 'I loved every minute of it.')
    throw new Error('reviews: the address does not repeat the text');
  await visitor.context.setOffline(false);
  visitor.check();

  const narrow = await site.visitor({ dark: true, width: 360, height: 740 });
  const other = await narrow.open(`reviews/#model=${encodeURIComponent(HOSTILE)}`);
  await other.getByText(/^reviews: model must be .* "lstm" is used\.$/).waitFor();
  await fileOf(other, 'Open a file of reviews', 'one.csv', 'text,label\na good film,1\na fine film,1\n');
  await other.getByText(/has one class, "1"/).waitFor();
  await other.locator('.heat').first().waitFor();
  await checkAccessibility(other, 'narrow and dark, with a file of one class');
  await checkWidth(other);
  await picture(other, 'reviews-narrow-dark');
  narrow.check();
  return `reviews: a network learned to the weights of Node (${digest.slice(0, 8)}…), and answers off line after a reload`;
}

/** @throws Error unless the page has the weights and the accuracy that the copied code printed in Node */
async function sameDigits(page, digest, node) {
  if (node.digest !== digest)
    throw new Error(`reviews: the weights of the page are ${digest}, of Node ${node.digest}`);
  const accuracy = Number(node.text.match(/test accuracy (\S+)/)?.[1]).toFixed(4);
  const figure = page.locator('.figures', { hasText: 'test accuracy' }).getByText(accuracy);
  if ((await figure.count()) !== 1)
    throw new Error(`reviews: the page does not show the accuracy of Node, ${accuracy}`);
}

/** Runs that are paused, stopped and broken off, gaps of the main thread, and what a page cannot have. */
async function long(site, browser) {
  const resumed = await breakingOff(site);
  await withKeyboard(site);
  await badFiles(site);
  await hostileModel(site);
  await noStorage(site);
  await noWebAssembly(site);
  await noMemoryToShare(browser);
  const gaps = await gapsWhileTraining(site);
  return `reviews: ${resumed}; ${gaps}; the keyboard alone suffices; bad files and models, full storage, no WebAssembly and no shared memory are told at their places`;
}

/** A text is scored, and a network trains. Its text runs in the page of the test. */
const inFirefox = {
  path: 'reviews/#model=average&epochs=2',
  visit: async ({ page, until, button }) => {
    await until(() => page.querySelector('.heat'), 'the influence of words');
    (await until(() => button('Train'), 'Train')).click();
    await until(
      () => /^[0-9a-f]{64}$/.test(page.querySelector('.digest code')?.textContent ?? ''),
      'the digest of the weights',
    );
  },
  alive: (page) => page.querySelector('.heat'),
};

export const journey = { short, long, inFirefox };

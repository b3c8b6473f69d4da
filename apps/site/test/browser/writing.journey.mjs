import {
  checkAccessibility,
  checkGaps,
  checkWidth,
  mainThreadGaps,
  openSite,
  picture,
  statusRate,
  watchStatus,
} from './harness.mjs';

const HOSTILE = '<img src=x onerror=alert(1)>';
/** A text that a small network learns in seconds. */
const TEXT = Array.from(
  { length: 200 },
  (_, i) => ['the cat sees the mouse. ', 'a bird builds a nest. '][(i * i) % 2],
).join('');

const train = (page) => page.getByRole('button', { name: 'Train', exact: true });
const ended = (page, text) => page.getByText(text).first().waitFor({ timeout: 120_000 });

/** A pasted text is learned; the network is paused, goes on, is stopped and writes on from words that are given. */
async function short(site) {
  const visitor = await site.visitor();
  const page = await visitor.open('writing/#data=own&units=16&context=64&batch=8&epochs=400');
  await page.getByText('There is no text. Paste one').waitFor();
  await typedNumbers(page);
  await page.getByLabel('Your text').fill(TEXT);
  await checkAccessibility(page, 'with a text');
  await watchStatus(page);
  await train(page).click();
  await page.locator('.sample.large').waitFor();
  await page.waitForTimeout(2500); // epochs go by
  await statusRate(page);
  await page.getByRole('button', { name: 'Pause' }).click();
  await ended(page, /^Paused/);
  await checkAccessibility(page, 'paused');
  await page.getByRole('button', { name: 'Continue' }).click();
  await ended(page, /^Training: epoch/);
  await page.getByRole('button', { name: 'Stop' }).click();
  await ended(page, /^Stopped/);
  await page.getByLabel('Begin with').fill(HOSTILE);
  await page.getByRole('button', { name: 'Write 600 characters' }).click();
  await page.locator('.sample.large strong', { hasText: HOSTILE }).waitFor();
  if ((await page.locator('main img').count()) > 0) throw new Error('writing: a text became an element');
  await checkAccessibility(page, 'stopped');
  await picture(page, 'writing-stopped-wide');
  await page.reload();
  await page.getByRole('button', { name: /^Write with it/ }).click();
  await page.locator('.sample.large').waitFor();
  await page.getByText('With the model “writing like text.txt”.').waitFor();
  await checkAccessibility(page, 'with a kept model');
  await page
    .locator('input[type=file]')
    .last()
    .setInputFiles({
      name: 'no.safetensors',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(HOSTILE),
    });
  await page.getByRole('alert').getByText('no.safetensors cannot be opened').waitFor();
  visitor.check();

  const narrow = await site.visitor({ dark: true, width: 360, height: 740 });
  const other = await narrow.open('writing/');
  await other.getByText('Nothing written yet').waitFor();
  await checkAccessibility(other, 'narrow and dark');
  await checkWidth(other);
  await picture(other, 'writing-narrow-dark');
  narrow.check();
  return 'a text is learned, paused, stopped, and written on from';
}

/** A number is typed digit by digit though its first one is out of range; one that is not whole or stays out of range becomes the nearest. */
async function typedNumbers(page) {
  const units = page.getByLabel('Units');
  for (const [typed, taken] of [
    ['24', '24'],
    ['20.6', '21'],
    ['5', '8'],
    ['16', '16'],
  ]) {
    await units.fill('');
    await units.pressSequentially(typed);
    await units.blur();
    const shown = await units.inputValue();
    if (shown !== taken) throw new Error(`writing: ${typed} units become ${shown}, expected ${taken}`);
  }
}

/** What a network of 128 units reads in a second on one thread at least, and how many of its words are in the text after a minute. */
const [LEAST_SPEED, LEAST_KNOWN] = [20_000, 70];

/** A minute on the bundled text, on one thread, as on a host that sends no headers: words, speed, gaps. */
async function long(_site, browser) {
  const site = await openSite(browser, { isolated: false });
  try {
    return await oneMinute(await site.visitor());
  } finally {
    await site.close();
  }
}

async function oneMinute(visitor) {
  const page = await visitor.open('writing/#epochs=60'); // more than a minute on any machine
  await train(page).click();
  await page.locator('.sample.large').waitFor();
  const shares = [];
  await page.getByText(/^Computed by wasm, 1 thread: /).waitFor();
  const gaps = await mainThreadGaps(page, async () => {
    for (let second = 0; second < 75; second++) {
      await page.waitForTimeout(1000);
      const text = await page.locator('.sample.large figcaption').textContent();
      const [, minutes = '0', seconds] = /in (?:(\d+) min )?([\d.]+) s/.exec(text) ?? [];
      const [, share] = /([\d.]+) % of/.exec(text) ?? [];
      if (60 * Number(minutes) + Number(seconds) >= 60) shares.push(Number(share));
    }
  });
  const speed = Number((await page.locator('.speed').textContent()).replaceAll(/[^\d.]/g, ''));
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  await page.getByRole('button', { name: 'Stop' }).click();
  await ended(page, /^Stopped/);
  await checkAccessibility(page, 'trained');
  await picture(page, 'writing-trained-wide');
  visitor.check();
  if (!(mean >= LEAST_KNOWN))
    throw new Error(
      `writing: ${mean.toFixed(1)} % of the words after a minute are in the text, expected ${LEAST_KNOWN}`,
    );
  if (!(speed >= LEAST_SPEED))
    throw new Error(
      `writing: ${speed} characters per second on one thread, expected ${LEAST_SPEED} on a quiet machine`,
    );
  return `writing: ${speed} characters per second on one thread; after a minute ${mean.toFixed(1)} % of the words of ${shares.length} samples are in the text; ${checkGaps('writing', gaps)}`;
}

/** In Firefox: a pasted text is learned, paused, stopped and written on from. Its text runs in the page of the test. */
const inFirefox = {
  path: 'writing/#data=own&units=16&context=64&batch=8&epochs=400',
  visit: async ({ page, until, button, type }) => {
    const status = (text) =>
      until(() => text.test(page.querySelector('.training-status')?.textContent), text);
    type(page.querySelector('textarea'), 'the cat sees the mouse. a bird builds a nest. '.repeat(90));
    const train = await until(() => button('Train'), 'Train');
    await until(() => train.getAttribute('aria-disabled') !== 'true', 'a text that can be learned');
    train.click();
    await until(() => page.querySelector('.sample.large'), 'a sample');
    button('Pause').click();
    await status(/Paused/);
    button('Continue').click();
    await status(/Training: epoch/);
    button('Stop').click();
    await status(/Stopped/);
    const write = button('Write 600 characters');
    type(page.querySelector('input[placeholder]'), '<b>the cat');
    await until(() => write.getAttribute('aria-disabled') !== 'true', 'a network that can write');
    write.click();
    await until(
      () => page.querySelector('.sample.large strong')?.textContent === '<b>the cat',
      'a text to go on from',
    );
  },
  alive: (page) => page.querySelector('.empty-state, .kept-models'),
};

export const journey = { short, long, inFirefox };

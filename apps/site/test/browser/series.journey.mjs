import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  checkAccessibility,
  checkGaps,
  checkWidth,
  mainThreadGaps,
  picture,
  untilOffline,
} from './harness.mjs';

const HOSTILE = '<img src=x onerror=alert(1)>';

const train = (page) => page.getByRole('button', { name: 'Train', exact: true });
const said = (page, text) => page.getByText(text).first().waitFor({ timeout: 120_000 });

/** Two weeks of hours of a wave, with names of columns that would be elements, formulas and code. */
function hostileCsv() {
  const lines = Array.from({ length: 336 }, (_, i) => {
    const time = new Date(Date.UTC(2024, 0, 1, i)).toISOString();
    return `${time},${(10 * Math.sin(i / 4)).toFixed(2)},${(i % 7) - 3}`;
  });
  return [`time,"=${HOSTILE}",other`, ...lines].join('\n');
}

const dropped = (page, name, content) =>
  page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });

/** Simple rules at once, a network beside them, a file of one's own, files that hold no series, and the forecasts as CSV. */
async function short(site) {
  const visitor = await site.visitor();
  const page = await visitor.open('series/#model=dense&epochs=2');
  await said(page, 'Error on unseen rows: ridge 2.95 °C, persistence 3.69 °C.');
  await checkAccessibility(page, 'with simple rules');
  await train(page).click();
  await said(page, /^Error on unseen rows: Dense layer [\d.]+ °C, ridge/);
  await checkAccessibility(page, 'trained');
  await picture(page, 'series-trained-wide-light');
  const numbers = await page
    .getByText(/^Error on unseen rows/)
    .first()
    .textContent();
  await page.reload();
  await said(page, 'Error on unseen rows: ridge');
  await train(page).click();
  await said(page, numbers); // the same settings give the same numbers

  await page
    .getByRole('button', { name: /^Forecast with it/ })
    .first()
    .click();
  await page
    .getByRole('region', { name: /^Forecasts by “temp_max of/ })
    .getByText('2016-01-03')
    .waitFor();
  await checkAccessibility(page, 'with a kept model');

  await untilOffline(page);
  await page.reload();
  await said(page, 'Error on unseen rows: ridge 2.95 °C');
  await visitor.context.setOffline(true);
  await page.reload();
  await said(page, 'Error on unseen rows: ridge 2.95 °C');
  await visitor.context.setOffline(false);

  await dropped(page, `${HOSTILE}.csv`, hostileCsv());
  await said(page, /^336 rows, one every hour/);
  await said(page, /^Error on unseen rows: ridge/);
  if ((await page.locator('main img').count()) > 0) throw new Error('series: a name became an element');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download as CSV' }).click(),
  ]);
  const csv = await readFile(await download.path(), 'utf8');
  if (!csv.includes(`'=${HOSTILE}`) || /(^|[,"])=/m.test(csv))
    throw new Error(`series: the download has a formula: ${csv.slice(0, 200)}`);

  for (const [name, content, problem] of [
    ['empty.csv', '', 'the file is empty'],
    ['picture.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 0, 0, 1, 2), 'this is not a text file'],
    ['words.csv', 'a,b\n1,2\n3,4\n', 'no column looks like a time'],
  ]) {
    await dropped(page, name, content);
    await page.getByRole('alert').getByText(problem).waitFor();
  }
  await checkAccessibility(page, 'with a file that holds no series');
  await picture(page, 'series-refused-wide-light');
  visitor.check();

  const narrow = await site.visitor({ dark: true, width: 360, height: 740 });
  const other = await narrow.open(`series/#target=${encodeURIComponent(HOSTILE)}&horizon=-1`);
  await other.getByText('The file has no such column of numbers').waitFor();
  await other.getByRole('alert').getByText('This cannot be forecast').waitFor();
  await checkAccessibility(other, 'narrow and dark, with a hostile address');
  await other.getByLabel('Forecast', { exact: true }).selectOption('temp_min');
  await said(other, /^Error on unseen rows: ridge/);
  await checkWidth(other);
  await checkAccessibility(other, 'narrow and dark');
  await picture(other, 'series-narrow-dark');
  narrow.check();
  return 'series: simple rules at once, a network beside them, hostile and wrong files as text, off line too';
}

/** The longest gap of the main thread while a large file is read, shown and trained on, in ms. */
const MOST_GAP_MS = 100;

/** Large files of SEQLOOM_DATA: read, shown and trained on without a long gap of the main thread. */
async function long(site) {
  const folder = process.env.SEQLOOM_DATA;
  const seen = [];
  for (const [file, target] of [
    ['beijing_PRSA_2010-2014.csv.gz', 'TEMP'],
    ['SYNTHETIC_jena_climate_format_420551.csv.gz', 'T (degC)'],
  ]) {
    const path = folder === undefined ? '' : join(folder, file);
    if (!existsSync(path)) {
      seen.push(`series: ${file} skipped, SEQLOOM_DATA has it not`);
      continue;
    }
    const visitor = await site.visitor();
    const page = await visitor.open('series/');
    await said(page, /^Error on unseen rows: ridge/);
    let [read, ruled] = [0, 0];
    const gaps = await mainThreadGaps(page, async () => {
      const begin = performance.now();
      await page.locator('input[type=file]').first().setInputFiles(path); // by its path: a buffer would be unpacked from base64 on the main thread
      await page.getByText(/^(?:43,824|420,551) rows/).waitFor();
      read = performance.now() - begin;
      await page
        .getByRole('heading', { name: new RegExp(`^${target.replace(/[()]/g, '\\$&')}, \\d+ rows ahead`) })
        .waitFor({ timeout: 240_000 });
      ruled = performance.now() - begin;
      await page.getByLabel('Epochs').fill('500'); // more than twenty seconds on any machine
      await train(page).click();
      await page
        .getByText(/^Training: epoch/)
        .first()
        .waitFor({ timeout: 240_000 });
      await page.waitForTimeout(20_000);
      await page.getByRole('button', { name: 'Stop' }).click();
      await page
        .getByText(/^Stopped/)
        .first()
        .waitFor({ timeout: 400_000 });
      await page.waitForTimeout(2000);
    });
    await picture(page, `series-${target.slice(0, 4)}`);
    visitor.check();
    seen.push(
      `series: ${file} read in ${(read / 1000).toFixed(1)} s, simple rules after ${(ruled / 1000).toFixed(1)} s, ${checkGaps(`series, ${file}`, gaps, MOST_GAP_MS)}`,
    );
    await visitor.leave();
  }
  return seen.join('\n');
}

/** In Firefox: simple rules, a network, a file that is dropped. Its text runs in the page of the test. */
const inFirefox = {
  path: 'series/#model=dense&epochs=2',
  visit: async ({ page, until, button, drop }) => {
    const says = (text) => until(() => text.test(page.body.textContent), String(text));
    await says(/Error on unseen rows: ridge 2\.95 °C, persistence 3\.69 °C\./);
    button('Train').click();
    await says(/Error on unseen rows: Dense layer [\d.]+ °C, ridge/);
    const rows = Array.from(
      { length: 336 },
      (_, i) => `${new Date(Date.UTC(2024, 0, 1, i)).toISOString()},${Math.sin(i / 4).toFixed(3)}`,
    );
    drop('wave.csv', `time,<b>height\n${rows.join('\n')}`);
    await says(/336 rows, one every hour/);
    await says(/Error on unseen rows: ridge/);
    if (page.querySelector('main b')) throw new Error('the name of a column became an element');
  },
  alive: (page) => /Error on unseen rows: ridge/.test(page.body.textContent),
};

export const journey = { short, long, inFirefox };

// What every page that trains does, whatever it trains: the pages of series and of writing; that of reviews has more, in its own journey.
import { readFile } from 'node:fs/promises';
import { checkAccessibility, openSite, picture } from './harness.mjs';

const TEXT = 'the cat sees the mouse. a bird builds a nest. '.repeat(100);
/** Rows of hours. */
const CSV = ['time,a,b']
  .concat(Array.from({ length: 800 }, (_, i) => `${isoHour(i)},${Math.sin(i / 9).toFixed(3)},${i % 5}`))
  .join('\n');

function isoHour(i) {
  return new Date(Date.UTC(2024, 0, 1, i)).toISOString();
}

const said = (page, text, timeout = 120_000) => page.getByText(text).first().waitFor({ timeout });
const button = (page, name) => page.getByRole('button', { name, exact: true });
const fileInput = (page) => page.locator('input[type=file]');
const fileOf = (name, content) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(content),
});

/** A page that trains longer than any test looks at it, on data of the visitor. */
const PAGES = [
  {
    path: 'series/#model=gru&epochs=5000',
    quick: 'series/#model=dense&epochs=2',
    async giveData(page) {
      await fileInput(page).first().setInputFiles(fileOf('own.csv', CSV));
      await said(page, /^800 rows/);
      await said(page, /^Error on unseen rows/);
    },
    answers: (page, name) =>
      page
        .getByRole('region', { name: `Forecasts by “${name}”` })
        .getByText('2024-02-03 09:00 UTC')
        .waitFor(),
    hasData: (page) => said(page, /^800 rows, one every hour, from 2024-01-01 to /),
    badFiles: [
      ['two.csv', 'date,x\n2024-01-01,1\n2024-01-02,2\n', '2 rows are too few'],
      [
        'unsorted.csv',
        `date,x\n${'2024-01-02,1\n2024-01-01,2\n'.repeat(40)}`,
        'is earlier than the row before',
      ],
      ['still.csv', CSV.replaceAll(/,[^,\n]*,\d+$/gm, ',5,5'), 'no column can be forecast'],
    ],
  },
  {
    path: 'writing/#data=own&units=96&batch=8&epochs=900',
    quick: 'writing/#data=own&units=16&epochs=2',
    giveData: (page) => page.getByLabel('Your text').fill(TEXT),
    answers: (page, name) => said(page, `With the model “${name}”.`),
    async hasData(page) {
      const { length } = await page.getByLabel('Your text').inputValue();
      if (length !== TEXT.length) throw new Error(`writing: the text has ${length} letters after a reload`);
    },
    badFiles: [
      ['empty.txt', '', 'empty.txt is empty'],
      [
        'noise.txt',
        Uint8Array.from({ length: 4096 }, (_, i) => (i * 197) % 256),
        'noise.txt is not a text file',
      ],
      ['short.txt', 'hello', 'The text has 5 characters'],
    ],
  },
];

/** Bad data are refused at their place, each with what to do; what was there before can be trained again. */
async function badFiles(site, { path, badFiles, giveData }) {
  const visitor = await site.visitor({ width: 360, height: 740 });
  const page = await visitor.open(path);
  for (const [name, content, says] of badFiles) {
    await fileInput(page).first().setInputFiles(fileOf(name, content));
    await said(page, says);
  }
  await checkAccessibility(page, 'with a bad file');
  await giveData(page);
  await button(page, 'Train').click();
  await said(page, /^Training: epoch/);
  visitor.check();
  await visitor.leave();
}

/** Files that are no models, and those of another task. */
async function badModels(site, { path }) {
  const visitor = await site.visitor();
  const page = await visitor.open(path);
  const open = page.locator('.file-drop', { has: button(page, 'Open the file of a model') }).locator('input');
  if (path.startsWith('series')) await page.goto(page.url().replace('#', '#data=seattle&'));
  const files = [
    ['noise.safetensors', Uint8Array.from({ length: 999 }, (_, i) => (i * 31) % 256)],
    ['large-header.safetensors', Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 127, 123, 125)],
    ['no-model.safetensors', Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 123, 125)],
  ];
  for (const [name, content] of files) {
    await open.setInputFiles(fileOf(name, content));
    await page.getByRole('alert').getByText(`${name} cannot be opened as`).waitFor();
  }
  visitor.check();
  await visitor.leave();
}

/** A reload breaks a run off; it is resumed with its data, survives a bad file, and another tab is offered it when its tab is closed. */
async function brokenOff(site, { path, giveData, hasData, badFiles: [[name, content]] }) {
  const visitor = await site.visitor();
  let page = await visitor.open(path);
  await giveData(page);
  await button(page, 'Train').click();
  await said(page, /^Training: epoch/);
  await page.waitForTimeout(7000); // a backup is made every five seconds
  await page.reload();
  await button(page, 'Resume').click();
  await said(page, /^Resumed in epoch/);
  await said(page, /^Training: epoch/);
  await hasData(page);
  await fileInput(page).first().setInputFiles(fileOf(name, content));
  await button(page, 'Pause').click();
  await said(page, /^Paused/);
  await button(page, 'Continue').click();
  await said(page, /^Training: epoch/);

  const other = await visitor.open(path);
  await other.waitForLoadState('networkidle');
  if ((await button(other, 'Resume').count()) > 0)
    throw new Error(`${path}: another tab offers to resume a run that is under way`);
  await page.close();
  page = other;
  await button(page, 'Resume').click();
  await said(page, /^Training: epoch/);
  await button(page, 'Stop').click();
  await said(page, /^Stopped/);
  visitor.check();
  await visitor.leave();
}

/** Trained, paused and stopped with the keyboard; the focus stays on the control that was used. */
async function withKeyboard(site, { path, giveData }) {
  const visitor = await site.visitor();
  const page = await visitor.open(path);
  await giveData(page);
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
  const press = async (name, key) => {
    for (let presses = 0; (await focused()) !== name; presses++) {
      if (presses > 80)
        throw new Error(`${path}: ${name} is not reached, the focus is on ${await focused()}`);
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press(key);
  };
  await press('Train', 'Enter');
  await said(page, /^Training: epoch/);
  await press('Pause', 'Space');
  await said(page, /^Paused/);
  await press('Continue', 'Space'); // the focus is on it
  await said(page, /^Training: epoch/);
  await press('Stop', 'Enter');
  await said(page, /^Stopped/);
  if ((await focused()) !== 'Stop')
    throw new Error(`${path}: the focus went from Stop to ${await focused()}`);
  visitor.check();
  await visitor.leave();
}

/** A model is saved as a file, which another visitor opens. */
async function savedModel(site, { quick, giveData, answers }) {
  const visitor = await site.visitor();
  const page = await visitor.open(quick);
  await giveData(page);
  await button(page, 'Train').click();
  await said(page, /^Trained/);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    button(page, 'Save the model').click(),
  ]);
  const [buffer, name] = [await readFile(await download.path()), download.suggestedFilename()];
  visitor.check();
  await visitor.leave();

  const other = await site.visitor();
  const opened = await other.open(quick);
  await giveData(opened);
  const [label, mimeType] = ['Open the file of a model', 'application/octet-stream'];
  await opened
    .locator('.file-drop', { has: button(opened, label) })
    .locator('input')
    .setInputFiles({ name, mimeType, buffer });
  await answers(opened, name);
  other.check();
  await other.leave();
}

/** The browser gives no storage: the page says what is not kept, and the training goes on to its end. */
async function noStorage(site, { quick, giveData }) {
  const visitor = await site.visitor();
  const page = await visitor.open(quick);
  await giveData(page);
  const session = await visitor.context.newCDPSession(page);
  const { origin } = new URL(site.base);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1000 });
  await button(page, 'Train').click();
  await said(page, /^Trained/);
  await said(page, /The training goes on; a reload would lose it\./);
  await said(page, /The model is not kept in this browser\./);
  await checkAccessibility(page, 'with full storage');
  visitor.check();
  await visitor.leave();
}

/** A policy that forbids WebAssembly: nothing can be trained, and the page says why. */
async function noWebAssembly(browser, { quick, giveData }) {
  const site = await openSite(browser, { forbidden: "'wasm-unsafe-eval'" });
  try {
    const visitor = await site.visitor();
    const page = await visitor.open(quick);
    await giveData(page);
    await button(page, 'Train').click();
    await said(page, 'The security policy of this page forbids WebAssembly.');
    await checkAccessibility(page, 'without WebAssembly');
    await picture(page, `${quick.split('/')[0]}-no-webassembly`);
  } finally {
    await site.close();
  }
}

async function long(site, browser) {
  for (const page of PAGES) {
    await badFiles(site, page);
    await badModels(site, page);
    await brokenOff(site, page);
    await withKeyboard(site, page);
    await savedModel(site, page);
    await noStorage(site, page);
    await noWebAssembly(browser, page);
  }
  return 'series and writing: runs are resumed with their data, in another tab too; saved models open elsewhere; the keyboard alone suffices; bad files and models, full storage and no WebAssembly are told';
}

export const journey = { long };

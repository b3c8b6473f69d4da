// Looks at the pages of reports in Chromium: one of each task and one of a sweep, with names that would be HTML, on a phone and on
// a wide screen, light and dark. Needs the built apps (`pnpm build`).
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import axe from 'axe-core';
import { chromium } from 'playwright';

const run = promisify(execFile);
const cli = (app) => join(import.meta.dirname, '..', '..', app, 'dist', 'cli.js');
const HOSTILE = '<img src=x onerror=alert(1)>';
const SCREENS = [
  { width: 360, height: 740, colorScheme: 'light' },
  { width: 1920, height: 1080, colorScheme: 'dark' },
];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function writeReports(folder) {
  const rows = Array.from({ length: 800 }, (_, i) => {
    const time = new Date(Date.UTC(2020, 0, 1, i)).toISOString();
    return `${time},${(10 * Math.sin(i / 4)).toFixed(2)},${i % 7}`;
  });
  const series = join(folder, `${HOSTILE}.csv`);
  await writeFile(series, [`time,"${HOSTILE}",other`, ...rows].join('\n'));
  const texts = join(folder, `texts ${HOSTILE}.csv`);
  const stories = Array.from({ length: 30 }, (_, i) => `"word${i % 3} and ${i}","${HOSTILE} ${i % 3}"`);
  await writeFile(texts, ['text,label', ...stories].join('\n'));
  const commands = {
    weather: ['weather', 'train', '--model', 'dense', '--epochs', '2', '--data', series, '--target', HOSTILE],
    imdb: ['imdb', 'train', '--model', 'bag', '--epochs', '2', '--data', texts, '--batch', '4'],
    sweep: [
      'imdb',
      'sweep',
      '--models',
      'bag',
      '--units',
      '4,8',
      '--train-samples',
      '8,16',
      '--seeds',
      '1,2',
      '--data',
      texts,
    ],
  };
  for (const [name, [app, ...argv]] of Object.entries(commands)) {
    await run(process.execPath, [cli(app), ...argv, '--threads', '1', '--out', join(folder, name)]);
  }
  return Object.keys(commands).map((name) => join(folder, name, 'index.html'));
}

async function look(browser, page, { colorScheme, ...viewport }) {
  // axe asks for layout, which the page itself has no script for
  const context = await browser.newContext({ viewport, colorScheme, bypassCSP: true });
  try {
    const tab = await context.newPage();
    tab.on('dialog', () => {
      throw new Error(`${page}: a name ran as a script`);
    });
    await tab.goto(pathToFileURL(page).href);
    if ((await tab.locator('img').count()) > 0) throw new Error(`${page}: a name became an element`);
    const { scroll, used } = await tab.evaluate(() => {
      const boxes = [...document.querySelectorAll('figure, table, pre')].map(
        (box) => box.getBoundingClientRect().right,
      );
      return { scroll: document.documentElement.scrollWidth, used: Math.max(...boxes) };
    });
    if (scroll > viewport.width) throw new Error(`${page}: ${scroll} wide on a screen of ${viewport.width}`);
    if (used < 0.9 * viewport.width) throw new Error(`${page}: uses ${used} of ${viewport.width}`);
    const charts = await tab.locator('figure svg').count();
    const tables = await tab.locator('figure details table').count();
    // the comparison stands beside its table, the network beside that of its layers, a sweep above its own
    if (tables < charts - 3) throw new Error(`${page}: ${charts} charts and ${tables} tables of numbers`);
    await tab.evaluate(axe.source);
    for (const opened of [false, true]) {
      await tab.evaluate((open) => {
        for (const details of document.querySelectorAll('details')) details.open = open;
      }, opened);
      await checkAccess(
        tab,
        `${page}, ${colorScheme}, ${viewport.width} wide, ${opened ? 'opened' : 'as it comes'}`,
      );
    }
  } finally {
    await context.close();
  }
}

/** What axe has to say of the page as it is, by the rules of WCAG 2.2 AA and good practice. */
async function checkAccess(tab, title) {
  const { violations } = await tab.evaluate((runOnly) => globalThis.axe.run({ runOnly }), RULES);
  if (violations.length > 0) {
    const texts = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
    );
    throw new Error(`${title}:\n${texts.join('\n')}`);
  }
}

export default async function smoke({ executablePath, args }) {
  const folder = await mkdtemp(join(tmpdir(), 'seqloom-reports-'));
  const browser = await chromium.launch({ executablePath, args });
  try {
    const pages = await writeReports(folder);
    for (const page of pages) for (const screen of SCREENS) await look(browser, page, screen);
    return `${pages.length} pages of reports pass axe on a phone, light, and on a wide screen, dark; names stay text`;
  } finally {
    await browser.close();
    await rm(folder, { recursive: true });
  }
}

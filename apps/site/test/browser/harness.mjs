// What the journeys through the pages have in common: a served site, visitors whose problems are collected, checks.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import axe from 'axe-core';
import { serveSite } from './serve-site.mjs';

/** The built site. */
export const SITE = join(import.meta.dirname, '..', '..', 'dist');

const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** How long a part of a page may take. */
const PATIENCE_MS = 30_000;

/** The policy of the pages; a worker obeys that of its own answer. */
async function policy() {
  const html = await readFile(join(SITE, 'index.html'), 'utf8');
  return html.match(/http-equiv="Content-Security-Policy" content="([^"]+)"/)[1];
}

/**
 * Serves the built site and opens its pages in one browser.
 *
 * @param browser of Playwright
 * @param isolated whether the server sends the headers of cross-origin isolation, as `pnpm web` does; a plain host does not
 * @param forbidden a source of scripts that the server's policy leaves out
 */
export async function openSite(browser, { isolated = true, forbidden } = {}) {
  const headers = isolated
    ? { ...ISOLATION, 'Content-Security-Policy': (await policy()).replace(forbidden, '') }
    : {};
  const server = await serveSite(SITE, headers);
  const visitors = [];
  return {
    server,
    base: server.base,
    /**
     * A visitor with nothing stored, who asks for less motion: pages then draw less. Options are those of Playwright's contexts;
     * `dark` is the theme.
     */
    async visitor({ dark = false, width = 1280, height = 900, ...options } = {}) {
      const visitor = await makeVisitor(browser, server.base, {
        viewport: { width, height },
        colorScheme: dark ? 'dark' : 'light',
        reducedMotion: 'reduce',
        ...options,
      });
      visitors.push(visitor);
      return visitor;
    },
    async close() {
      await Promise.all(visitors.map((visitor) => visitor.leave()));
      await server.close();
    },
  };
}

async function makeVisitor(browser, base, options) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(PATIENCE_MS);
  const problems = [];
  const { origin } = new URL(base);
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && !['data:', 'blob:'].includes(url.protocol))
      problems.push(`foreign request: ${url.href}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`);
  });
  context.on('weberror', (error) => problems.push(`error: ${error.error().message}`));
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  context.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  let left = false;
  return {
    context,
    problems,
    /** Opens a page of the site, such as `reviews/?epochs=2`. */
    async open(path = '') {
      const page = await context.newPage();
      await page.goto(`${base}${path}`);
      return page;
    },
    /** @throws Error when the console, a request or a script had a problem */
    check() {
      if (problems.length > 0) throw new Error(`the page has problems:\n${problems.join('\n')}`);
    },
    async leave() {
      if (left) return;
      left = true;
      await context.close();
    },
  };
}

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** @throws Error with the violations that axe-core finds in the page as it is now (WCAG 2.2 AA), in light and in dark colours */
export async function checkAccessibility(page, state = '') {
  const dark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  for (const colorScheme of dark ? ['light', 'dark'] : ['dark', 'light']) {
    await page.emulateMedia({ colorScheme });
    await checkAccessibilityAsShown(page, `${state}, ${colorScheme}`);
  }
}

/** @throws Error with the violations that axe-core finds in the page in its present colours */
export async function checkAccessibilityAsShown(page, state) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    (values) => globalThis.axe.run(document, { runOnly: { type: 'tag', values } }),
    RULES,
  );
  if (violations.length === 0) return;
  const texts = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map(({ html }) => html.slice(0, 160)).join('\n  ')}`,
  );
  throw new Error(`axe, ${page.url()} ${state}:\n${texts.join('\n')}`);
}

/** @throws Error when the page is wider than its window */
export async function checkWidth(page) {
  const { wide, window } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    window: innerWidth,
  }));
  if (wide > window) throw new Error(`${page.url()} is ${wide} wide in a window of ${window}`);
}

/**
 * What holds the main thread of a page while something goes on, in ms: gaps in a timer of 1 ms, of which `p99` is the one that 99 of 100
 * stay below, and `task`, the computing time of the longest task. Other programs make gaps, too; the computing time they do not change.
 */
export async function mainThreadGaps(page, action) {
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  await page.evaluate(() => {
    const gaps = [];
    let last = performance.now();
    const tick = () => {
      const now = performance.now();
      gaps.push(now - last);
      last = now;
      globalThis.gapTimer = setTimeout(tick, 1);
    };
    globalThis.gaps = gaps;
    tick();
  });
  await action();
  const gaps = await page.evaluate(() => {
    clearTimeout(globalThis.gapTimer);
    return globalThis.gaps;
  });
  const { traceEvents } = JSON.parse(String(await browser.stopTracing()));
  gaps.sort((a, b) => a - b);
  return {
    p99: gaps[Math.floor(0.99 * (gaps.length - 1))],
    longest: gaps.at(-1),
    task: longestTask(traceEvents),
  };
}

/** The computing time of the longest task of a main thread, in ms. */
function longestTask(events) {
  const isMain = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = events.filter(
    ({ name, tdur, pid, tid }) => name.endsWith('RunTask') && tdur > 0 && isMain.has(`${pid} ${tid}`),
  );
  if (tasks.length === 0) throw new Error('the browser traced no task of the main thread');
  return tasks.reduce((most, { tdur }) => Math.max(most, tdur), 0) / 1000;
}

/** What a page may take of its main thread while a network trains, in ms: the gap that 99 of 100 stay below. */
const MOST_GAP_MS = 50;

/**
 * What {@link mainThreadGaps} found, as text. The gaps are those of a quiet machine.
 *
 * @param longest upper bound on tasks and gaps, for a training on several threads; without it tasks and p99 have {@link MOST_GAP_MS}
 * @throws Error when the main thread is held longer than a page may hold it
 */
export function checkGaps(page, { p99, longest: gap, task }, longest) {
  const ms = (value) => `${value.toFixed(1)} ms`;
  const text = `the longest task of the main thread computed for ${ms(task)}, its gaps were p99 ${ms(p99)}, longest ${ms(gap)}`;
  if (task > (longest ?? MOST_GAP_MS))
    throw new Error(`${page}: ${text}; expected tasks of at most ${longest ?? MOST_GAP_MS} ms`);
  if (longest === undefined && p99 > MOST_GAP_MS)
    throw new Error(`${page}: ${text}; expected p99 of at most ${MOST_GAP_MS} ms`);
  if (gap > (longest ?? Number.POSITIVE_INFINITY))
    throw new Error(`${page}: ${text}; expected gaps of at most ${longest} ms`);
  return text;
}

/** Watches what is read aloud; `statusRate` looks at it. */
export function watchStatus(page) {
  return page.evaluate(() => {
    const times = new Map();
    globalThis.statusTimes = times;
    new MutationObserver((changes) => {
      const now = performance.now();
      const places = changes.map(({ target }) => target.parentElement?.closest('[role=status]') ?? target);
      for (const place of new Set(places)) {
        if (place.getAttribute?.('role') !== 'status') continue;
        times.set(place, [...(times.get(place) ?? []), now]);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

/**
 * How often something was read aloud since `watchStatus`.
 *
 * @throws Error when a status has changed twice within a second, or none has changed at all
 */
export async function statusRate(page) {
  const gaps = await page.evaluate(() =>
    [...globalThis.statusTimes.values()].map((times) => times.slice(1).map((time, i) => time - times[i])),
  );
  if (gaps.length === 0) throw new Error(`${page.url()}: no status changes`);
  const least = Math.min(...gaps.flat());
  // timers of 1,000 ms, whose callbacks may be late by some ms
  if (least < 950)
    throw new Error(`${page.url()}: a status is read aloud again after ${least.toFixed(0)} ms`);
  return gaps.flat().length;
}

/**
 * What a first visit has loaded, in kB gzipped, before the service worker fetches the files of other pages: scripts and WebAssembly, pages
 * and styles, the typeface, and data. The pretrained model is data, which a script carries.
 */
export function weights(requests) {
  const end = requests.findIndex(({ path }) => path === 'sw.js');
  const first = new Map(
    (end < 0 ? requests : requests.slice(0, end)).map(({ path, bytes }) => [path, bytes]),
  );
  const sum = (pattern) =>
    [...first].reduce((kb, [path, bytes]) => kb + (pattern.test(path) ? bytes / 1000 : 0), 0);
  const [code, styles, font] = [
    sum(/^(?!assets\/models-).*\.(js|wasm)$/),
    sum(/\.(css|html)$/),
    sum(/\.woff2$/),
  ];
  return { code, styles, font, data: sum(/./) - code - styles - font };
}

/** Waits until the service worker has kept the site and answers for the page's next visit. */
export function untilOffline(page) {
  return page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
}

/**
 * Saves a picture of a page when SEQLOOM_PICTURES names a folder.
 *
 * @param fullPage or only what the window shows
 */
export async function picture(page, name, fullPage = true) {
  const folder = process.env.SEQLOOM_PICTURES;
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage });
}

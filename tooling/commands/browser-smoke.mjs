// Runs every app's smoke test in Chromium. A test is apps/NAME/test/smoke.browser.mjs; its default export is
// `async ({ executablePath, args }) => string`: it drives that browser (both are launch options of Playwright), throws when
// something is wrong, and otherwise returns one sentence on what it saw.
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { NO_TESTS, summaryLine } from './count-tests.mjs';
import { findChromium } from './find-browser.mjs';

const root = join(import.meta.dirname, '..', '..');
const TIMEOUT_MS = 120_000;
/** Root has no sandbox to give, and an off-line run should not wait for a browser that wants to update itself. */
const ARGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function smokeTests() {
  const apps = join(root, 'apps');
  const files = readdirSync(apps).map((name) => join(apps, name, 'test', 'smoke.browser.mjs'));
  return files.filter((file) => existsSync(file));
}

/** Runs one test; the promise rejects when it takes longer than two minutes. */
async function runTest(file, executablePath) {
  const { default: test } = await import(pathToFileURL(file));
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${TIMEOUT_MS / 1000} s`)), TIMEOUT_MS);
  });
  try {
    return await Promise.race([test({ executablePath, args: ARGS }), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs the smoke tests, prints a line for each, and returns how many passed, failed and were skipped. */
export async function runBrowserSmoke() {
  const counts = { ...NO_TESTS };
  const tests = smokeTests();
  if (tests.length === 0)
    throw new Error('browser smoke: no app has a test/smoke.browser.mjs, expected at least one.');
  const { path, reason } = findChromium();
  for (const file of tests) {
    const name = relative(root, file);
    if (!path) {
      console.log(`  ${name}: skipped, ${reason}`);
      counts.skipped++;
      continue;
    }
    try {
      console.log(`  ${name}: ${await runTest(file, path)}`);
      counts.passed++;
    } catch (error) {
      console.error(`  ${name}: failed\n${error.stack}`);
      counts.failed++;
    }
  }
  return counts;
}

if (process.argv[1] === import.meta.filename) {
  const counts = await runBrowserSmoke();
  console.log(summaryLine(counts));
  // A browser that a failed test has left open must not keep the command alive.
  process.exit(counts.failed > 0 ? 1 : 0);
}

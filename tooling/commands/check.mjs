// Everything that has to hold before a change is handed over, in the order in which it is cheapest to know:
//   pnpm check        stops at the first step that fails, shows its output, and ends with `N passed, N failed`
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { runBrowserSmoke } from './browser-smoke.mjs';
import { addCounts, countReport, NO_TESTS, summaryLine } from './count-tests.mjs';
import { findChromium, findFirefox } from './find-browser.mjs';
import { runCommand } from './run-command.mjs';
import { packagesTestedInPages, testedPackages } from './tested-packages.mjs';

const root = join(import.meta.dirname, '..', '..');
const env = {
  ...process.env,
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
  // Turbo then knows tests that were skipped from tests in a browser that has been installed since.
  SEQLOOM_CHROMIUM: findChromium().path ?? '',
  SEQLOOM_FIREFOX: findFirefox().path ?? '',
};

/** A step that is one command; its output is shown when it fails. A step without tests of its own fails as one. */
function command(name, program, ...args) {
  return {
    name,
    async run() {
      const { ok, output } = await runCommand(program, args, { cwd: root, env, show: 'nothing' });
      if (!ok) console.error(output);
      return { ...NO_TESTS, failed: ok ? 0 : 1 };
    },
  };
}
const node = (name, file, ...args) => command(name, process.execPath, join(root, file), ...args);
const turboRun = (...tasks) => ['exec', 'turbo', 'run', ...tasks, '--ui=stream', '--output-logs=errors-only'];
const turbo = (name, ...tasks) => command(name, 'pnpm', ...turboRun(...tasks));

/**
 * Runs a task of tests.
 *
 * @param packages whose reports are counted
 * @param atATime how many of them run at a time
 */
async function runTests(task, packages, atATime) {
  for (const { report } of packages) rmSync(report, { force: true });
  const { ok, output } = await runCommand(
    'pnpm',
    turboRun(task, '--continue=always', `--concurrency=${atATime}`),
    {
      cwd: root,
      env,
      show: 'nothing',
    },
  );
  if (!ok) console.error(output);
  const counts = packages.reduce((sum, { report }) => addCounts(sum, countReport(report)), NO_TESTS);
  // Errors outside any test, such as an unhandled rejection, show only in the exit code.
  return !ok && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

const steps = [
  command('lint', 'pnpm', 'exec', 'biome', 'check', '.', '--error-on-warnings'),
  turbo('build', 'build'),
  turbo('types, kernels', 'typecheck', 'kernels:check'),
  node('arrows', 'tooling/commands/check-arrows.mjs'),
  node('structure', 'tooling/commands/count-structure.mjs', '--check'),
  node('chapter, pages', 'tooling/commands/check-chapter.mjs'),
  node('readme types', 'tooling/commands/check-readmes.mjs'),
  node('speed figures', 'tooling/bench/dist/readme.js', '--check'),
  node('bundled reviews', 'apps/imdb/data/check-reviews.mjs'),
  node('bundled topics', 'apps/topics/data/check-topics.mjs'),
  // A package runs its files on all cores, and some tests bound a time.
  { name: 'unit tests', run: () => runTests('test', testedPackages(root), 1) },
  // A page and the GPU that is emulated for it take little more than one core.
  { name: 'tests in pages', run: () => runTests('test:browser', packagesTestedInPages(root), 2) },
  { name: 'browser smoke', run: runBrowserSmoke },
  command('unused code', 'pnpm', 'exec', 'knip', '--no-progress', '--no-config-hints'),
  node('packaging', 'tooling/commands/check-packages.mjs'),
  node('sizes of pages', 'tooling/commands/check-sizes.mjs'),
];

let counts = NO_TESTS;
for (const { name, run } of steps) {
  const start = performance.now();
  let result;
  try {
    result = await run();
  } catch (error) {
    console.error(error.message);
    result = { ...NO_TESTS, failed: 1 };
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${result.failed > 0 ? '✗' : '✓'} ${name.padEnd(16)} ${seconds.padStart(6)} s`);
  counts = addCounts(counts, result);
  if (result.failed > 0) break;
}
console.log(summaryLine(counts));
// A browser that a failed test has left open must not keep the command alive.
process.exit(counts.failed > 0 ? 1 : 0);

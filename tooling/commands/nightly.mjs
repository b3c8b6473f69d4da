// The runs that are too long for every change, one table, and docs/nightly.md with the last results:
//   pnpm nightly                          under a Node with relaxed SIMD (22 and newer) all of it
//   pnpm nightly --fuzz-calls 1000000     random calls on each backend; default 200,000
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { root, runMain } from './bootstrap.mjs';
import { addCounts, countReport, NO_TESTS, summaryLine } from './count-tests.mjs';
import { findChromium } from './find-browser.mjs';
import { nightlyReport, nightlyTable } from './nightly-report.mjs';
import { runCommand } from './run-command.mjs';

/** The packages whose tests run layers and training on the backend that they select by its package's name. */
const LAYER_PACKAGES = [
  'nn',
  'embeddings',
  'recurrent',
  'convolutional',
  'attention',
  'train',
  'model-tests',
];

const SITE = join(root, 'apps', 'site');

const { values } = parseArgs({ options: { 'fuzz-calls': { type: 'string', default: '200000' } } });
const fuzzCalls = Number(values['fuzz-calls']);
if (!Number.isSafeInteger(fuzzCalls) || fuzzCalls < 1) {
  throw new RangeError(
    `nightly: --fuzz-calls must be a positive integer, got ${JSON.stringify(values['fuzz-calls'])}.`,
  );
}
// Another seed every day; the report names it, so that a failure can be repeated.
const date = new Date().toISOString().slice(0, 10);
const seed = Number(date.replaceAll('-', ''));
const fuzz = { SEQLOOM_FUZZ_CALLS: String(fuzzCalls), SEQLOOM_FUZZ_SEED: String(seed) };
const [nodeMajor] = process.versions.node.split('.').map(Number);

const parts = [
  {
    name: 'fused kernels off',
    what: `tests of ${LAYER_PACKAGES.join(', ')} on tfjs's kernels and portable bodies`,
    env: { SEQLOOM_WASM: 'stock' },
    projects: LAYER_PACKAGES,
  },
  {
    name: 'relaxed SIMD',
    what: 'the same tests on the relaxed build of the kernels',
    env: { SEQLOOM_WASM: 'relaxed' },
    projects: LAYER_PACKAGES,
    skip:
      nodeMajor < 22 ? `Node ${process.version} has no relaxed SIMD; Node 22 and newer have it` : undefined,
  },
  {
    name: 'memory',
    what: '1,000 fits, 10,000 predictions, 1,000 single steps, 200 loads, 200 failed builds, 200 aborted runs; heaps before and after',
    env: { SEQLOOM_MEMORY_RUNS: 'full' },
    projects: ['model-tests'],
    files: ['test/constant-memory.test.ts'],
  },
  {
    name: 'fuzz, plain backend',
    what: `${fuzzCalls} random calls, seed ${seed}`,
    env: fuzz,
    projects: ['backend-testkit'],
    files: ['test/fuzz.test.ts'],
  },
  {
    name: 'fuzz, wasm',
    what: `${fuzzCalls} random calls on one thread and on two, seed ${seed}`,
    env: fuzz,
    projects: ['backend-wasm'],
    files: ['test/fuzz.test.ts'],
  },
  {
    name: 'hostile Keras files',
    what: '50,000 files with changed bytes: a model or an error of ours, each within a second',
    env: { SEQLOOM_KERAS_MUTATIONS: '50000' },
    projects: ['keras'],
    files: ['test/hostile-files.test.ts'],
  },
  {
    name: 'journeys, short',
    what: 'visitors of every page of the built site in Chromium: what they type, open, train and read',
    journeys: 'short',
    skip: siteReason(),
  },
  {
    name: 'journeys, long',
    what: 'the same pages measured, with bad files, full storage and no WebAssembly; the main paths in Firefox',
    journeys: 'long',
    skip: siteReason(),
  },
];

/** Why no visitor can look at the site. */
function siteReason() {
  if (!existsSync(join(SITE, 'dist', 'index.html'))) return 'the site is not built; run pnpm build first';
  return findChromium().reason;
}

/** Runs the journeys through the site, which counts as one test; shows what they say. */
async function runJourneys({ journeys }) {
  const { ok, output } = await runCommand(
    process.execPath,
    [join(SITE, 'test', 'browser', 'run-journeys.mjs'), journeys],
    { cwd: root, show: 'nothing' },
  );
  console.log(output.trimEnd());
  return { counts: { ...NO_TESTS, [ok ? 'passed' : 'failed']: 1 } };
}

/** Runs the tests of a part in this Node; shows their output when one fails. */
async function runPart({ env, projects, files = [] }) {
  const report = join(root, '.vitest-nightly.json');
  const reasonsFile = join(root, '.vitest-nightly-skipped.json');
  for (const file of [report, reasonsFile]) rmSync(file, { force: true });
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = [
    '--reporter=default',
    `--reporter=${fileURLToPath(import.meta.resolve('./skip-reporter.mjs'))}`,
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const { ok, output } = await runCommand(
    process.execPath,
    [vitest, 'run', ...projects.flatMap((name) => ['--project', name]), ...reporters, ...files],
    { cwd: root, env: { ...process.env, ...env, SEQLOOM_SKIP_REASONS: reasonsFile }, show: 'nothing' },
  );
  if (!ok) console.error(output);
  const counted = countReport(report);
  // Errors outside any test show only in the exit code.
  const counts = !ok && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
  const skipReasons = existsSync(reasonsFile) ? JSON.parse(readFileSync(reasonsFile, 'utf8')) : {};
  for (const file of [report, reasonsFile]) rmSync(file, { force: true });
  return { counts, skipReasons };
}

await runMain(async () => {
  const results = [];
  for (const part of parts) {
    if (part.skip) {
      results.push({ ...part, counts: NO_TESTS, seconds: 0 });
      console.log(`– ${part.name}: skipped. ${part.skip}.`);
      continue;
    }
    const start = performance.now();
    const { counts, skipReasons } = await (part.journeys ? runJourneys(part) : runPart(part));
    const seconds = (performance.now() - start) / 1000;
    results.push({ ...part, counts, skipReasons, seconds });
    console.log(
      `${counts.failed > 0 ? '✗' : '✓'} ${part.name}: ${summaryLine(counts)}, ${seconds.toFixed(0)} s`,
    );
  }
  console.log(`\n${nightlyTable(results)}`);
  const command = ['pnpm nightly', ...process.argv.slice(2)].join(' ');
  const machine = `Node ${process.version}, ${process.platform} ${process.arch}, ${availableParallelism()} cores`;
  writeFileSync(join(root, 'docs', 'nightly.md'), nightlyReport({ command, date, machine, results }));
  const total = results.reduce((sum, { counts }) => addCounts(sum, counts), NO_TESTS);
  console.log(summaryLine(total));
  if (total.failed > 0) process.exitCode = 1;
});

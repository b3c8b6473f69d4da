// Runs the conformance suite and the generated tests of layers, losses, metrics and optimizers on every backend that this machine
// has, and writes docs/conformance.md. A Node with relaxed SIMD (22 and newer) and Chromium for all of it; some minutes:
//   pnpm conformance
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { root, runMain } from './bootstrap.mjs';
import { conformanceTable, testsOf } from './conformance-table.mjs';
import { findChromium } from './find-browser.mjs';
import { runCommand } from './run-command.mjs';

const projects = (...names) => names.flatMap((name) => ['--project', name]);
const GENERATED = ['layers/wasm.test.ts', 'training/wasm.test.ts'];
const pages = (folder) => ({ args: ['--config', 'vitest.browser.config.ts'], cwd: join(root, folder) });
const { path: chromium, reason } = findChromium();
const relaxed = Number(process.versions.node.split('.')[0]) >= 22;

const runs = [
  {
    args: [
      ...projects('backend-wasm', 'backend-node', 'backend-testkit'),
      'test/conformance.test.ts',
      'test/cpu.test.ts',
    ],
    env: { SEQLOOM_CONFORMANCE: 'all' },
  },
  {
    args: [
      ...projects('model-tests'),
      ...['cpu', 'node', 'threads', 'wasm'].map((name) => `/${name}.test.ts`),
    ],
  },
  ...(relaxed
    ? [{ args: [...projects('model-tests'), ...GENERATED], build: 'relaxed', backend: 'wasm, relaxed' }]
    : []),
  { args: [...projects('model-tests'), ...GENERATED], build: 'stock', backend: 'wasm, stock loader' },
  ...(chromium ? [pages('packages/backend-webgl'), pages('tooling/model-tests')] : []),
];

/** The tests of one run of vitest. */
async function testsOfRun({ args, cwd = root, env = {}, build = '', backend = 'wasm, 1 thread' }) {
  const file = join(root, '.vitest-conformance.json');
  rmSync(file, { force: true });
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const { ok, output } = await runCommand(
    process.execPath,
    [vitest, 'run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    {
      cwd,
      env: { ...process.env, SEQLOOM_WASM: build, SEQLOOM_CHROMIUM: chromium ?? '', ...env },
      show: 'nothing',
    },
  );
  if (!ok) console.error(output);
  if (!existsSync(file)) throw new Error(`vitest ${args.join(' ')} left no report.`);
  const tests = testsOf(JSON.parse(readFileSync(file, 'utf8')), backend);
  rmSync(file, { force: true });
  // Errors outside any test show only in the exit code.
  if (!ok && tests.every(({ status }) => status !== 'failed')) throw new Error('a run of vitest failed.');
  return tests;
}

await runMain(async () => {
  const tests = [];
  for (const run of runs) tests.push(...(await testsOfRun(run)));
  const { table, skipped } = conformanceTable(tests);
  console.log(table);
  const missing = [
    ...(relaxed ? [] : [`- wasm, relaxed: Node ${process.version} has no relaxed SIMD`]),
    ...(chromium ? [] : [`- webgl: ${reason}`]),
  ];
  const date = new Date().toISOString().slice(0, 10);
  const machine = `${cpus()[0]?.model.trim()}, ${availableParallelism()} cores, Node ${process.version}`;
  writeFileSync(
    join(root, 'docs', 'conformance.md'),
    `# What was tested on which backend

Written by \`pnpm conformance\` on ${date} (${machine}). The testkit is the suite that every backend passes; the other columns are the
tests that each layer, loss, metric and optimizer has from its record. One test compares all layers on two threads with one, bit by bit; on
\`webgl\` a few models train beside \`wasm\`.

${table}

Not run:

${[...skipped, ...missing].join('\n') || '- nothing'}
`,
  );
  if (tests.some(({ status }) => status === 'failed')) process.exitCode = 1;
});

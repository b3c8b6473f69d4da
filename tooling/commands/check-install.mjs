// Installs the packed `seqloom` from a registry on loopback in an empty folder, as a user would, counts packages and megabytes, and
// runs it. Wants the network or npm's cache for what is not ours. Run it after `pnpm build`:
//   pnpm check:install
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMain } from './bootstrap.mjs';
import { serveRegistry } from './consumers/local-registry.mjs';
import { packPackages } from './consumers/pack.mjs';
import { runCommand } from './run-command.mjs';

const root = join(import.meta.dirname, '..', '..');
/** At most. */
const LIMITS = { packages: 46, megabytes: 55 };

await runMain(async () => {
  const work = mkdtempSync(join(tmpdir(), 'seqloom-install-'));
  const upstream = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
  const registry = await serveRegistry(await packPackages(root, join(work, 'tarballs')), upstream);
  try {
    const folder = join(work, 'program');
    mkdirSync(folder);
    writeFileSync(join(folder, 'package.json'), '{ "name": "program", "private": true, "type": "module" }\n');
    const run = async (command, args) => {
      const { ok, output } = await runCommand(command, args, { cwd: folder, show: 'nothing' });
      if (!ok) throw new Error(`check:install: ${command} ${args.join(' ')} failed.\n${output}`);
      return output;
    };
    await run('npm', ['install', '--ignore-scripts', '--no-audit', '--registry', registry.url, 'seqloom']);
    const modules = join(folder, 'node_modules');
    const packages = countPackages(modules);
    const megabytes = bytesIn(modules) / 1e6;
    console.log(`npm install seqloom: ${packages} packages, ${megabytes.toFixed(1)} MB`);
    console.log(`seqloom digest: ${(await run('npx', ['--no-install', 'seqloom', 'digest'])).trim()}`);
    writeFileSync(
      join(folder, 'program.js'),
      `import { loadPretrained } from 'seqloom/models';
const model = await loadPretrained('sentiment');
console.log((await model.predict(['not bad at all']))[0].label);
`,
    );
    console.log(`loadPretrained: ${(await run('node', ['program.js'])).trim()}`);
    if (packages > LIMITS.packages || megabytes > LIMITS.megabytes) {
      throw new Error(`check:install: at most ${LIMITS.packages} packages and ${LIMITS.megabytes} MB.`);
    }
  } finally {
    await registry.close();
    rmSync(work, { recursive: true });
  }
});

/** Folders with a manifest, one or two levels deep. */
function countPackages(modules) {
  return readdirSync(modules, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .reduce((count, { name }) => {
      const path = join(modules, name);
      if (name.startsWith('@')) return count + countPackages(path);
      const nested = readdirSync(path).includes('node_modules')
        ? countPackages(join(path, 'node_modules'))
        : 0;
      return count + 1 + nested;
    }, 0);
}

function bytesIn(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

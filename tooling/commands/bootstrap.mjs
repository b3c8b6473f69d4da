// Makes a fresh clone ready on a machine that has only Node and npm: fetches the workspace's pnpm into .pnpm-local and
// installs from the lockfile. When both are there already it touches neither the network nor the disk.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkNode } from './check-node.mjs';
import { runCommand } from './run-command.mjs';

/** Not by `import.meta.dirname`, which a Node too old for us does not know: it shall read why. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

async function fetchPnpm(version) {
  const folder = join(root, '.pnpm-local');
  const installed = join(folder, 'node_modules', 'pnpm', 'package.json');
  if (!existsSync(installed) || readJson(installed).version !== version) {
    console.log(`Fetching pnpm ${version} …`);
    const options = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
    const npm = await runCommand('npm', ['install', '--prefix', folder, ...options, `pnpm@${version}`], {
      cwd: root,
      show: 'nothing',
    });
    if (!npm.ok) {
      throw new Error(
        `pnpm ${version} could not be fetched; the first run needs the network.\n${npm.output}`,
      );
    }
  }
  return join(folder, 'node_modules', '.bin');
}

async function install(version) {
  const lockfile = readFileSync(join(root, 'pnpm-lock.yaml'));
  const wanted = createHash('sha256').update(`pnpm ${version}\n`).update(lockfile).digest('hex');
  // Inside node_modules, so that whoever removes that folder gets a new install.
  const stamp = join(root, 'node_modules', '.installed-lockfile');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Installing the dependencies …');
  const pnpm = await runCommand('pnpm', ['install', '--frozen-lockfile'], { cwd: root, show: 'nothing' });
  if (!pnpm.ok) {
    throw new Error(`The dependencies could not be installed; this needs the network.\n${pnpm.output}`);
  }
  writeFileSync(stamp, wanted);
}

/**
 * Fetches pnpm and installs, each only where needed, and puts that pnpm first on this process's PATH: turbo starts `pnpm`
 * by its name.
 */
export async function bootstrap() {
  const { engines, packageManager } = readJson(join(root, 'package.json'));
  checkNode(process.versions.node, engines.node);
  const version = packageManager.replace(/^pnpm@/, '');
  // Windows spells the variable Path.
  const path = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  process.env[path] = `${await fetchPnpm(version)}${delimiter}${process.env[path]}`;
  process.env.TURBO_TELEMETRY_DISABLED = '1';
  process.env.DO_NOT_TRACK = '1';
  await install(version);
}

/** Runs a command's main function; an error becomes one readable message and exit code 1. */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}

import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../run-command.mjs';

/**
 * Installs the packed packages in each program of examples/ that has a build, as someone who copied its folder would, and
 * builds it.
 *
 * @returns whether all were built
 */
export async function checkTemplates({ root, work, tarballs }) {
  const examples = join(root, 'examples');
  let ok = true;
  for (const name of readdirSync(examples).filter((each) => !each.includes('.'))) {
    const { scripts } = JSON.parse(readFileSync(join(examples, name, 'package.json'), 'utf8'));
    if (!scripts.build) continue;
    const folder = join(work, 'templates', name);
    cpSync(join(examples, name), folder, {
      recursive: true,
      filter: (path) => !/node_modules$|dist$|\.next$/.test(path),
    });
    const failure = await failureOf(folder, [
      ['install', '--no-save', '--ignore-scripts', '--loglevel=error', ...tarballs],
      ['run', 'build'],
    ]);
    console.log(failure === undefined ? `✓ examples/${name} builds` : `✗ examples/${name}: ${failure}`);
    ok &&= failure === undefined;
  }
  return ok;
}

/** What the first of npm's commands that fails says. */
async function failureOf(cwd, commands) {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };
  for (const args of commands) {
    const { ok, output } = await runCommand('npm', args, { cwd, env, show: 'nothing' });
    if (!ok) return `npm ${args[0]} failed.\n${output}`;
  }
  return undefined;
}

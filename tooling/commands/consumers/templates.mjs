import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../run-command.mjs';
import { serveFolder } from './page.mjs';
import { startServer } from './project.mjs';

/** What the programs without a build are tried with: an error says what they did. */
const TRIES = { 'node-server': askServer, 'no-bundler': openPage };

/**
 * Installs the packed packages in each program of examples/, as someone who copied its folder would, and builds it; one without
 * a build is run.
 *
 * @returns whether all did
 */
export async function checkTemplates({ root, work, tarballs, browser }) {
  const examples = join(root, 'examples');
  let ok = true;
  for (const name of readdirSync(examples).filter((each) => !each.includes('.'))) {
    const { scripts } = JSON.parse(readFileSync(join(examples, name, 'package.json'), 'utf8'));
    const folder = join(work, 'templates', name);
    cpSync(join(examples, name), folder, {
      recursive: true,
      filter: (path) => !/node_modules$|dist$|\.next$/.test(path),
    });
    const what = scripts.build ? 'builds' : 'runs';
    try {
      await npm(folder, 'install', '--no-save', '--ignore-scripts', '--loglevel=error', ...tarballs);
      if (scripts.build) await npm(folder, 'run', 'build');
      else await TRIES[name](folder, browser);
      console.log(`✓ examples/${name} ${what}`);
    } catch (error) {
      console.log(`✗ examples/${name}: ${error.message}`);
      ok = false;
    }
  }
  return ok;
}

async function npm(cwd, ...args) {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };
  const { ok, output } = await runCommand('npm', args, { cwd, env, show: 'nothing' });
  if (!ok) throw new Error(`npm ${args[0]} failed.\n${output}`);
}

async function askServer(folder) {
  const { url, stop } = await startServer('npm', ['start'], folder, { PORT: '0' });
  try {
    const good = await (await fetch(`${url}/?text=${encodeURIComponent('not bad at all')}`)).json();
    if (good.label !== 'positive' || good.words?.length !== 4)
      throw new Error(`the server answered ${JSON.stringify(good)} for "not bad at all"`);
    for (const path of ['', '//', '?text=', '?text=%']) {
      const { status } = await fetch(`${url}/${path}`);
      if (status !== (path === '?text=%' ? 200 : 400))
        throw new Error(`the server answered ${status} for /${path}`);
    }
  } finally {
    await stop();
  }
}

async function openPage(folder, browser) {
  const { url, stop } = await serveFolder(folder, { isolated: false });
  try {
    const values = (await browser.textOf(url, 'pre')).split(' ').map(Number);
    const line = [1, 3, 5, 7]; // what it learns
    if (values.length !== 4 || values.some((value, i) => !(Math.abs(value - line[i]) < 0.2)))
      throw new Error(`the page shows ${values.join(' ')}, expected about ${line.join(' ')}`);
  } finally {
    await stop();
  }
}

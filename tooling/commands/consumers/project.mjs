import { spawn } from 'node:child_process';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../run-command.mjs';

const START_MS = 120_000;

/**
 * A consumer's project in a folder of its own, outside of the workspace: its files, those that all consumers share, what its
 * lockfile says, and the tarballs.
 */
export async function createProject(consumers, name, folder, tarballs) {
  for (const [from, to] of [
    [name, folder],
    ['shared', join(folder, 'src')],
  ]) {
    cpSync(join(consumers, from), to, {
      recursive: true,
      filter: (path) => !/node_modules$/.test(path),
    });
  }
  const npm = async (...args) => {
    const { ok, output } = await runCommand('npm', [...args, '--loglevel=error'], {
      cwd: folder,
      show: 'nothing',
    });
    if (!ok) throw new Error(`npm ${args[0]} failed.\n${output}`);
  };
  await npm('ci');
  await npm('install', '--no-save', ...tarballs);
  return project(folder);
}

function project(folder) {
  const bin = (name) => join(folder, 'node_modules', '.bin', name);
  const run = async (command, args, env = {}) => {
    const { ok, output } = await runCommand(command, args, {
      cwd: folder,
      env: { ...process.env, ...env },
      show: 'nothing',
    });
    if (!ok) throw new Error(`${args.join(' ')} failed.\n${output}`);
    return output;
  };
  return {
    folder,
    run,
    /** Runs a program that the project has installed and returns what it printed. */
    tool: (name, args, env) => run(bin(name), args, env),
    /** What a tool of the project calls its version. */
    version: (dependency) =>
      JSON.parse(readFileSync(join(folder, 'node_modules', dependency, 'package.json'), 'utf8')).version,
    remove: (path) => rmSync(join(folder, path), { recursive: true, force: true }),
    /** Starts a server that the project has installed; `stop` ends it. */
    start: (name, args, env) => startServer(bin(name), args, folder, env),
  };
}

/** Starts a program and waits for the address that it prints. */
export function startServer(command, args, cwd, env) {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  const stop = async () => {
    try {
      // The whole group: some servers start others.
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
    await ended;
  };
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => fail(`printed no address within ${START_MS / 1000} s`), START_MS);
    const fail = (why) => {
      clearTimeout(timer);
      void stop();
      reject(new Error(`${args.join(' ')} ${why}.\n${output}`));
    };
    const read = (chunk) => {
      output += chunk;
      const [url] = /http:\/\/(localhost|127\.0\.0\.1):\d+/.exec(plainText(output)) ?? [];
      if (!url) return;
      clearTimeout(timer);
      resolve({ url, stop, output: () => output });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('error', (error) => fail(error.message));
    child.on('close', (code) => fail(`ended with code ${code}`));
  });
}

/** Without the colours of a terminal. */
function plainText(text) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are made of
  return text.replace(/\u001b\[[\d;]*m/g, '');
}

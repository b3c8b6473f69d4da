import { spawn } from 'node:child_process';

/**
 * Runs a program to its end: `{ ok, output }`. What is not shown is collected in `output`, so that the caller shows it
 * when it matters: everything with `show: 'nothing'`, the standard output with `show: 'errors'`.
 */
export function runCommand(command, args, { cwd, env = process.env, show = 'all' } = {}) {
  return new Promise((resolve, reject) => {
    // npm and pnpm are .cmd files on Windows, which only a shell starts.
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', show === 'all' ? 'inherit' : 'pipe', show === 'nothing' ? 'pipe' : 'inherit'],
      shell: process.platform === 'win32',
    });
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (cause) =>
      reject(new Error(`${command} could not be started: ${cause.message}`, { cause })),
    );
    child.on('close', (code) => resolve({ ok: code === 0, output: Buffer.concat(chunks).toString() }));
  });
}

import { spawn } from 'node:child_process';

/** On Windows these are .cmd files, which only a shell starts; of programs it would take a path apart at its blanks. */
const SCRIPTS = ['npm', 'pnpm'];

/** An argument as cmd.exe reads it: a shell gets the arguments in one line. */
const quoted = (argument) => (/\s/.test(argument) ? `"${argument}"` : argument);

/**
 * Runs a program to its end: `{ ok, output }`. What is not shown is collected in `output`, so that the caller shows it
 * when it matters: everything with `show: 'nothing'`, the standard output with `show: 'errors'`.
 */
export function runCommand(command, args, { cwd, env = process.env, show = 'all' } = {}) {
  return new Promise((resolve, reject) => {
    const inShell = process.platform === 'win32' && SCRIPTS.includes(command);
    const child = spawn(command, inShell ? args.map(quoted) : args, {
      cwd,
      env,
      stdio: ['ignore', show === 'all' ? 'inherit' : 'pipe', show === 'nothing' ? 'pipe' : 'inherit'],
      shell: inShell,
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

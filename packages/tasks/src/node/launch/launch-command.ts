import { spawn, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { positive, positiveInteger } from '@seqloom/options';
import type { CommandDef } from 'citty';
import { numberOption, type OptionTable, switchOption, textOption } from '../../options/command-option.ts';
import { shellWord } from '../../report/shell-word.ts';
import { defineTaskCommand } from '../cli/define-command.ts';
import { ExitCodeError } from '../terminal/exit-code-error.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { mpirunKind, mpirunWords } from './mpirun-words.ts';

interface LaunchOptions {
  readonly ranks: number;
  readonly hosts: string;
  readonly timeout: number;
  readonly mpirun: string;
  readonly print: boolean;
}

const OPTIONS: OptionTable<LaunchOptions> = {
  ranks: numberOption(positiveInteger(), { flag: 'n', help: 'Processes to start (one per core)' }),
  hosts: textOption({ hint: 'A:2,B:2', help: 'Where, and how many on each (this machine)' }),
  timeout: numberOption(positive(), {
    hint: 'SECONDS',
    help: 'How long a process waits for the others before the job ends (300)',
  }),
  mpirun: textOption({ hint: 'PATH', help: 'The mpirun of Open MPI or MPICH (mpirun)' }),
  print: switchOption({ help: 'Print the command and do not run it' }),
};

/** `launch`: prints and runs the `mpirun` that starts a command in several processes. */
export function launchCommand(command: readonly string[], terminal: Terminal): CommandDef {
  return defineTaskCommand<LaunchOptions>({
    owner: 'seqloom launch',
    help: 'Start a command that trains in several processes: launch -n 4 -- seqloom classify … --distributed',
    options: OPTIONS,
    async run({ ranks = availableParallelism(), hosts, timeout, mpirun = 'mpirun', print = false }, signal) {
      if (command.length === 0) {
        throw new RangeError(
          'launch: there is no command. Give it after two dashes: launch -n 4 -- seqloom classify data.csv --distributed.',
        );
      }
      const waits = timeout === undefined ? {} : { SEQLOOM_RANK_TIMEOUT: String(timeout) };
      const words = mpirunWords({
        kind: kindOf(mpirun),
        ranks,
        hosts: hosts?.split(',') ?? [],
        cores: availableParallelism(),
        isRoot: process.getuid?.() === 0,
        variables: Object.keys(waits),
        command,
      });
      const line = [
        ...Object.entries(waits).map(([name, value]) => `${name}=${value}`),
        ...[mpirun, ...words].map(shellWord),
      ].join(' ');
      if (print) {
        terminal.out(`${line}\n`);
        return;
      }
      terminal.err(`${line}\n`);
      const code = await run(mpirun, words, { ...process.env, ...waits }, signal);
      if (code !== 0) throw new ExitCodeError(`launch: the job has ended with the exit code ${code}.`, code);
    },
  });
}

/** @throws Error where there is none, or it is of another MPI */
function kindOf(mpirun: string): NonNullable<ReturnType<typeof mpirunKind>> {
  const { stdout, error } = spawnSync(mpirun, ['--version'], { encoding: 'utf8' });
  if (error) {
    throw new Error(
      `launch: ${mpirun} cannot be started (${error.message}). Install openmpi-bin or mpich, or name it by --mpirun.`,
      { cause: error },
    );
  }
  const kind = mpirunKind(stdout);
  if (kind) return kind;
  throw new Error(`launch: ${mpirun} is neither Open MPI's nor MPICH's. Name one of them by --mpirun.`);
}

/** Runs a command in this terminal; a signal to stop is handed on, and the command ends by itself. */
function run(
  command: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<number> {
  const child = spawn(command, words, { stdio: 'inherit', env });
  signal.addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

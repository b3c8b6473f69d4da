import { spawn, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { positive, positiveInteger } from '@seqloom/options';
import { type CommandDef, defineCommand } from 'citty';
import { numberOption, type OptionTable, switchOption, textOption } from '../../options/command-option.ts';
import { checkTyped, readOptions } from '../../options/read-options.ts';
import { shellWord } from '../../report/shell-word.ts';
import { argsOf } from '../cli/define-command.ts';
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
  ranks: numberOption(positiveInteger(), {
    flag: 'n',
    help: 'Processes to start (one per core, or as many as --hosts says)',
  }),
  hosts: textOption({ hint: 'A:2,B:2', help: 'Where, and how many on each (this machine)' }),
  timeout: numberOption(positive(), {
    hint: 'SECONDS',
    help: 'How long a process waits for the others before the job ends (300)',
  }),
  mpirun: textOption({ hint: 'PATH', help: 'The mpirun of Open MPI or MPICH (mpirun)' }),
  print: switchOption({ help: 'Print the command and do not run it' }),
};

const OWNER = 'seqloom launch';

/** `launch`: prints and runs the `mpirun` that starts a command in several processes. */
export function launchCommand(command: readonly string[], terminal: Terminal): CommandDef {
  return defineCommand({
    meta: {
      name: 'launch',
      description:
        'Start a command that trains in several processes: launch -n 4 -- seqloom classify … --distributed',
    },
    args: argsOf(OPTIONS),
    async run({ args }) {
      checkTyped(args, OPTIONS);
      const options = readOptions(OWNER, args, OPTIONS);
      const { timeout, mpirun = 'mpirun', print = false } = options;
      const hosts = options.hosts?.split(',') ?? [];
      const { ranks = ranksOn(hosts) ?? availableParallelism() } = options;
      if (command.length === 0) {
        throw new RangeError(
          'launch: there is no command. Give it after two dashes: launch -n 4 -- seqloom classify data.csv --distributed.',
        );
      }
      const waits = timeout === undefined ? {} : { SEQLOOM_RANK_TIMEOUT: String(timeout) };
      const words = mpirunWords({
        kind: kindOf(mpirun),
        ranks,
        hosts,
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
      const code = await run(mpirun, words, { ...process.env, ...waits });
      if (code !== 0) throw new ExitCodeError(`launch: the job has ended with the exit code ${code}.`, code);
    },
  });
}

/** The processes that machines such as `a:2` and `b` take; undefined where none is named. */
function ranksOn(hosts: readonly string[]): number | undefined {
  if (hosts.length === 0) return undefined;
  return hosts.reduce((total, host) => total + Number(/:(\d+)$/.exec(host)?.[1] ?? 1), 0);
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

/** Runs a command in this terminal. It is told of a signal to stop and ends by itself; what it has kept, it says. */
function run(command: string, words: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(command, words, { stdio: 'inherit', env });
  const end = () => void child.kill('SIGTERM');
  const wait = () => {}; // Ctrl-C goes to all programs of a terminal
  process.on('SIGTERM', end);
  process.on('SIGINT', wait);
  const ended = new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
  return ended.finally(() => {
    process.off('SIGTERM', end);
    process.off('SIGINT', wait);
  });
}

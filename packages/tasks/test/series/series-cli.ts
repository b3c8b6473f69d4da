import type { CommandTask } from '../../src/node/command-task.ts';
import { runCommand } from '../../src/node/run-command.ts';
import { type SeriesWhere, seriesCommand } from '../../src/node/series-command.ts';
import { fakeTerminal } from '../../src/node/testing/fake-terminal.ts';
import type { SeriesTypes } from '../../src/series/run.ts';
import { seriesTask } from '../../src/series/series-task.ts';
import type { Task } from '../../src/task.ts';

/** A task on series without data that have a name. */
export const series: Task<SeriesTypes> = seriesTask({
  name: 'series',
  holds: 'a model of a series',
  subject: 'Series',
  named: [],
});

/** Its command. */
export const command: CommandTask<SeriesTypes, SeriesWhere> = seriesCommand({
  task: series,
  description: 'What will it be?',
  version: '1.2.3',
  data: { hint: 'PATH', help: 'The series' },
  named: [],
});

/** Runs a command line of it. */
export async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const terminal = fakeTerminal();
  const code = await runCommand(command, argv, terminal);
  return { code, ...terminal.written };
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findRecipe } from '../find-recipe.ts';
import type { PageLink } from '../report/html-page.ts';
import { reportPage } from '../report/report-page.ts';
import type { ReportedRun } from '../run.ts';
import type { TaskTypes } from '../task-types.ts';
import { trainTask } from '../train-task.ts';
import type { CommandTask } from './command-task.ts';
import { environmentFacts } from './terminal/environment.ts';
import { interruptible } from './terminal/interrupt.ts';
import { openBackend } from './terminal/open-backend.ts';
import { prepareOutputFolder, writeFolder } from './terminal/output-folder.ts';
import { terminalProgress } from './terminal/progress.ts';
import type { Terminal } from './terminal/terminal.ts';

/** What an app shows in the first minute. */
export interface StartOptions<T extends TaskTypes> {
  /** The models that are compared, on the data that come with the app. */
  readonly models: readonly string[];
  /** The name of the page. */
  readonly page: string;
  /** Takes the place of the recipes' own numbers: a minute is short. */
  readonly choices?: Partial<T['choices']>;
  /** The pages of the other apps in the same folder. */
  readonly beside: readonly PageLink[];
  /** The comparison for a person. */
  text(results: readonly T['result'][]): string;
}

/**
 * The first minute: trains some models on the data that come with an app, compares them, and writes a page into a folder. Progress
 * goes to the standard error, the comparison to the standard output.
 */
export function runStart<T extends TaskTypes, Where>(
  command: CommandTask<T, Where>,
  { models, choices = {}, page, beside, text }: StartOptions<T>,
  folder: string,
  terminal: Terminal,
): Promise<void> {
  const { task } = command;
  return interruptible(async (signal) => {
    await prepareOutputFolder(folder);
    const source = await command.openSource('bundled', {}, { terminal, signal });
    const backend = await openBackend();
    const runs: ReportedRun<T['result']>[] = [];
    try {
      for (const name of models) {
        const progress = terminalProgress(terminal, false, task.progress);
        try {
          const recipe = findRecipe(task, name);
          const trained = await trainTask(task, { backend, source, recipe, choices, progress, signal });
          trained.model.model.dispose();
          runs.push(trained);
        } finally {
          progress.close();
        }
        terminal.err('\n');
      }
    } finally {
      await backend.dispose();
    }
    await writeFolder(folder, async (staging) => {
      await writeFile(
        join(staging, page),
        reportPage(task, runs, { beside, environment: environmentFacts() }),
      );
      return [page];
    });
    terminal.out(`${text(runs.map(({ result }) => result))}\n`);
  });
}

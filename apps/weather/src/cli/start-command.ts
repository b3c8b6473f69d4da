import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PageLink } from '@seqloom/tasks';
import {
  interruptible,
  openBackend,
  prepareOutputFolder,
  type Terminal,
  writeFolder,
} from '@seqloom/tasks/node';
import { dense } from '../recipes/dense.ts';
import { gru } from '../recipes/gru.ts';
import { reportPage } from '../report-page.ts';
import type { TrainedWeather } from '../run.ts';
import { rowsAhead } from '../task.ts';
import { trainRecipe } from '../train-recipe.ts';
import { openSource } from './open-source.ts';
import { runProgress } from './progress.ts';
import { comparison } from './result.ts';

const RECIPES = [dense, gru];
/** Beside the report on film reviews, which is the folder's index. */
const PAGE = 'weather.html';
const BESIDE: PageLink = { file: 'index.html', text: 'is a film review positive or negative?' };

/**
 * The first minute: trains two networks on the bundled series, compares them with persistence and ridge, and writes
 * `weather.html` into a folder. Progress goes to the standard error, the comparison to the standard output.
 */
export function runStart(folder: string, terminal: Terminal): Promise<void> {
  return interruptible(async (signal) => {
    await prepareOutputFolder(folder);
    const source = await openSource('bundled');
    const backend = await openBackend();
    const runs: TrainedWeather[] = [];
    try {
      for (const recipe of RECIPES) {
        const progress = runProgress(terminal, false);
        try {
          const run = await trainRecipe(recipe, { backend, source, progress, signal });
          run.model.dispose();
          runs.push(run);
        } finally {
          progress.close();
        }
        terminal.err('\n');
      }
    } finally {
      await backend.dispose();
    }
    await writeFolder(folder, async (staging) => {
      await writeFile(join(staging, PAGE), reportPage(runs, BESIDE));
      return [PAGE];
    });
    const results = runs.map(({ result }) => result);
    const { unit, testSamples, task } = results[0]!;
    terminal.out(
      [
        `Daily weather of Seattle: the maximum temperature ${rowsAhead(task)} days ahead, error on ${testSamples} later windows`,
        '',
        comparison(results, unit),
        '',
      ].join('\n'),
    );
  });
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tableText } from '@seqloom/charts';
import type { PageLink } from '@seqloom/tasks';
import {
  interruptible,
  openBackend,
  prepareOutputFolder,
  type Terminal,
  writeFolder,
} from '@seqloom/tasks/node';
import { average } from '../recipes/average.ts';
import { bag } from '../recipes/bag.ts';
import { lstm } from '../recipes/lstm.ts';
import { pooledGlove } from '../recipes/pooled-glove.ts';
import { reportPage } from '../report-page.ts';
import { type TrainingResult, trainRecipe } from '../train-recipe.ts';
import { openReviews } from './open-reviews.ts';
import { BUNDLED_VECTORS, openVectors } from './open-vectors.ts';
import { runProgress } from './progress.ts';

/** What `npm start` has the weather app write into the same folder. */
const BESIDE: PageLink = { file: 'weather.html', text: 'what will the weather be?' };
const RECIPES = [bag, average, pooledGlove, lstm];

/**
 * The first minute: trains four models on the bundled reviews, compares them with the majority class, and writes
 * `index.html` into a folder. Progress goes to the standard error, the comparison to the standard output.
 */
export function runStart(folder: string, terminal: Terminal): Promise<void> {
  return interruptible(async (signal) => {
    await prepareOutputFolder(folder);
    const reviews = await openReviews('bundled');
    const vectors = await openVectors(BUNDLED_VECTORS);
    const backend = await openBackend();
    const results: TrainingResult[] = [];
    try {
      for (const recipe of RECIPES) {
        const progress = runProgress(terminal, false);
        try {
          const { result, model } = await trainRecipe(recipe, {
            backend,
            reviews,
            vectors,
            progress,
            signal,
          });
          model.dispose();
          results.push(result);
        } finally {
          progress.close();
        }
        terminal.err('\n');
      }
    } finally {
      await backend.dispose();
    }
    await writeFolder(folder, async (staging) => {
      await writeFile(join(staging, 'index.html'), reportPage(results, BESIDE));
      return ['index.html'];
    });
    terminal.out(`${comparison(results)}\n`);
  });
}

function comparison(results: readonly TrainingResult[]): string {
  const { testSamples, baselineAccuracy } = results[0]!;
  const columns = [
    { name: 'model' },
    { name: 'what it is' },
    { name: 'test accuracy', decimals: 3 },
    { name: 'seconds' },
  ];
  const rows = [
    ...RECIPES.map(({ name, title }, i) => {
      const { testAccuracy, seconds } = results[i]!;
      return [name, title, testAccuracy, seconds.toFixed(1)];
    }),
    ['majority', 'the more frequent answer, always', baselineAccuracy, '–'],
  ];
  return [
    `Bundled reviews (written for this project): accuracy on ${testSamples} reviews of films not seen in training`,
    '',
    tableText(columns, rows, { baselineRow: results.length }),
  ].join('\n');
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFolder } from '@seqloom/tasks/node';
import { sweepChart } from '../sweep-chart.ts';
import { sweepCSV } from '../sweep-csv.ts';
import { sweepPage } from '../sweep-page.ts';
import type { SweepGroup } from '../sweep-summary.ts';
import type { TrainingResult } from '../train-recipe.ts';

/** Writes `sweep.csv`, `sweep.svg` and `index.html`, all or none. */
export async function writeSweep(
  folder: string,
  results: readonly TrainingResult[],
  groups: readonly SweepGroup[],
): Promise<void> {
  const { dataset, baselineAccuracy } = results[0]!;
  await writeFolder(folder, async (staging) => {
    await writeFile(join(staging, 'sweep.csv'), sweepCSV(results));
    await writeFile(join(staging, 'sweep.svg'), sweepChart(groups, dataset, baselineAccuracy));
    await writeFile(join(staging, 'index.html'), sweepPage(results, groups));
    return ['sweep.csv', 'sweep.svg', 'index.html'];
  });
}

import { countText, escapeText, htmlPage, htmlTable } from '@seqloom/tasks';
import { runsText, sweepChart } from './sweep-chart.ts';
import { type SweepGroup, sweepLeaders } from './sweep-summary.ts';
import type { TrainingResult } from './train-recipe.ts';

/** A page on a sweep: the chart, who is ahead where, and the means. It needs no other file, no script and no network. */
export function sweepPage(results: readonly TrainingResult[], groups: readonly SweepGroup[]): string {
  const { dataset, testSamples, validationSamples, baselineAccuracy, backend, threads } = results[0]!;
  const leaders = sweepLeaders(groups);
  const ahead =
    leaders.length === 0
      ? ''
      : `<h2>Who is ahead</h2>
${htmlTable({
  heads: ['training reviews', 'test accuracy', 'model', 'with every seed'],
  rows: leaders.map(({ trainSamples, series, testAccuracy, clear }) => [
    countText(trainSamples),
    testAccuracy.toFixed(3),
    series,
    clear ? 'yes' : 'no',
  ]),
})}`;
  return htmlPage({
    title: `Sweep over ${groups.length} settings on ${dataset}`,
    body: `<p>${countText(results.length)} runs, each measured on ${countText(testSamples)} test reviews that took no part in
training; ${countText(validationSamples)} reviews validate. Backend ${escapeText(backend)}, threads: ${threads}.</p>
<figure>${sweepChart(groups, dataset, baselineAccuracy)}</figure>
${ahead}
<h2>All settings</h2>
<p class="soft">Means of ${runsText(groups)}. Seconds: training with its validation.</p>
${htmlTable({
  heads: [
    'model',
    'training reviews',
    'validation',
    'test',
    'lowest test',
    'highest test',
    'seconds',
    'vectors',
  ],
  rows: [
    ...groups.map((group) => [
      group.series,
      countText(group.trainSamples),
      group.valAccuracy.toFixed(3),
      group.testAccuracy.toFixed(3),
      group.lowestTestAccuracy.toFixed(3),
      group.highestTestAccuracy.toFixed(3),
      group.seconds.toFixed(1),
      group.vectors?.split(/[\\/]/).at(-1) ?? '', // the name is enough, and the column narrow
    ]),
    ['majority', '', '', baselineAccuracy.toFixed(3), '', '', '', ''],
  ],
  baselines: 1,
})}`,
  });
}

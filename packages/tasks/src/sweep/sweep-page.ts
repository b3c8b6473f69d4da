import { countText, escapeText, htmlPage, htmlTable } from '../report/html-page.ts';
import type { Task } from '../task.ts';
import type { TaskTypes } from '../task-types.ts';
import type { SweepRun } from './run-sweep.ts';
import { runsText, sweepChart } from './sweep-chart.ts';
import { type SweepGroup, sweepLeaders } from './sweep-summary.ts';

/** A page on a sweep: the chart, what is ahead where, and the means. It needs no other file, no script and no network. */
export function sweepPage<T extends TaskTypes>(
  { report: { samples }, sweep: { measure } }: Pick<Task<T>, 'report' | 'sweep'>,
  runs: readonly SweepRun<T>[],
  groups: readonly SweepGroup[],
): string {
  const { result } = runs[0]!;
  const { dataset, testSamples, validationSamples, backend, threads } = result;
  const baseline = measure.baseline(result);
  const leaders = sweepLeaders(measure, groups);
  const ahead =
    leaders.length === 0
      ? ''
      : `<section class="panel"><h2>Ahead</h2>
${htmlTable({
  heads: [`training ${samples}`, measure.label, 'model', 'with every seed'],
  rows: leaders.map(({ trainSamples, series, test, clear }) => [
    countText(trainSamples),
    test.toFixed(3),
    series,
    clear ? 'yes' : 'no',
  ]),
})}</section>`;
  return htmlPage({
    title: `Sweep over ${groups.length} settings on ${dataset}`,
    body: `<p>${countText(runs.length)} runs, each measured on ${countText(testSamples)} test ${escapeText(samples)} that took no part in
training; ${countText(validationSamples)} validate. Backend ${escapeText(backend)}, threads: ${threads}.</p>
<div class="panel"><figure>${sweepChart(groups, { measure, dataset, samples, baseline })}</figure></div>
${ahead}
<section class="panel"><h2>All settings</h2>
<p class="soft">Means of ${runsText(groups)}. Seconds: training with its validation.</p>
${htmlTable({
  heads: ['model', `training ${samples}`, 'validation', 'test', 'lowest test', 'highest test', 'seconds'],
  rows: [
    ...groups.map((group) => [
      group.series,
      countText(group.trainSamples),
      group.validation.toFixed(3),
      group.test.toFixed(3),
      group.lowest.toFixed(3),
      group.highest.toFixed(3),
      group.seconds.toFixed(1),
    ]),
    [baseline.name, '', '', baseline.value.toFixed(3), '', '', ''],
  ],
  baselines: 1,
})}</section>`,
  });
}

import { tableText } from '@seqloom/charts';
import { type SweepGroup, sweepLeaders } from '../sweep-summary.ts';
import type { TrainingResult } from '../train-recipe.ts';

/** The means for a person: a line a setting, and who is ahead where. */
export function sweepText(
  [first]: readonly TrainingResult[],
  groups: readonly SweepGroup[],
  folder: string | undefined,
): string {
  const { dataset, testSamples, baselineAccuracy } = first!;
  const columns = [
    { name: 'model' },
    { name: 'training reviews' },
    { name: 'runs' },
    { name: 'validation', decimals: 3 },
    { name: 'test', decimals: 3 },
    { name: 'lowest', decimals: 3 },
    { name: 'highest', decimals: 3 },
    { name: 'seconds', decimals: 1 },
  ];
  const rows = groups.map((group) => [
    group.series,
    group.trainSamples,
    group.runs,
    group.valAccuracy,
    group.testAccuracy,
    group.lowestTestAccuracy,
    group.highestTestAccuracy,
    group.seconds,
  ]);
  const none = Number.NaN; // the table shows a dash
  const majority = ['majority', none, none, none, baselineAccuracy, none, none, none];
  return [
    `\nAccuracy on ${testSamples} test reviews of ${dataset}, means over the runs`,
    '',
    tableText(columns, [...rows, majority], { baselineRow: rows.length }),
    '',
    ...sweepLeaders(groups).map(
      ({ trainSamples, series, testAccuracy, clear }) =>
        `with ${trainSamples} reviews ${series} is ahead (${testAccuracy.toFixed(3)})` +
        (clear ? '' : ', but not with every seed'),
    ),
    ...(folder === undefined ? [] : [`written to ${folder}`]),
    '',
  ].join('\n');
}

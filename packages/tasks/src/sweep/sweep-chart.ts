import { barsSVG, lineChartSVG } from '@seqloom/charts';
import type { SweepMeasure } from '../task.ts';
import type { SweepGroup } from './sweep-summary.ts';

/** What a chart of a sweep is about. */
export interface SweepChartOptions<Result> {
  readonly measure: SweepMeasure<Result>;
  readonly dataset: string;
  /** What samples are called: `reviews`. */
  readonly samples: string;
  readonly baseline: { readonly name: string; readonly value: number };
}

/**
 * What the amount of training data does to the measure, a line a setting with the range of its seeds, over a logarithmic axis; bars
 * where a sweep has one amount only.
 */
export function sweepChart<Result>(
  groups: readonly SweepGroup[],
  { measure, dataset, samples, baseline }: SweepChartOptions<Result>,
): string {
  const names = [...new Set(groups.map(({ series }) => series))];
  const label = measure.label.replace(/^./, (letter) => letter.toUpperCase());
  const title = `${label} on ${dataset}, mean${groups[0]!.runs > 1 ? ' and range' : ''} of ${runsText(groups)}`;
  if (new Set(groups.map(({ trainSamples }) => trainSamples)).size === 1) {
    const bars = groups.map(({ series, test }) => ({ name: series, value: test }));
    return barsSVG({ title, label: measure.axis, bars, baseline });
  }
  return lineChartSVG({
    title,
    xAxis: { label: `training ${samples}`, kind: 'log' },
    yAxis: { label: measure.label },
    levels: [baseline],
    series: names.map((name) => {
      const points = groups
        .filter(({ series }) => series === name)
        .sort((a, b) => a.trainSamples - b.trainSamples);
      return {
        name,
        x: points.map(({ trainSamples }) => trainSamples),
        y: points.map(({ test }) => test),
        range: { low: points.map(({ lowest }) => lowest), high: points.map(({ highest }) => highest) },
      };
    }),
  });
}

/** `1 seed`, `5 seeds`. */
export function runsText([group]: readonly SweepGroup[]): string {
  return group!.runs === 1 ? '1 seed' : `${group!.runs} seeds`;
}

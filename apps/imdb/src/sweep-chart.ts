import { barsSVG, lineChartSVG } from '@seqloom/charts';
import type { SweepGroup } from './sweep-summary.ts';

/**
 * What the amount of training reviews does to accuracy, a line a model with the range of its seeds, over a logarithmic axis; bars where a sweep has one
 * amount only.
 */
export function sweepChart(groups: readonly SweepGroup[], dataset: string, baseline: number): string {
  const names = [...new Set(groups.map(({ series }) => series))];
  const level = { name: 'majority class', value: baseline };
  const title = `Test accuracy on ${dataset}, mean${groups[0]!.runs > 1 ? ' and range' : ''} of ${runsText(groups)}`;
  if (new Set(groups.map(({ trainSamples }) => trainSamples)).size === 1) {
    const bars = groups.map(({ series, testAccuracy }) => ({ name: series, value: testAccuracy }));
    return barsSVG({ title, label: 'accuracy', bars, baseline: level });
  }
  return lineChartSVG({
    title,
    xAxis: { label: 'training reviews', kind: 'log' },
    yAxis: { label: 'test accuracy' },
    levels: [level],
    series: names.map((name) => {
      const points = groups
        .filter(({ series }) => series === name)
        .sort((a, b) => a.trainSamples - b.trainSamples);
      return {
        name,
        x: points.map(({ trainSamples }) => trainSamples),
        y: points.map(({ testAccuracy }) => testAccuracy),
        range: {
          low: points.map(({ lowestTestAccuracy }) => lowestTestAccuracy),
          high: points.map(({ highestTestAccuracy }) => highestTestAccuracy),
        },
      };
    }),
  });
}

/** `1 seed`, `5 seeds`. */
export function runsText([group]: readonly SweepGroup[]): string {
  return group!.runs === 1 ? '1 seed' : `${group!.runs} seeds`;
}

import { CHART_TEXT, checkChart } from './check-chart.ts';
import type { ChartText } from './document.ts';
import { drawLineChart } from './line-chart.ts';
import type { Series } from './series.ts';

/** Values at points in time. */
export interface TimedValues {
  /** UTC milliseconds, ascending. */
  readonly time: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** Options of {@link forecastSVG}. */
export interface ForecastOptions extends ChartText {
  /** What was known when the forecast was made. */
  readonly history?: TimedValues;
  /** What really came. */
  readonly truth?: TimedValues;
  /** What the model said. */
  readonly forecast: TimedValues;
  /** What a simple rule said, such as "the same as now". */
  readonly baseline?: TimedValues & { readonly name?: string };
  /** What is measured, and its unit in brackets: `T (°C)`. */
  readonly label: string;
  /** Chart units. Default 720. */
  readonly width?: number;
  /** Chart units. Default 360. */
  readonly height?: number;
}

/**
 * A forecast against what came and against a baseline, over time, as an SVG string.
 *
 * @throws RangeError when no value is finite or times and values differ in number.
 * @example
 * forecastSVG({ title: 'A day ahead', label: 'T (°C)', truth, forecast, baseline: { name: 'same as now', ...last } });
 */
export function forecastSVG(options: ForecastOptions): string {
  checkChart('forecastSVG', options, {
    ...CHART_TEXT,
    history: true,
    truth: true,
    forecast: true,
    baseline: true,
    label: true,
    width: true,
    height: true,
  });
  const { history, truth, forecast, baseline, label } = options;
  const series = (
    name: string,
    data: TimedValues,
    color: string,
    style: Series['style'] = 'line',
  ): Series => ({
    name,
    x: data.time,
    y: data.values,
    color,
    style,
  });
  return drawLineChart({
    ...options,
    series: [
      ...(history ? [series('history', history, 'var(--soft)')] : []),
      ...(truth ? [series('truth', truth, 'var(--ink)')] : []),
      ...(baseline ? [series(baseline.name ?? 'baseline', baseline, 'var(--c1)', 'dashed')] : []),
      series('forecast', forecast, 'var(--c2)'),
    ],
    xAxis: { kind: 'time', label: 'time (UTC)' },
    yAxis: { label },
  });
}

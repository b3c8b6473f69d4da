import { type OptionRules, optional, positive, resolveOptions, text } from '@seqloom/options';
import { CHART_TEXT_RULES, data } from './chart-rules.ts';
import type { ChartText } from './document.ts';
import { drawLineChart } from './line-chart.ts';
import type { Series } from './series.ts';

/** Values at points in time. */
export interface TimedValues {
  /** UTC milliseconds, ascending. */
  readonly time: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** The ends of the intervals of a forecast. */
export interface ForecastInterval {
  /** What it holds: `90 % interval`. */
  readonly name: string;
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
}

/** Options of {@link forecastSVG}. */
export interface ForecastOptions extends ChartText {
  /** Values before the forecast. */
  readonly history?: TimedValues | undefined;
  /** Measured values. */
  readonly truth?: TimedValues | undefined;
  /** Values that the model predicted. */
  readonly forecast: TimedValues;
  /** Between which ends the truth is expected, drawn as a band around the forecast: one of each for every value of it. */
  readonly interval?: ForecastInterval | undefined;
  /** Values that a simple rule predicted, such as "the same as now". */
  readonly baseline?: (TimedValues & { readonly name?: string }) | undefined;
  /** What is measured, and its unit in brackets: `T (°C)`. */
  readonly label: string;
  /** Chart units. Default 720. */
  readonly width?: number;
  /** Chart units. Default 360. */
  readonly height?: number;
}

const RULES: OptionRules<ForecastOptions> = {
  ...CHART_TEXT_RULES,
  history: optional(data<TimedValues>()),
  truth: optional(data<TimedValues>()),
  forecast: data<TimedValues>(),
  interval: optional(data<ForecastInterval>()),
  baseline: optional(data<TimedValues & { readonly name?: string }>()),
  label: text(),
  width: positive(720),
  height: positive(360),
};

/**
 * A forecast over time, with measured values and a baseline, as an SVG string.
 *
 * @throws RangeError when no value is finite or times and values differ in number.
 * @example
 * forecastSVG({ title: 'A day ahead', label: 'T (°C)', truth, forecast, baseline: { name: 'same as now', ...last } });
 */
export function forecastSVG(options: ForecastOptions): string {
  const resolved = resolveOptions('forecastSVG', options, RULES);
  const { history, truth, forecast, interval, baseline, label } = resolved;
  const series = (
    name: string,
    { time, values }: TimedValues,
    color: string,
    style: Series['style'] = 'line',
  ): Series => ({
    name,
    x: time,
    y: values,
    color,
    style,
  });
  return drawLineChart({
    ...resolved,
    levels: [],
    series: [
      ...(interval ? [{ ...series(interval.name, forecast, 'var(--c2)', 'band'), range: interval }] : []),
      ...(history ? [series('history', history, 'var(--soft)')] : []),
      ...(truth ? [series('truth', truth, 'var(--ink)')] : []),
      ...(baseline ? [series(baseline.name ?? 'baseline', baseline, 'var(--c1)', 'dashed')] : []),
      series('forecast', forecast, 'var(--c2)'),
    ],
    xAxis: { kind: 'time', label: 'time (UTC)' },
    yAxis: { label },
  });
}

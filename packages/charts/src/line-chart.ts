import { list, type OptionRules, optional, positive, type Resolved, resolveOptions } from '@seqloom/options';
import { axis, CHART_TEXT_RULES } from './chart-rules.ts';
import { type ChartText, chartDocument, seriesColor } from './document.ts';
import { type Area, type AxisOptions, axisValue, drawFrame } from './frame.ts';
import { drawBand, drawLegend, drawRanges, drawSeries, type Series } from './series.ts';
import { textAt } from './svg.ts';
import { type Domain, extent, padded } from './ticks.ts';

/** A level to compare series with, drawn across the whole width. */
export interface Level {
  readonly name: string;
  readonly value: number;
}

/** One plot: series over a common x axis. */
export interface LinePlot {
  readonly series: readonly Series[];
  /** Dashed levels, such as a baseline. */
  readonly levels?: readonly Level[] | undefined;
  readonly xAxis?: AxisOptions | undefined;
  readonly yAxis?: AxisOptions | undefined;
}

/** Options of {@link lineChartSVG}. */
export interface LineChartOptions extends ChartText, LinePlot {
  /** Chart units, the largest width in CSS pixels. Default 720. */
  readonly width?: number;
  /** Chart units. Default 360. */
  readonly height?: number;
}

const RULES: OptionRules<LineChartOptions> = {
  ...CHART_TEXT_RULES,
  series: list(),
  levels: optional(list<readonly Level[]>()),
  xAxis: optional(axis()),
  yAxis: optional(axis()),
  width: positive(720),
  height: positive(360),
};

/**
 * A line chart as an SVG string.
 *
 * @throws RangeError when no value is finite, or when `x`, `y` and the range of a series have different lengths.
 * @example
 * lineChartSVG({ title: 'Loss', series: [{ name: 'run 1', y: [0.7, 0.4, 0.3] }], xAxis: { kind: 'count' } });
 */
export function lineChartSVG(options: LineChartOptions): string {
  return drawLineChart(resolveOptions('lineChartSVG', options, RULES));
}

/** `lineChartSVG` with resolved options. */
export function drawLineChart(options: Resolved<LineChartOptions>): string {
  const { title, width, height } = options;
  const description = options.description ?? describe(options);
  return chartDocument(
    { ...options, description },
    width,
    height,
    textAt(16, 26, title, { class: 'title' }),
    drawLinePlot(options, { left: 16, top: 40, width: width - 32, height: height - 52 }),
  );
}

/** Draws legend, axes and series into an area. */
export function drawLinePlot({ series, levels = [], xAxis, yAxis }: LinePlot, area: Area): string {
  const xs = series.map((one) => positions(one).map((x) => axisValue(x, xAxis)));
  const ys = series.map(({ y }) => Array.from(y, (value) => axisValue(value, yAxis)));
  const ranges = series.map(({ y, range }) => {
    if (!range) return undefined;
    const ends = [range.low, range.high].map((end) => Array.from(end, (value) => axisValue(value, yAxis)));
    if (ends.some(({ length }) => length !== y.length)) {
      throw new RangeError('line chart: a range must have a low and a high end for every value.');
    }
    return ends as [number[], number[]];
  });
  const heights = levels.map(({ value }) => axisValue(value, yAxis));
  const xDomain = extent(xs.flat());
  const reached = (yAxis?.includes ?? []).map((value) => axisValue(value, yAxis));
  const yDomain = extent([
    ...ys.flat(),
    ...ranges.flat(2).filter((v) => v !== undefined),
    ...heights,
    ...reached,
  ]);
  if (!xDomain || !yDomain) {
    throw new RangeError('line chart: no value is finite. Give at least one number to draw.');
  }
  const entries = [
    ...series.map(({ name, style, color }, i) => ({
      name,
      ...(style && { style }),
      color: color ?? seriesColor(i),
    })),
    ...levels.map(({ name }) => ({ name, style: 'dashed' as const, color: 'var(--soft)' })),
  ];
  const legend = drawLegend(entries, area.left, area.top, area.width);
  const inner: Area = { ...area, top: area.top + legend.height + 4, height: area.height - legend.height - 4 };
  const frame = drawFrame(inner, sidePadded(xDomain, xAxis), padded(yDomain), xAxis, yAxis);
  const { plot } = frame;
  const lines = heights.map((value) =>
    drawSeries(
      [
        [plot.left, frame.y(value)],
        [plot.left + plot.width, frame.y(value)],
      ],
      'dashed',
      'var(--soft)',
    ),
  );
  const drawn = series.map(({ style }, i) =>
    style === 'band'
      ? ''
      : drawSeries(
          xs[i]!.map((x, j) => [frame.x(x), frame.y(ys[i]![j]!)] as const),
          style,
          entries[i]!.color,
        ),
  );
  const bars = ranges.map((ends, i) => {
    if (!ends) return '';
    const [lows, highs] = ends.map((end) => end.map(frame.y)) as [number[], number[]];
    const draw = series[i]!.style === 'band' ? drawBand : drawRanges;
    return draw(xs[i]!.map(frame.x), lows, highs, entries[i]!.color);
  });
  return legend.drawn + frame.drawn + lines.join('') + bars.join('') + drawn.join('');
}

function positions({ name, x, y }: Series): number[] {
  if (x && x.length !== y.length) {
    throw new RangeError(`line chart: series "${name}" has ${x.length} positions and ${y.length} values.`);
  }
  return x ? Array.from(x) : Array.from(y, (_, i) => i);
}

/** A time series uses the whole width; other series keep a distance from the frame. */
function sidePadded(domain: Domain, axis: AxisOptions = {}): Domain {
  return axis.kind === 'time' ? domain : padded(domain, 0.03);
}

function describe({ series, levels = [] }: LinePlot): string {
  const described = series.map(({ name, y }) => {
    const range = extent(Array.from(y));
    return range
      ? `${name}: ${y.length} values from ${brief(range[0])} to ${brief(range[1])}`
      : `${name}: none`;
  });
  return [...described, ...levels.map(({ name, value }) => `${name}: ${brief(value)}`)].join('; ');
}

/** A number with four digits, for texts. */
export function brief(value: number): string {
  return String(Number(value.toPrecision(4)));
}

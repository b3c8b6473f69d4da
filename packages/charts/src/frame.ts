import { element, textAt, textWidth } from './svg.ts';
import { type Domain, logTicks, niceTicks, tickLabels } from './ticks.ts';
import { timeTicks } from './time-ticks.ts';

/** Label and scale of an axis. */
export interface AxisOptions {
  /** What is measured, and its unit in brackets: `MAE (°C)`. */
  readonly label?: string | undefined;
  /**
   * `count` has whole steps, `time` takes values as UTC milliseconds, `log` is logarithmic and leaves gaps for values
   * that are not above 0. Default `number`.
   */
  readonly kind?: 'number' | 'count' | 'time' | 'log';
  /** Values that the y axis has to include, such as those of the plot beside it. */
  readonly includes?: readonly number[] | undefined;
}

/** A rectangle in chart units, y downwards. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A plot area with its axes drawn, and the mapping from values to places in it. */
export interface Frame {
  /** The area inside the axes. */
  readonly plot: Area;
  /** Grid, axes and labels. */
  readonly drawn: string;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

interface Tick {
  readonly at: number;
  readonly label: string;
}

function ticksOf(domain: Domain, count: number, kind: AxisOptions['kind']): readonly Tick[] {
  if (kind === 'time') return timeTicks(domain, count);
  if (kind === 'log') {
    return logTicks(domain, count).map((value) => ({ at: Math.log10(value), label: String(value) }));
  }
  const ticks = niceTicks(domain, count, kind === 'count');
  const labels = tickLabels(ticks);
  return ticks.map((at, i) => ({ at, label: labels[i]! }));
}

/** The coordinate of a value on an axis: its decimal logarithm on a `log` axis. */
export function axisValue(value: number, { kind }: AxisOptions = {}): number {
  return kind === 'log' ? Math.log10(value) : value;
}

/** Draws grid lines, axes and labels for two domains into an area; the plot gets the space that the labels leave. */
export function drawFrame(
  area: Area,
  xDomain: Domain,
  yDomain: Domain,
  xAxis: AxisOptions = {},
  yAxis: AxisOptions = {},
): Frame {
  const yTicks = ticksOf(yDomain, Math.max(2, area.height / 48), yAxis.kind);
  const left = area.left + Math.max(...yTicks.map(({ label }) => textWidth(label)), 16) + 8;
  const top = area.top + (yAxis.label ? 22 : 6);
  const plot: Area = {
    left,
    top,
    width: area.left + area.width - left,
    height: area.top + area.height - top - (xAxis.label ? 40 : 22),
  };
  const x = scale(xDomain, plot.left, plot.left + plot.width);
  const y = scale(yDomain, plot.top + plot.height, plot.top);
  const bottom = plot.top + plot.height;
  const right = plot.left + plot.width;
  const xTicks = ticksOf(xDomain, plot.width / (xAxis.kind === 'time' ? 84 : 64), xAxis.kind);
  const parts = [
    ...yTicks.map(({ at }) =>
      element('line', { x1: plot.left, x2: right, y1: y(at), y2: y(at), class: 'rule' }),
    ),
    element('line', { x1: plot.left, x2: right, y1: bottom, y2: bottom, class: 'axis' }),
    ...yTicks.map(({ at, label }) =>
      textAt(plot.left - 8, y(at) + 4, label, { class: 'soft', 'text-anchor': 'end' }),
    ),
    ...xTicks.flatMap(({ at, label }) => [
      element('line', { x1: x(at), x2: x(at), y1: bottom, y2: bottom + 4, class: 'axis' }),
      textAt(x(at), bottom + 18, label, { class: 'soft', 'text-anchor': 'middle' }),
    ]),
  ];
  // The y label is horizontal, above its axis, because rotated text is hard to read.
  if (yAxis.label) parts.push(textAt(area.left, area.top + 10, yAxis.label, { class: 'soft' }));
  if (xAxis.label) {
    const middle = plot.left + plot.width / 2;
    parts.push(textAt(middle, bottom + 36, xAxis.label, { class: 'soft', 'text-anchor': 'middle' }));
  }
  return { plot, drawn: parts.join(''), x, y };
}

function scale([low, high]: Domain, from: number, to: number): (value: number) => number {
  const factor = high === low ? 0 : (to - from) / (high - low);
  return (value) => from + (value - low) * factor;
}

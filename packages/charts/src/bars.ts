import {
  list,
  numberIn,
  type OptionRules,
  optional,
  positive,
  type Resolved,
  resolveOptions,
  text,
} from '@seqloom/options';
import { CHART_TEXT_RULES, data } from './chart-rules.ts';
import { type ChartText, chartDocument } from './document.ts';
import { brief } from './line-chart.ts';
import { element, textAt, textWidth } from './svg.ts';
import { extent, niceTicks, tickLabels } from './ticks.ts';

/** One bar. */
export interface Bar {
  /** The model or method that was measured. */
  readonly name: string;
  readonly value: number;
  /** The spread over several runs (for example ± one standard deviation), drawn as a whisker. */
  readonly spread?: number;
  /** A CSS colour. Default: the first of the chart's six. */
  readonly color?: string;
}

/** Options of {@link barsSVG}. */
export interface BarsOptions extends ChartText {
  readonly bars: readonly Bar[];
  /** What the bars measure, and its unit in brackets. */
  readonly label: string;
  /** A level to compare the bars with, drawn as a dashed line. */
  readonly baseline?: Bar | undefined;
  /** Digits after the point in the labels. Default 3. */
  readonly decimals?: number;
  /** Chart units. Default 720. */
  readonly width?: number;
}

const RULES: OptionRules<BarsOptions> = {
  ...CHART_TEXT_RULES,
  bars: list(),
  label: text(),
  baseline: optional(data<Bar>()),
  decimals: numberIn({ min: 0, max: 100, integer: true }, 3),
  width: positive(720),
};

const ROW = 30;
/** An outline in the colour of the background, so that numbers are legible above the line of the baseline. */
const OUTLINE = 'paint-order:stroke;stroke:var(--paper);stroke-width:4px';

/**
 * Models side by side as horizontal bars from zero, with the baseline as a dashed line, as an SVG string.
 *
 * @throws RangeError when there is no bar or a value is not finite.
 * @example
 * barsSVG({ title: 'Test accuracy', label: 'accuracy', bars: [{ name: 'bag', value: 0.88 }], baseline: { name: 'majority', value: 0.5 } });
 */
export function barsSVG(options: BarsOptions): string {
  const resolved = resolveOptions('barsSVG', options, RULES);
  const { bars, baseline, label, decimals, width } = resolved;
  const range = extent([0, ...bars.map(({ value, spread = 0 }) => value + spread), baseline?.value ?? 0]);
  if (bars.length === 0 || !range || bars.some(({ value }) => !Number.isFinite(value))) {
    const bad = bars.find(({ value }) => !Number.isFinite(value));
    throw new RangeError(
      `barsSVG: ${bad ? `the value of "${bad.name}" is ${bad.value}` : 'there are no bars'}. Give at least one finite value.`,
    );
  }
  const left = Math.min(width * 0.4, Math.max(...bars.map(({ name }) => textWidth(name, 13)))) + 28;
  const right = width - 24 - textWidth('0'.repeat(decimals + 4));
  const low = Math.min(0, ...bars.map(({ value }) => value));
  const domain = [low, range[1] > low ? range[1] : low + 1] as const;
  const x = (value: number): number =>
    left + ((value - domain[0]) / (domain[1] - domain[0])) * (right - left);
  const top = baseline ? 66 : 48;
  const bottom = top + bars.length * ROW + 4;
  const ticks = niceTicks(domain, (right - left) / 90);
  const labels = tickLabels(ticks);
  const parts = [
    textAt(16, 26, resolved.title, { class: 'title' }),
    ...ticks.flatMap((tick, i) => [
      element('line', { x1: x(tick), x2: x(tick), y1: top, y2: bottom, class: 'rule' }),
      textAt(x(tick), bottom + 16, labels[i]!, { class: 'soft', 'text-anchor': 'middle' }),
    ]),
    textAt((left + right) / 2, bottom + 34, label, { class: 'soft', 'text-anchor': 'middle' }),
  ];
  const values: string[] = [];
  for (const [i, { name, value, spread, color = 'var(--c1)' }] of bars.entries()) {
    const y = top + i * ROW + 6;
    const end = spread ? Math.max(x(value), x(value + spread)) : Math.max(x(value), x(0));
    parts.push(
      textAt(left - 10, y + 14, name, { 'text-anchor': 'end' }),
      element('rect', {
        x: Math.min(x(0), x(value)),
        y,
        width: Math.abs(x(value) - x(0)),
        height: ROW - 10,
        rx: 2,
        fill: color,
      }),
      ...(spread ? [whisker(x(value - spread), x(value + spread), y + (ROW - 10) / 2)] : []),
    );
    values.push(textAt(end + 8, y + 14, value.toFixed(decimals).replace('-', '−'), { style: OUTLINE }));
  }
  if (baseline) {
    const at = x(baseline.value);
    const caption = `${baseline.name} ${baseline.value.toFixed(decimals)}`;
    const half = textWidth(caption) / 2;
    const middle = Math.min(Math.max(at, 16 + half), width - 16 - half); // keeps the label inside the chart
    parts.push(
      element('line', {
        x1: at,
        x2: at,
        y1: top - 4,
        y2: bottom,
        stroke: 'var(--c2)',
        'stroke-width': 2,
        'stroke-dasharray': '6 5',
      }),
      textAt(middle, top - 10, caption, { 'text-anchor': 'middle', style: 'fill:var(--c2)' }),
    );
  }
  return chartDocument(
    { ...resolved, description: resolved.description ?? describe(resolved) },
    width,
    bottom + 46,
    ...parts,
    ...values,
  );
}

function whisker(from: number, to: number, y: number): string {
  const line = (x1: number, y1: number, x2: number, y2: number): string =>
    element('line', { x1, y1, x2, y2, stroke: 'var(--ink)', 'stroke-width': 1.5 });
  return line(from, y, to, y) + line(from, y - 4, from, y + 4) + line(to, y - 4, to, y + 4);
}

function describe({ bars, baseline, label }: Resolved<BarsOptions>): string {
  const described = bars.map(
    ({ name, value, spread }) => `${name} ${brief(value)}${spread ? ` ± ${brief(spread)}` : ''}`,
  );
  return `${label}: ${described.join(', ')}${baseline ? `; ${baseline.name} ${brief(baseline.value)}` : ''}`;
}

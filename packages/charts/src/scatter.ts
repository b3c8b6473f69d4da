import { list, type OptionRules, optional, positive, resolveOptions, text } from '@seqloom/options';
import { CHART_TEXT_RULES } from './chart-rules.ts';
import { type ChartText, chartDocument, seriesColor } from './document.ts';
import { type Area, drawFrame } from './frame.ts';
import { brief } from './line-chart.ts';
import { drawLegend } from './series.ts';
import { element, escapeText, textAt, textWidth } from './svg.ts';
import { extent, padded } from './ticks.ts';

/** A named place in the plane. */
export interface ScatterPoint {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  /** Points of a group have the same colour. */
  readonly group?: string;
}

/** Options of {@link scatterSVG}. */
export interface ScatterOptions extends ChartText {
  readonly points: readonly ScatterPoint[];
  /** Arrows between points, by their labels: `[['king', 'queen'], ['man', 'woman']]`. */
  readonly arrows?: readonly (readonly [from: string, to: string])[] | undefined;
  readonly xLabel?: string | undefined;
  readonly yLabel?: string | undefined;
  /** Chart units. Default 720. */
  readonly width?: number;
  /** Chart units. Default 520. */
  readonly height?: number;
}

const RULES: OptionRules<ScatterOptions> = {
  ...CHART_TEXT_RULES,
  points: list(),
  arrows: optional(list<readonly (readonly [string, string])[]>()),
  xLabel: optional(text()),
  yLabel: optional(text()),
  width: positive(720),
  height: positive(520),
};

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Labelled points, such as word vectors projected to two dimensions, as an SVG string. Labels are placed
 * beside their points where they cover neither points nor other labels, nor arrows if possible; a label without such a
 * place is shown in the tooltip only.
 *
 * @throws RangeError when no point is finite or an arrow names an unknown label.
 * @example
 * scatterSVG({ title: 'Words', points: [{ label: 'cat', x: 0.1, y: 0.4 }, { label: 'dog', x: 0.2, y: 0.5 }] });
 */
export function scatterSVG(options: ScatterOptions): string {
  const resolved = resolveOptions('scatterSVG', options, RULES);
  const { title, arrows = [], xLabel, yLabel, width, height } = resolved;
  const points = resolved.points.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  const xDomain = extent(points.map(({ x }) => x));
  const yDomain = extent(points.map(({ y }) => y));
  if (!xDomain || !yDomain) throw new RangeError('scatterSVG: no point is finite. Give at least one.');

  const groups = [...new Set(points.flatMap(({ group }) => (group === undefined ? [] : [group])))];
  const color = (group?: string): string => seriesColor(group === undefined ? 0 : groups.indexOf(group));
  const entries = groups.map((name) => ({ name, style: 'dots' as const, color: color(name) }));
  const legend = drawLegend(entries, 16, 40, width - 32);
  const area: Area = {
    left: 16,
    top: 44 + legend.height,
    width: width - 32,
    height: height - 56 - legend.height,
  };
  const frame = drawFrame(
    area,
    padded(xDomain, 0.08),
    padded(yDomain, 0.08),
    xLabel ? { label: xLabel } : {},
    yLabel ? { label: yLabel } : {},
  );

  const places = new Map(points.map((point) => [point.label, point]));
  const drawnArrows = arrows.map(([from, to]) => {
    const [a, b] = [places.get(from), places.get(to)];
    if (!a || !b)
      throw new RangeError(`scatterSVG: no point is labelled "${a ? to : from}", which an arrow names.`);
    return [frame.x(a.x), frame.y(a.y), frame.x(b.x), frame.y(b.y)] as const;
  });
  const crossed = drawnArrows.flatMap((ends) => boxesAlong(...ends));

  const taken: Box[] = points.map(({ x, y }) => ({
    x: frame.x(x) - 4,
    y: frame.y(y) - 4,
    width: 8,
    height: 8,
  }));
  const marks: string[] = [];
  const labels: string[] = [];
  for (const { label, x, y, group } of points) {
    const [cx, cy] = [frame.x(x), frame.y(y)];
    marks.push(
      element(
        'circle',
        { cx, cy, r: 4, fill: color(group) },
        element('title', {}, escapeText(`${label} (${brief(x)}, ${brief(y)})`)),
      ),
    );
    const width = textWidth(label) + 2;
    const box =
      freePlace(cx, cy, width, [...taken, ...crossed], frame.plot) ??
      freePlace(cx, cy, width, taken, frame.plot);
    if (!box) continue;
    taken.push(box);
    // Anchored at the side of the point, because the width is an estimate.
    if (box.x + box.width < cx) {
      labels.push(textAt(box.x + box.width - 1, box.y + 11, label, { 'text-anchor': 'end' }));
    } else labels.push(textAt(box.x + 1, box.y + 11, label));
  }
  const names = points.map(({ label }) => label).join(', ');
  const description = resolved.description ?? `${points.length} points: ${names}`;
  return chartDocument(
    { ...resolved, description },
    width,
    height,
    textAt(16, 26, title, { class: 'title' }),
    legend.drawn,
    frame.drawn,
    ...drawnArrows.map((ends) => arrow(...ends)),
    ...marks,
    ...labels,
  );
}

/** A box beside the point that covers nothing: right, left, above, below, then the corners. */
function freePlace(
  cx: number,
  cy: number,
  width: number,
  taken: readonly Box[],
  plot: Area,
): Box | undefined {
  const height = 14;
  const candidates = [
    [cx + 6, cy - 7],
    [cx - 6 - width, cy - 7],
    [cx - width / 2, cy - 20],
    [cx - width / 2, cy + 6],
    [cx + 4, cy - 18],
    [cx + 4, cy + 4],
    [cx - 4 - width, cy - 18],
    [cx - 4 - width, cy + 4],
  ].map(([x, y]) => ({ x: x!, y: y!, width, height }));
  return candidates.find(
    (box) =>
      box.x >= plot.left &&
      box.x + width <= plot.left + plot.width &&
      box.y >= plot.top &&
      box.y + height <= plot.top + plot.height &&
      !taken.some((other) => overlap(box, other)),
  );
}

/** Small boxes that cover a line. */
function boxesAlong(x1: number, y1: number, x2: number, y2: number): Box[] {
  const count = Math.ceil(Math.hypot(x2 - x1, y2 - y1) / 4);
  return Array.from({ length: count + 1 }, (_, i) => {
    const part = count === 0 ? 0 : i / count;
    return { x: x1 + part * (x2 - x1) - 2, y: y1 + part * (y2 - y1) - 2, width: 4, height: 4 };
  });
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function arrow(x1: number, y1: number, x2: number, y2: number): string {
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
  const [tx, ty] = [x2 - ux * 8, y2 - uy * 8]; // the tip ends at the rim of the mark
  const wing = (side: number): string => `${tx - ux * 9 + side * uy * 4} ${ty - uy * 9 - side * ux * 4}`;
  return (
    element('line', {
      x1: x1 + ux * 8,
      y1: y1 + uy * 8,
      x2: tx,
      y2: ty,
      stroke: 'var(--soft)',
      'stroke-width': 1.5,
    }) +
    element('path', {
      d: `M${wing(1)}L${tx} ${ty}L${wing(-1)}`,
      class: 'line',
      style: 'stroke-width:1.5',
      stroke: 'var(--soft)',
    })
  );
}

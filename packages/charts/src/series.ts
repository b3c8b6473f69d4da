import { element, short, textAt, textWidth } from './svg.ts';

/** Values over positions, and how they are drawn. */
export interface Series {
  /** Name in the legend. */
  readonly name: string;
  /** Positions along x. Default 0, 1, 2, … */
  readonly x?: ArrayLike<number>;
  /** Values; one that is not finite leaves a gap. */
  readonly y: ArrayLike<number>;
  /** Lower and upper end of a range at every position, such as the lowest and highest of some runs: drawn as a bar, or as a band. */
  readonly range?: { readonly low: ArrayLike<number>; readonly high: ArrayLike<number> };
  /** `band`: the range alone, as an area. Default `line`. */
  readonly style?: 'line' | 'dots' | 'dashed' | 'band';
  /** A CSS colour. Default: the next of the chart's six. */
  readonly color?: string;
}

/** Places as SVG path commands, with a new start after each gap. */
function linePath(places: readonly (readonly [x: number, y: number])[]): string {
  let path = '';
  let pen = false;
  for (const [x, y] of places) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      pen = false;
      continue;
    }
    path += `${pen ? 'L' : 'M'}${short(x)} ${short(y)}`;
    pen = true;
  }
  return path;
}

/**
 * Fewer places that look the same: of the places in one pixel column only the first, the lowest, the highest and the
 * last are kept. A year of ten-minute values is 52,560 places and 700 columns.
 */
export function thin(
  places: readonly (readonly [x: number, y: number])[],
): readonly (readonly [x: number, y: number])[] {
  if (places.length < 2000) return places;
  const kept: (readonly [number, number])[] = [];
  for (let start = 0; start < places.length; ) {
    const column = Math.floor(places[start]![0]);
    let end = start;
    let low = start;
    let high = start;
    while (end < places.length && Math.floor(places[end]![0]) === column) {
      if (places[end]![1] < places[low]![1]) low = end;
      if (places[end]![1] > places[high]![1]) high = end;
      end++;
    }
    if (end === start) end++; // a place that is not finite has no column; it is kept as a gap
    const stay = new Set([start, low, high, end - 1]);
    for (const i of [...stay].sort((a, b) => a - b)) kept.push(places[i]!);
    start = end;
  }
  return kept;
}

/** Draws one series; `places` are in chart units. */
export function drawSeries(
  places: readonly (readonly [x: number, y: number])[],
  style: Series['style'],
  color: string,
): string {
  const finite = places.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
  if (style === 'dots' || finite.length === 1) {
    return finite.map(([cx, cy]) => element('circle', { cx, cy, r: 3.5, fill: color })).join('');
  }
  const dash = style === 'dashed' ? '6 5' : undefined;
  return element('path', {
    d: linePath(thin(places)),
    class: 'line',
    stroke: color,
    'stroke-dasharray': dash,
  });
}

/** How much a band covers what lies behind it. */
const BAND_OPACITY = 0.22;

/** Draws the area between two lines, in chart units; a place that is not finite leaves a gap. */
export function drawBand(
  xs: readonly number[],
  lows: readonly number[],
  highs: readonly number[],
  color: string,
): string {
  const isKnown = (i: number) => [xs[i]!, lows[i]!, highs[i]!].every(Number.isFinite);
  let path = '';
  for (let start = 0; start < xs.length; start++) {
    if (!isKnown(start)) continue;
    let end = start;
    while (end + 1 < xs.length && isKnown(end + 1)) end++;
    const places = (ys: readonly number[]) =>
      thin(xs.slice(start, end + 1).map((x, i) => [x, ys[start + i]!] as const));
    path += `${linePath([...places(highs), ...[...places(lows)].reverse()])}Z`;
    start = end;
  }
  return element('path', { d: path, fill: color, 'fill-opacity': BAND_OPACITY });
}

/** Draws the ranges of one series: `lows` and `highs` are places in chart units. */
export function drawRanges(
  xs: readonly number[],
  lows: readonly number[],
  highs: readonly number[],
  color: string,
): string {
  return xs
    .filter((x, i) => [x, lows[i]!, highs[i]!].every(Number.isFinite))
    .map((x, i) => {
      const d = `M${short(x)} ${short(lows[i]!)}V${short(highs[i]!)}`;
      return element('path', { d, class: 'line', stroke: color, opacity: 0.45 });
    })
    .join('');
}

/** A legend in rows that fit the width; returns its SVG and the height it took. */
export function drawLegend(
  entries: readonly Pick<Series, 'name' | 'style' | 'color'>[],
  left: number,
  top: number,
  width: number,
): { readonly drawn: string; readonly height: number } {
  let x = left;
  let y = top;
  let drawn = '';
  for (const { name, style, color } of entries) {
    const needed = 26 + textWidth(name) + 16;
    if (x > left && x + needed > left + width) {
      x = left;
      y += 18;
    }
    drawn += drawSample(style, color ?? 'var(--c1)', x, y + 6);
    drawn += textAt(x + 26, y + 10, name);
    x += needed;
  }
  return { drawn, height: entries.length > 0 ? y - top + 18 : 0 };
}

/** What stands for a series in the legend. */
function drawSample(style: Series['style'], color: string, x: number, y: number): string {
  if (style === 'band') return drawBand([x, x + 20], [y + 5, y + 5], [y - 5, y - 5], color);
  if (style === 'dots') return drawSeries([[x + 10, y]], style, color);
  return drawSeries(
    [
      [x, y],
      [x + 20, y],
    ],
    style,
    color,
  );
}

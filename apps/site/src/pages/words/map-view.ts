import { MOST_ZOOM } from './words-settings.ts';

/** The part of the map that is in view: its middle, from 0 to 1, and its enlargement. */
export interface MapView {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** The size of the drawing in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** All of the map. */
export const WHOLE: MapView = { x: 0.5, y: 0.5, zoom: 1 };

/** CSS pixels of the side of the map, which is square. */
export function sideOf({ width, height }: Size, zoom: number): number {
  return Math.min(width, height) * 0.94 * zoom;
}

/** A view with its middle on the map and its enlargement in range. */
export function clampView({ x, y, zoom }: MapView): MapView {
  const within = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
  return { x: within(x, 0, 1), y: within(y, 0, 1), zoom: within(zoom, 1, MOST_ZOOM) };
}

/** Moves the map with the pointer by CSS pixels. */
export function panBy(view: MapView, size: Size, dx: number, dy: number): MapView {
  const side = sideOf(size, view.zoom);
  return clampView({ ...view, x: view.x - dx / side, y: view.y - dy / side });
}

/** Enlarges about a place in the drawing, which stays where it is. */
export function zoomAt(view: MapView, size: Size, factor: number, px: number, py: number): MapView {
  const zoom = clampView({ ...view, zoom: view.zoom * factor }).zoom;
  const at = toMap(view, size, px, py);
  const side = sideOf(size, zoom);
  return clampView({ zoom, x: at.x - (px - size.width / 2) / side, y: at.y - (py - size.height / 2) / side });
}

/** The place of a point of the map in the drawing. */
export function toScreen(
  view: MapView,
  size: Size,
  x: number,
  y: number,
): { readonly x: number; readonly y: number } {
  const side = sideOf(size, view.zoom);
  return { x: size.width / 2 + (x - view.x) * side, y: size.height / 2 + (y - view.y) * side };
}

/** The point of the map at a place in the drawing. */
export function toMap(
  view: MapView,
  size: Size,
  px: number,
  py: number,
): { readonly x: number; readonly y: number } {
  const side = sideOf(size, view.zoom);
  return { x: view.x + (px - size.width / 2) / side, y: view.y + (py - size.height / 2) / side };
}

/** Two coordinates from 0 to 1 for each word, the more frequent words first. */
export type Points = Float32Array;

/** The words in view, the most frequent first. */
export function wordsInView(points: Points, view: MapView, size: Size): number[] {
  const side = sideOf(size, view.zoom);
  const [halfX, halfY] = [size.width / 2 / side, size.height / 2 / side];
  const found: number[] = [];
  for (let i = 0; 2 * i < points.length; i++) {
    const inside =
      Math.abs(points[2 * i]! - view.x) <= halfX && Math.abs(points[2 * i + 1]! - view.y) <= halfY;
    if (inside) found.push(i);
  }
  return found;
}

/** The word nearest to a point of the map, within a distance; undefined where there is none. */
export function nearestWord(points: Points, x: number, y: number, within: number): number | undefined {
  let best: number | undefined;
  let least = within * within;
  for (let i = 0; 2 * i < points.length; i++) {
    const distance = (points[2 * i]! - x) ** 2 + (points[2 * i + 1]! - y) ** 2;
    if (distance > least) continue;
    least = distance;
    best = i;
  }
  return best;
}

/** A view in which words are as large as they fit. */
export function viewOf(points: Points, rows: readonly number[]): MapView {
  const xs = rows.map((row) => points[2 * row]!);
  const ys = rows.map((row) => points[2 * row + 1]!);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const extent = Math.max(right - left, bottom - top, 1 / MOST_ZOOM);
  return clampView({ x: (left + right) / 2, y: (top + bottom) / 2, zoom: Math.min(12, 0.7 / extent) });
}

/** A word that is written on the map. */
export interface Label {
  readonly row: number;
  /** Where its point is, in CSS pixels. */
  readonly x: number;
  readonly y: number;
}

/** The height of a line of labels, in CSS pixels. */
const LINE = 15;

/**
 * Which words are written: the first ones in any case, of the others those that cover no word before them.
 *
 * @param rows the words in view, in the order of their importance
 * @param sure how many of them are written in any case
 * @param widthOf CSS pixels of a word
 */
export function placeLabels(
  points: Points,
  rows: readonly number[],
  sure: number,
  view: MapView,
  size: Size,
  widthOf: (row: number) => number,
): Label[] {
  // cells of a line's height: a label looks only at those it lies on
  const taken = new Map<number, { readonly left: number; readonly right: number }[]>();
  const labels: Label[] = [];
  for (const [i, row] of rows.entries()) {
    const { x, y } = toScreen(view, size, points[2 * row]!, points[2 * row + 1]!);
    const half = widthOf(row) / 2 + 3;
    const lines = [Math.floor((y - LINE) / LINE), Math.floor(y / LINE)];
    const covers = lines.some((line) =>
      taken.get(line)?.some(({ left, right }) => x + half > left && x - half < right),
    );
    if (covers && i >= sure) continue;
    for (const line of lines) {
      const inLine = taken.get(line) ?? [];
      inLine.push({ left: x - half, right: x + half });
      taken.set(line, inLine);
    }
    labels.push({ row, x, y });
  }
  return labels;
}

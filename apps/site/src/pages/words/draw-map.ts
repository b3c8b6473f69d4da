import {
  type MapView,
  type Points,
  placeLabels,
  type Size,
  sideOf,
  toScreen,
  wordsInView,
} from './map-view.ts';

/** Colours of a drawing, as CSS says them. */
export interface MapColours {
  readonly ink: string;
  readonly soft: string;
  readonly paper: string;
  readonly accent: string;
  readonly near: string;
}

/** What is drawn. */
export interface MapDrawing {
  readonly points: Points;
  readonly words: readonly string[];
  readonly view: MapView;
  /** The word whose neighbours are shown. */
  readonly selected: number | undefined;
  readonly near: readonly number[];
}

/** Labels that are tried; more cannot be read anyway. */
const MOST_LABELS = 700;

/** Draws points, and the words that have room. */
export function drawMap(
  context: CanvasRenderingContext2D,
  size: Size,
  colours: MapColours,
  font: string,
  { points, words, view, selected, near }: MapDrawing,
): void {
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, size.width, size.height);
  const rows = wordsInView(points, view, size);
  const radius = Math.min(2.6, Math.max(0.8, sideOf(size, view.zoom) / 700));
  context.fillStyle = colours.soft;
  context.globalAlpha = 0.45;
  for (const row of rows) {
    const { x, y } = toScreen(view, size, points[2 * row]!, points[2 * row + 1]!);
    context.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
  }
  context.globalAlpha = 1;

  const shown = [...(selected === undefined ? [] : [selected]), ...near];
  const important = new Set(shown);
  const inView = new Set(rows);
  const first = shown.filter((row) => inView.has(row));
  const ordered = [...first, ...rows.filter((row) => !important.has(row)).slice(0, MOST_LABELS)];
  const fontOf = (row: number) =>
    `${important.has(row) ? '600 ' : ''}${row === selected ? 15 : 12.5}px ${font}`;
  const widthOf = (row: number) => {
    context.font = fontOf(row);
    return context.measureText(words[row]!).width;
  };
  const labels = placeLabels(
    points,
    ordered,
    selected !== undefined && inView.has(selected) ? 1 : 0,
    view,
    size,
    widthOf,
  );
  context.textAlign = 'center';
  context.lineJoin = 'round';
  context.lineWidth = 3;
  context.strokeStyle = colours.paper;
  // the important ones last, so that nothing lies on them
  for (const { row, x, y } of labels.toReversed()) {
    context.font = fontOf(row);
    context.strokeText(words[row]!, x, y - 4);
    context.fillStyle = row === selected ? colours.accent : important.has(row) ? colours.near : colours.ink;
    context.fillText(words[row]!, x, y - 4);
  }
  for (const row of first.toReversed()) {
    const { x, y } = toScreen(view, size, points[2 * row]!, points[2 * row + 1]!);
    context.fillStyle = row === selected ? colours.accent : colours.near;
    context.beginPath();
    context.arc(x, y, row === selected ? 5 : 3.5, 0, 2 * Math.PI);
    context.fill();
  }
}

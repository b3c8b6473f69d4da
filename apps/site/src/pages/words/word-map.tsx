import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../components/button.tsx';
import { Row } from '../../components/layout.tsx';
import { themeColours } from '../../frame/theme-colours.ts';
import { drawMap, type MapDrawing } from './draw-map.ts';
import { placeIn, useMapPointers } from './map-pointers.ts';
import { type MapView, nearestWord, panBy, type Size, sideOf, toMap, WHOLE, zoomAt } from './map-view.ts';

interface WordMapProps extends MapDrawing {
  readonly onView: (view: MapView) => void;
  readonly onPick: (row: number) => void;
  /** What is in view, in words. */
  readonly summary: string;
}

/** How far an arrow key or a button moves the map, in CSS pixels, and how much one enlarges it. */
const [MOVE, ENLARGE] = [60, 1.4];

/** The buttons that move the map: what they show, what they are called, and which way the drawing goes. */
const WAYS = [
  { sign: '←', label: 'Go left on the map', dx: 2 * MOVE, dy: 0 },
  { sign: '→', label: 'Go right on the map', dx: -2 * MOVE, dy: 0 },
  { sign: '↑', label: 'Go up on the map', dx: 0, dy: 2 * MOVE },
  { sign: '↓', label: 'Go down on the map', dx: 0, dy: -2 * MOVE },
] as const;

/**
 * The map of words: moved and enlarged by mouse, wheel, two fingers, buttons and keys; one finger scrolls the page. The table beside it
 * says the same in words.
 */
export function WordMap({ onView, onPick, summary, ...drawing }: WordMapProps): VNode {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useRef<Size>({ width: 0, height: 0 });
  const latest = useRef({ drawing, onView, onPick });
  latest.current = { drawing, onView, onPick };
  const redraw = useRef(() => {});

  useEffect(() => {
    const element = canvas.current!;
    const context = element.getContext('2d')!;
    const colour = themeColours(box.current!);
    let frame = 0;
    const draw = () => {
      frame = 0;
      const scale = devicePixelRatio;
      const { width, height } = size.current;
      if (width === 0) return;
      if (element.width !== Math.round(width * scale) || element.height !== Math.round(height * scale)) {
        element.width = Math.round(width * scale);
        element.height = Math.round(height * scale);
      }
      context.setTransform(scale, 0, 0, scale, 0, 0);
      const { fontFamily } = getComputedStyle(element);
      const colours = {
        ink: colour('--ink'),
        soft: colour('--soft'),
        paper: colour('--surface'),
        accent: colour('--accent'),
        near: colour('--tone-2'),
      };
      drawMap(context, size.current, colours, fontFamily, latest.current.drawing);
    };
    redraw.current = () => {
      frame ||= requestAnimationFrame(draw);
    };
    const resized = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      size.current = { width, height };
      redraw.current();
    });
    resized.observe(box.current!);
    const again = () => redraw.current();
    document.addEventListener('themechange', again);
    void document.fonts.ready.then(again);
    return () => {
      cancelAnimationFrame(frame);
      resized.disconnect();
      document.removeEventListener('themechange', again);
    };
  }, []);
  useEffect(() => redraw.current());

  useEffect(() => {
    const target = box.current!;
    const wheel = (event: WheelEvent) => {
      // the page scrolls unless the map is in use
      if (!event.ctrlKey && !event.metaKey && document.activeElement !== target) return;
      event.preventDefault();
      const { x, y } = placeIn(target, event);
      zoom(Math.exp(-event.deltaY / 300), x, y);
    };
    target.addEventListener('wheel', wheel, { passive: false });
    return () => target.removeEventListener('wheel', wheel);
  }, []);

  const change = (to: (view: MapView) => MapView) => {
    const { drawing: now, onView: tell } = latest.current;
    const view = to(now.view);
    // at once: a second change may come before the map is drawn again
    latest.current = { ...latest.current, drawing: { ...now, view } };
    tell(view);
  };
  const zoom = (factor: number, x = size.current.width / 2, y = size.current.height / 2) =>
    change((view) => zoomAt(view, size.current, factor, x, y));
  const move = (dx: number, dy: number) => change((view) => panBy(view, size.current, dx, dy));
  const pick = (x: number, y: number, within: number) => {
    const { view, points } = latest.current.drawing;
    const at = toMap(view, size.current, x, y);
    const row = nearestWord(points, at.x, at.y, within / sideOf(size.current, view.zoom));
    if (row !== undefined) latest.current.onPick(row);
  };
  const { scrolled, ...pointers } = useMapPointers(box, { move, zoom, pick });

  const onKeyDown = (event: KeyboardEvent) => {
    const actions: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => move(MOVE, 0),
      ArrowRight: () => move(-MOVE, 0),
      ArrowUp: () => move(0, MOVE),
      ArrowDown: () => move(0, -MOVE),
      '+': () => zoom(ENLARGE),
      '=': () => zoom(ENLARGE),
      '-': () => zoom(1 / ENLARGE),
      0: () => onView(WHOLE),
      Home: () => onView(WHOLE),
      Enter: () => pick(size.current.width / 2, size.current.height / 2, Number.POSITIVE_INFINITY),
    };
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };

  return (
    <div class="word-map">
      <div
        ref={box}
        class="word-map-box"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move the map, as on every map
        tabIndex={0}
        role="application"
        aria-roledescription="map"
        aria-label="Map of words"
        aria-describedby="word-map-summary word-map-keys"
        onKeyDown={onKeyDown}
        {...pointers}
      >
        <canvas ref={canvas} />
        <p class={scrolled ? 'word-map-fingers shown' : 'word-map-fingers'} aria-hidden="true">
          Move the map with two fingers
        </p>
      </div>
      <Row align="center">
        <Button kind="secondary" label="Enlarge the map" onClick={() => zoom(ENLARGE)}>
          +
        </Button>
        <Button kind="secondary" label="Make the map smaller" onClick={() => zoom(1 / ENLARGE)}>
          −
        </Button>
        {WAYS.map(({ sign, label, dx, dy }) => (
          <Button key={sign} kind="secondary" label={label} onClick={() => move(dx, dy)}>
            {sign}
          </Button>
        ))}
        <Button kind="secondary" onClick={() => onView(WHOLE)}>
          Whole map
        </Button>
      </Row>
      <p id="word-map-summary" class="hint">
        {summary}
      </p>
      <p id="word-map-keys" class="hint">
        Mouse: drag to move; the wheel enlarges while the map has the focus or Ctrl is held. Touch: two
        fingers move and enlarge, a tap takes a word. Keys: arrows move, + and − enlarge, 0 shows the whole
        map, Enter takes the word in the middle.
      </p>
    </div>
  );
}

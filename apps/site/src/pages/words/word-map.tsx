import type { HTMLAttributes, VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../components/button.tsx';
import { Row } from '../../components/layout.tsx';
import { themeColours } from '../../frame/theme-colours.ts';
import { drawMap, type MapDrawing } from './draw-map.ts';
import { type MapView, nearestWord, panBy, type Size, sideOf, toMap, WHOLE, zoomAt } from './map-view.ts';

interface WordMapProps extends MapDrawing {
  readonly onView: (view: MapView) => void;
  readonly onPick: (row: number) => void;
  /** What is in view, in words. */
  readonly summary: string;
}

/** How far an arrow key moves the map, and how much a key enlarges it. */
const [MOVE, ENLARGE] = [60, 1.4];
/** A press that moves less is a click, in CSS pixels. */
const CLICK = 5;

/** The map of words: moved and enlarged by pointer, wheel, buttons and keys. The table beside it says the same in words. */
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

  const zoom = (factor: number, x = size.current.width / 2, y = size.current.height / 2) => {
    const { drawing: now, onView: tell } = latest.current;
    tell(zoomAt(now.view, size.current, factor, x, y));
  };
  const move = (dx: number, dy: number) => {
    const { drawing: now, onView: tell } = latest.current;
    tell(panBy(now.view, size.current, dx, dy));
  };
  const pick = (x: number, y: number, within: number) => {
    const { view, points } = latest.current.drawing;
    const at = toMap(view, size.current, x, y);
    const row = nearestWord(points, at.x, at.y, within / sideOf(size.current, view.zoom));
    if (row !== undefined) latest.current.onPick(row);
  };
  const pointers = usePointers({ move, zoom, pick });

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
      </div>
      <Row align="center">
        <Button kind="secondary" label="Enlarge the map" onClick={() => zoom(ENLARGE)}>
          +
        </Button>
        <Button kind="secondary" label="Make the map smaller" onClick={() => zoom(1 / ENLARGE)}>
          −
        </Button>
        <Button kind="secondary" onClick={() => onView(WHOLE)}>
          Whole map
        </Button>
      </Row>
      <p id="word-map-summary" class="hint">
        {summary}
      </p>
      <p id="word-map-keys" class="hint">
        Drag to move, wheel or + and − to enlarge, arrow keys to move, 0 for the whole map, Enter to take the
        word in the middle.
      </p>
    </div>
  );
}

interface MapActions {
  readonly move: (dx: number, dy: number) => void;
  readonly zoom: (factor: number, x: number, y: number) => void;
  readonly pick: (x: number, y: number, within: number) => void;
}

/** One pointer moves the map, two enlarge it, a short press picks a word. */
function usePointers({ move, zoom, pick }: MapActions): HTMLAttributes<HTMLDivElement> {
  const down = useRef(new Map<number, { x: number; y: number }>());
  const moved = useRef(0);
  const end = (event: PointerEvent) => {
    const place = down.current.get(event.pointerId);
    down.current.delete(event.pointerId);
    if (place && event.type === 'pointerup' && moved.current < CLICK && down.current.size === 0)
      pick(place.x, place.y, 24);
  };
  return {
    onPointerDown: (event) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      if (down.current.size === 0) moved.current = 0;
      down.current.set(event.pointerId, placeIn(event.currentTarget, event));
    },
    onPointerMove: (event) => {
      const before = down.current.get(event.pointerId);
      if (!before) return;
      const now = placeIn(event.currentTarget, event);
      const others = [...down.current].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
      down.current.set(event.pointerId, now);
      moved.current += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
      const [other] = others;
      if (!other) return move(now.x - before.x, now.y - before.y);
      const distance = (place: { x: number; y: number }) =>
        Math.max(1, Math.hypot(place.x - other.x, place.y - other.y));
      zoom(distance(now) / distance(before), (now.x + other.x) / 2, (now.y + other.y) / 2);
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}

function placeIn(element: Element, { clientX, clientY }: MouseEvent): { x: number; y: number } {
  const { left, top } = element.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
}

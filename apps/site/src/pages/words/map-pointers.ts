import type { HTMLAttributes, RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** What pointers do with the map; places are CSS pixels from its left upper corner. */
interface MapActions {
  readonly move: (dx: number, dy: number) => void;
  readonly zoom: (factor: number, x: number, y: number) => void;
  readonly pick: (x: number, y: number, within: number) => void;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** A press that moves less is a click, in CSS pixels. */
const CLICK = 5;
/** How far from a word a click still takes it, in CSS pixels. */
const WITHIN = 24;
/** How long it is said that two fingers move the map, in ms. */
const SAID_MS = 1500;

/**
 * A mouse moves the map, two fingers move and enlarge it, a short press picks a word. One finger scrolls the page, as it does everywhere
 * else on it: the map would otherwise hold the page fast on a small screen.
 *
 * @returns handlers for the element of the map, and whether one finger has just scrolled the page over it
 */
export function useMapPointers(
  box: RefObject<HTMLElement | null>,
  { move, zoom, pick }: MapActions,
): HTMLAttributes<HTMLDivElement> & { readonly scrolled: boolean } {
  const down = useRef(new Map<number, Place>());
  const moved = useRef(0);
  const [scrolled, setScrolled] = useState(false);

  useEffect(() => {
    if (!scrolled) return undefined;
    const timer = setTimeout(() => setScrolled(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [scrolled]);
  useEffect(() => {
    const target = box.current!;
    // `touch-action` allows scrolling regardless of the number of fingers
    const keep = (event: TouchEvent) => {
      if (event.touches.length > 1 && event.cancelable) event.preventDefault();
    };
    target.addEventListener('touchstart', keep, { passive: false });
    target.addEventListener('touchmove', keep, { passive: false });
    return () => {
      target.removeEventListener('touchstart', keep);
      target.removeEventListener('touchmove', keep);
    };
  }, []);

  const end = (event: PointerEvent) => {
    const place = down.current.get(event.pointerId);
    down.current.delete(event.pointerId);
    if (!place || down.current.size > 0) return;
    if (event.type === 'pointercancel') setScrolled(event.pointerType === 'touch');
    else if (moved.current < CLICK) pick(place.x, place.y, WITHIN);
  };
  return {
    scrolled,
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
      const [other] = [...down.current].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
      down.current.set(event.pointerId, now);
      moved.current += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
      if (!other) {
        if (event.pointerType === 'mouse') move(now.x - before.x, now.y - before.y);
        return;
      }
      // the middle between the fingers goes half as far as the one that moves
      move((now.x - before.x) / 2, (now.y - before.y) / 2);
      const distance = (place: Place) => Math.max(1, Math.hypot(place.x - other.x, place.y - other.y));
      zoom(distance(now) / distance(before), (now.x + other.x) / 2, (now.y + other.y) / 2);
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}

/** Where an event is, from the left upper corner of an element. */
export function placeIn(element: Element, { clientX, clientY }: MouseEvent): Place {
  const { left, top } = element.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
}

import type { Matrix } from './missing.ts';

/**
 * The rows of a series regrouped: first rows 0, step, 2·step, …, then 1, 1 + step, …. What a window takes from
 * the series — every `step`-th row — lies in one piece, and copying it costs one `memcpy` instead of a cache
 * miss a row.
 */
export interface PhaseLayout {
  readonly data: Float32Array;
  /** The first regrouped row of each phase. */
  readonly offsets: Int32Array;
}

/** Layouts of a series by step: its training, validation and test windows share them. */
const layouts = new WeakMap<Float32Array, Map<number, PhaseLayout>>();
/** As many steps as anybody alternates between; each costs the memory of the series once more. */
const MOST_LAYOUTS = 4;

/** The layout of a series for a step; made once, 1 × the memory of the series. The series must not change after. */
export function layoutOf({ data, shape }: Matrix, step: number): PhaseLayout {
  const made = layouts.get(data) ?? new Map<number, PhaseLayout>();
  const known = made.get(step);
  if (known) return known;
  const [rows = 0, width = 0] = shape;
  const regrouped = new Float32Array(data.length);
  const offsets = new Int32Array(step);
  let at = 0;
  for (let phase = 0; phase < step; phase++) {
    offsets[phase] = at / width;
    for (let row = phase; row < rows; row += step) {
      for (let d = 0, from = row * width; d < width; d++) regrouped[at++] = data[from++]!;
    }
  }
  const layout = { data: regrouped, offsets };
  if (made.size === MOST_LAYOUTS) made.delete(made.keys().next().value!); // the oldest one
  layouts.set(data, made.set(step, layout));
  return layout;
}

import type { Matrix } from './missing.ts';

/**
 * The rows of a series regrouped: first rows 0, step, 2·step, …, then 1, 1 + step, …. What a window takes from
 * the series — every `step`-th row — lies in one piece, and copying it costs one `memcpy` instead of a cache
 * miss a row.
 */
export interface PhaseLayout {
  readonly step: number;
  readonly data: Float32Array;
  /** The first regrouped row of each phase. */
  readonly offsets: Int32Array;
}

/** The layout last used with a series: its training, validation and test windows share one. */
const layouts = new WeakMap<Float32Array, PhaseLayout>();

/** The layout of a series for a step; made once, 1 × the memory of the series. The series must not change after. */
export function layoutOf({ data, shape }: Matrix, step: number): PhaseLayout {
  const known = layouts.get(data);
  if (known?.step === step) return known;
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
  const layout = { step, data: regrouped, offsets };
  layouts.set(data, layout);
  return layout;
}

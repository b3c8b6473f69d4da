import type { NdArray } from '@seqloom/arrays';
import { count, list, type OptionRules, optional, positiveInteger, resolveOptions } from '@seqloom/options';
import type { Matrix } from './missing.ts';
import type { RowRange } from './time-split.ts';
import type { Windows } from './windows.ts';

/** Options of {@link timeseriesWindows}: those of Keras' `timeseries_dataset_from_array`. */
export interface TimeseriesWindowsOptions {
  /** Time steps a window. */
  readonly sequenceLength: number;
  /** Rows from the start of one window to the next. Default 1. */
  readonly sequenceStride?: number;
  /** Rows from one time step to the next inside a window. Default 1. */
  readonly samplingRate?: number;
  /** Rows before this one are not used. Default 0. */
  readonly startIndex?: number;
  /** This row and those after it are not used. Default: all are. */
  readonly endIndex?: number | undefined;
  /**
   * The uninterrupted series in the rows, such as {@link stretches} finds; windows that cross their borders are left
   * out. Keras has no such option. Default: one.
   */
  readonly series?: readonly RowRange[] | undefined;
}

const TIMESERIES_WINDOWS_RULES: OptionRules<TimeseriesWindowsOptions> = {
  sequenceLength: positiveInteger(),
  sequenceStride: positiveInteger(1),
  samplingRate: positiveInteger(1),
  startIndex: count(0),
  endIndex: optional(count()),
  series: optional(list<readonly RowRange[]>()),
};

/**
 * Windows with the semantics of Keras' `timeseries_dataset_from_array`: window `i` begins at row
 * `startIndex + i · sequenceStride`, and its target is `targets` **at that row**, so that a target which lies
 * `n` rows later has to be shifted by the caller (`targets.subarray(n)`). Use {@link forecastWindows} for a
 * target given by its distance.
 *
 * Shapes: `data [rows, D]`, `targets [≤ rows]` or `[≤ rows, K]` → windows `[sequenceLength, D]`, targets `[B]` or
 * `[B, K]`; without targets, to predict or to learn from the inputs alone, `[B, 0]`.
 *
 * @param targets An array, or `null` for none.
 *
 * @throws RangeError when an option is out of range or the series is shorter than one window.
 * Source: Keras 3, `keras.utils.timeseries_dataset_from_array`.
 * @example
 * windowBatches(timeseriesWindows(data, targets, { sequenceLength: 10, samplingRate: 2, sequenceStride: 3 }));
 */
export function timeseriesWindows(
  data: Matrix,
  targets: Float32Array | Float64Array | NdArray | null | undefined,
  options: TimeseriesWindowsOptions,
): Windows {
  const owner = 'timeseriesWindows';
  const settings = resolveOptions(owner, options, TIMESERIES_WINDOWS_RULES);
  const { sequenceLength, sequenceStride, samplingRate, startIndex, series } = settings;
  const rows = data.shape[0] ?? 0;
  const { endIndex = rows } = settings;
  if (endIndex <= startIndex || endIndex > rows) {
    throw new RangeError(`${owner}: endIndex must lie in ${startIndex + 1} … ${rows}, got ${endIndex}.`);
  }
  const reach = (sequenceLength - 1) * samplingRate;
  // Keras counts positions in the sliced arrays, but the number of targets is that before slicing
  const { values, width, count: given } = targetsOf(targets, rows);
  const places = Math.min(endIndex - startIndex - reach, given);
  const usable = Math.min(places, given - startIndex);
  if (places < 1) {
    throw new RangeError(
      `${owner}: one window spans ${reach + 1} rows, rows ${startIndex} … ${endIndex - 1} are ${endIndex - startIndex}. Give a longer series or a shorter window.`,
    );
  }
  const count = Math.ceil(places / sequenceStride);
  const last = (count - 1) * sequenceStride;
  if (last >= usable) {
    throw new RangeError(
      `${owner}: the window at row ${startIndex + last} has no target, there are ${given}. Give a target for each row or set endIndex.`,
    );
  }
  const all = Int32Array.from({ length: count }, (_, i) => startIndex + i * sequenceStride);
  const ends = series && endOfEachRow(series, rows);
  const starts = ends ? all.filter((start) => start + reach < ends[start]!) : all;
  if (starts.length === 0) {
    throw new RangeError(
      `${owner}: one window spans ${reach + 1} rows and fits in none of the ${series!.length} series. Give a longer series or a shorter window.`,
    );
  }
  return {
    data,
    targets: values,
    ...(width !== undefined && { targetWidth: width }),
    length: sequenceLength,
    step: samplingRate,
    starts,
    targetRows: starts,
  };
}

/** One past the last row of the series that a row lies in; 0 for a row in none. */
function endOfEachRow(series: readonly RowRange[], rows: number): Int32Array {
  const ends = new Int32Array(rows);
  for (const { start, end } of series) ends.fill(end, start, end);
  return ends;
}

/** Targets in the form of {@link Windows}, and the number of rows that have one. */
function targetsOf(
  targets: Float32Array | Float64Array | NdArray | null | undefined,
  rows: number,
): { readonly values: Float32Array; readonly width?: number; readonly count: number } {
  if (targets === null || targets === undefined)
    return { values: new Float32Array(0), width: 0, count: rows };
  if (!('shape' in targets)) return { values: floats(targets), count: targets.length };
  const [count = 0, width, ...more] = targets.shape;
  if (more.length > 0) {
    throw new RangeError(
      `timeseriesWindows: targets must have the shape [rows] or [rows, K], got [${targets.shape}].`,
    );
  }
  return { values: floats(targets.data), count, ...(width !== undefined && { width }) };
}

function floats(values: ArrayLike<number>): Float32Array {
  return values instanceof Float32Array ? values : Float32Array.from(values);
}

import { firstNonFinite, type NdArray } from '@seqloom/arrays';
import {
  checkPositiveInteger,
  count,
  formatValue,
  list,
  type OptionRules,
  oneOf,
  optional,
  positiveInteger,
  resolveOptions,
  rule,
  text,
  texts,
} from '@seqloom/options';
import { type Matrix, notFinite } from './missing.ts';
import { LeakError, type RowRange } from './time-split.ts';
import type { Anchor, Windows } from './windows.ts';

/** Options of {@link forecastWindows}. */
export interface ForecastWindowsOptions {
  /** Rows a window looks back. */
  readonly lookback: number;
  /** Rows from one time step to the next. Default 1. */
  readonly step?: number;
  /** Rows from the row that `anchor` names to the target. */
  readonly delay: number;
  /**
   * What `delay` and `step` count from: `next`, the row after the window, as in the book, or `last`, the last row of
   * the window, so that it is shown and a delay of 24 is 24 rows after it. Default `next`.
   */
  readonly anchor?: Anchor;
  /** The column that is forecast. Default: the one that `names` calls `target`. */
  readonly targetColumn?: number | undefined;
  /** The name of that column, in place of its number; tasks such as `JENA_TASK` have it. */
  readonly target?: string | undefined;
  /** Rows from one window to the next. Default 1. */
  readonly stride?: number;
  /** The part of the series the windows and their targets lie in. Default: all of it. */
  readonly within?: RowRange | undefined;
  /**
   * The uninterrupted series in the rows, such as {@link stretches} finds in their times; no window crosses their borders.
   * Default: one, so that windows cross gaps and irregular rows.
   */
  readonly series?: readonly RowRange[] | undefined;
  /** What the columns are called in messages. */
  readonly names?: readonly string[];
}

/** Options of {@link latestWindow}: those the model's windows were made with. */
export type LatestWindowOptions = Pick<ForecastWindowsOptions, 'lookback' | 'step' | 'anchor' | 'names'>;

const LATEST_WINDOW_RULES: OptionRules<LatestWindowOptions> = {
  lookback: positiveInteger(),
  step: positiveInteger(1),
  anchor: oneOf(['next', 'last'], 'next'),
  names: texts([]),
};
const FORECAST_WINDOWS_RULES: OptionRules<ForecastWindowsOptions> = {
  ...LATEST_WINDOW_RULES,
  delay: count(),
  targetColumn: optional(count()),
  target: optional(text()),
  stride: positiveInteger(1),
  within: optional(rule<RowRange>(() => {})), // checked with the rows
  series: optional(list<readonly RowRange[]>()),
};

/**
 * Windows to learn a forecast from. They look back on the rows `row − lookback … row − 1` in steps of `step`. With
 * the anchor `next` the steps begin at the first of them and the target is `row + delay`; with `last` the steps end
 * at `row − 1` and the target is `row − 1 + delay`. Window and target lie in the same part and the same series, so that no
 * part sees rows of another. All values in the part are finite.
 *
 * Shapes: `data [rows, D]` → windows `[lookback / step, D]`.
 *
 * @throws LeakError when two series overlap or run backwards in time; RangeError when an option is out of
 * range, a value is not finite, or no window fits.
 * @example
 * const split = timeSplit(rows);
 * const train = forecastWindows(scaled, { lookback: 72, step: 3, delay: 24, targetColumn: 0, within: split.train });
 */
export function forecastWindows(data: Matrix, options: ForecastWindowsOptions): Windows {
  const owner = 'forecastWindows';
  const [rows = 0, width = 0] = data.shape;
  const settings = resolveOptions(owner, options, FORECAST_WINDOWS_RULES);
  const { lookback, step, delay, anchor, target, stride, names } = settings;
  const { within = { start: 0, end: rows }, series = [{ start: 0, end: rows }] } = settings;
  const { targetColumn = names.indexOf(target ?? '') } = settings;
  if (anchor === 'last') checkPositiveInteger(owner, 'delay', delay);
  if (lookback % step !== 0) {
    throw new RangeError(`${owner}: lookback ${lookback} is no multiple of step ${step}. Give one that is.`);
  }
  if (targetColumn < 0 || targetColumn >= width) {
    const known = names.length > 0 ? ` (${names.map((name) => `"${name}"`).join(', ')})` : '';
    throw new RangeError(
      `${owner}: targetColumn must be one of the ${width} columns${known}, got ${settings.targetColumn ?? formatValue(target)}.`,
    );
  }
  checkRange(owner, 'within', within, rows);
  for (const [i, one] of series.entries()) {
    checkRange(owner, `series[${i}]`, one, rows);
    const before = series[i - 1];
    if (before && one.start < before.end) {
      throw new LeakError(
        `${owner}: series ${i} begins at row ${one.start}, before series ${i - 1} ends at ${before.end}. Give series that do not overlap, in order.`,
      );
    }
  }
  checkFiniteRows(owner, data, within, names);

  // rows from a window's first row to its target
  const reach = lookback + delay - (anchor === 'last' ? 1 : 0);
  const starts: number[] = [];
  let longest = 0;
  for (const one of series) {
    const start = Math.max(one.start, within.start);
    const end = Math.min(one.end, within.end);
    longest = Math.max(longest, end - start);
    for (let row = start; row + reach < end; row += stride) starts.push(row);
  }
  if (starts.length === 0) {
    throw new RangeError(
      `${owner}: a window and its target span ${reach + 1} rows, the longest series has ${longest}. Give more rows, or a smaller lookback or delay.`,
    );
  }
  const first = Int32Array.from(starts);
  const firstShown = anchor === 'last' ? step - 1 : 0;
  const targets = Float32Array.from({ length: rows }, (_, row) => data.data[row * width + targetColumn]!);
  return {
    data,
    targets,
    length: lookback / step,
    step,
    anchor,
    starts: first.map((row) => row + firstShown),
    targetRows: first.map((row) => row + reach),
  };
}

/**
 * The window that ends with the last row: the input for a forecast of values that are not known yet.
 *
 * Shapes: `[rows, D] → [1, lookback / step, D]`.
 *
 * @throws RangeError when the series is shorter than the window or a value in it is not finite.
 * @example
 * model.predict(latestWindow(scaled, { lookback: 72, step: 3, anchor: 'last' }));
 */
export function latestWindow(data: Matrix, options: LatestWindowOptions): NdArray {
  const owner = 'latestWindow';
  const { lookback, step, anchor, names } = resolveOptions(owner, options, LATEST_WINDOW_RULES);
  const [rows = 0, width = 0] = data.shape;
  const start = rows - lookback;
  if (lookback % step !== 0 || start < 0) {
    throw new RangeError(
      `${owner}: lookback ${lookback} must be a multiple of step ${step} and at most the ${rows} rows there are.`,
    );
  }
  checkFiniteRows(owner, data, { start, end: rows }, names);
  const length = lookback / step;
  const firstShown = anchor === 'last' ? step - 1 : 0;
  const out = new Float32Array(length * width);
  for (let t = 0; t < length; t++) {
    const from = (start + firstShown + t * step) * width;
    out.set(data.data.subarray(from, from + width), t * width);
  }
  return { data: out, shape: [1, length, width] };
}

function checkRange(owner: string, name: string, { start, end }: RowRange, rows: number): void {
  if (Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end && end <= rows) return;
  throw new RangeError(`${owner}: ${name} is rows ${start} … ${end}, the series has ${rows}.`);
}

function checkFiniteRows(
  owner: string,
  { data, shape }: Matrix,
  { start, end }: RowRange,
  names: readonly string[],
): void {
  const width = shape[1]!;
  const at = firstNonFinite(data, start * width, end * width);
  if (at >= 0) throw notFinite(owner, names, at % width, data[at]!, Math.floor(at / width));
}

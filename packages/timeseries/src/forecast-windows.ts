import {
  checkPositiveInteger,
  count,
  list,
  type OptionRules,
  optional,
  positiveInteger,
  type Resolved,
  resolveOptions,
  rule,
} from '@seqloom/options';
import { checkColumnKeys, columnNumbers, KNOWN_COLUMNS, withFuture } from './known-columns.ts';
import type { Matrix } from './missing.ts';
import { LeakError, type RowRange } from './time-split.ts';
import { checkFiniteRows, WINDOW_RULES } from './window-rules.ts';
import type { Anchor, Windows } from './windows.ts';

/** Options of {@link forecastWindows}. */
export interface ForecastWindowsOptions {
  /** Rows a window looks back. */
  readonly lookback: number;
  /** Rows from one time step to the next. Default 1. */
  readonly step?: number;
  /** Rows from the row that `anchor` names to the target, or to the first one of a horizon. Default: the row after the window. */
  readonly delay?: number | undefined;
  /**
   * Rows that are forecast at once, H: the one that `delay` names and those after it. Targets become `[B, H]`, or `[B, H, K]` for a
   * list of columns. Default: one row, without that axis.
   */
  readonly horizon?: number | undefined;
  /**
   * What `delay` and `step` count from: `next`, the row after the window, as in the book, or `last`, the last row of
   * the window, so that it is shown and a delay of 24 is 24 rows after it. Default `next`.
   */
  readonly anchor?: Anchor;
  /** The column that is forecast, or a list of K columns; targets end in an axis of K then. Default: what `names` calls `target`. */
  readonly targetColumn?: number | readonly number[] | undefined;
  /** The name of that column, or names, in place of numbers; tasks such as `JENA_TASK` have it. */
  readonly target?: string | readonly string[] | undefined;
  /**
   * Columns whose future is known in advance, such as holidays, prices or the calendar: each time step also gets the value that they
   * will have as many rows later as the last target lies after the last step. The last step then shows the last target's row, the
   * steps before it those before. Their columns follow those of the data. Default: none.
   */
  readonly knownColumns?: readonly (number | string)[];
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

const FORECAST_WINDOWS_RULES: OptionRules<ForecastWindowsOptions> = {
  ...WINDOW_RULES,
  delay: optional(count()),
  horizon: optional(positiveInteger()),
  targetColumn: optional(rule<number | readonly number[]>(checkColumnKeys)),
  target: optional(rule<string | readonly string[]>(checkColumnKeys)),
  stride: positiveInteger(1),
  knownColumns: KNOWN_COLUMNS,
  within: optional(rule<RowRange>(() => {})), // checked with the rows
  series: optional(list<readonly RowRange[]>()),
};

/**
 * Windows to learn a forecast from. They look back on the rows `row − lookback … row − 1` in steps of `step`. With
 * the anchor `next` the steps begin at the first of them and the target is `row + delay`; with `last` the steps end
 * at `row − 1` and the target is `row − 1 + delay`. Window and target lie in the same part and the same series, so that no
 * part sees rows of another. All values in the part are finite.
 *
 * Shapes: `data [rows, D]` → windows `[lookback / step, D]`, with F known columns `[lookback / step, D + F]`.
 *
 * @throws LeakError when two series overlap or run backwards in time; RangeError when an option is out of
 * range, a value is not finite, or no window fits.
 * @example
 * const split = timeSplit(rows);
 * const train = forecastWindows(scaled, { lookback: 72, step: 3, delay: 24, targetColumn: 0, within: split.train });
 * const day = forecastWindows(scaled, { lookback: 72, horizon: 24, anchor: 'last', target: ['load', 'wind'], names }); // [B, 24, 2]
 */
export function forecastWindows(data: Matrix, options: ForecastWindowsOptions): Windows {
  const owner = 'forecastWindows';
  const [rows = 0, width = 0] = data.shape;
  const settings = resolveOptions(owner, options, FORECAST_WINDOWS_RULES);
  const { lookback, step, anchor, horizon, stride, names } = settings;
  const { within = { start: 0, end: rows }, series = [{ start: 0, end: rows }] } = settings;
  const { delay = anchor === 'last' ? 1 : 0 } = settings;
  const { columns, targetWidth } = targetColumnsOf(owner, settings, width);
  const known = columnNumbers(owner, 'knownColumns', settings.knownColumns, names, width);
  if (anchor === 'last') checkPositiveInteger(owner, 'delay', delay);
  if (lookback % step !== 0) {
    throw new RangeError(`${owner}: lookback ${lookback} is no multiple of step ${step}. Give one that is.`);
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

  // rows from a window's first row to its first target, and to its last one
  const reach = lookback + delay - (anchor === 'last' ? 1 : 0);
  const last = reach + (horizon ?? 1) - 1;
  const starts: number[] = [];
  let longest = 0;
  for (const one of series) {
    const start = Math.max(one.start, within.start);
    const end = Math.min(one.end, within.end);
    longest = Math.max(longest, end - start);
    for (let row = start; row + last < end; row += stride) starts.push(row);
  }
  if (starts.length === 0) {
    const [target, smaller] =
      horizon === undefined
        ? ['its target', 'lookback or delay']
        : [`its horizon of ${horizon}`, 'lookback, delay or horizon'];
    throw new RangeError(
      `${owner}: a window and ${target} span ${last + 1} rows, the longest series has ${longest}. Give more rows, or a smaller ${smaller}.`,
    );
  }
  const first = Int32Array.from(starts);
  const firstShown = anchor === 'last' ? step - 1 : 0;
  const lastShown = firstShown + lookback - step;
  return {
    data: known.length > 0 ? withFuture(data, known, last - lastShown) : data,
    targets: columnsOf(data, columns),
    length: lookback / step,
    step,
    anchor,
    starts: first.map((row) => row + firstShown),
    targetRows: first.map((row) => row + reach),
    ...(horizon !== undefined && { horizon }),
    ...(targetWidth !== undefined && { targetWidth }),
  };
}

/** The columns that are forecast, and how many they are where a list was given. */
function targetColumnsOf(
  owner: string,
  { targetColumn, target, names }: Resolved<ForecastWindowsOptions>,
  width: number,
): { readonly columns: readonly number[]; readonly targetWidth?: number } {
  const option = targetColumn === undefined && target !== undefined ? 'target' : 'targetColumn';
  const given = targetColumn ?? target;
  if (typeof given === 'object') {
    return { columns: columnNumbers(owner, option, given, names, width), targetWidth: given.length };
  }
  return { columns: columnNumbers(owner, option, [given], names, width) };
}

/** Some columns of a series, `[rows, columns.length]`. */
function columnsOf({ data, shape }: Matrix, columns: readonly number[]): Float32Array {
  const [rows = 0, width = 0] = shape;
  const out = new Float32Array(rows * columns.length);
  for (let row = 0, at = 0; row < rows; row++) {
    for (const column of columns) out[at++] = data[row * width + column]!;
  }
  return out;
}

function checkRange(owner: string, name: string, { start, end }: RowRange, rows: number): void {
  if (Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end && end <= rows) return;
  throw new RangeError(`${owner}: ${name} is rows ${start} … ${end}, the series has ${rows}.`);
}

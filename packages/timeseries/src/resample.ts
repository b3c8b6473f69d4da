import { DatasetError } from '@seqloom/archives';
import { byName, formatValue, type OptionRules, oneOf, resolveOptions, rule } from '@seqloom/options';
import type { NumberColumn, Table, TextColumn } from './table.ts';

/** How the values of a bin are combined. Missing ones do not count. */
export type Aggregation = 'mean' | 'sum' | 'min' | 'max' | 'first' | 'last' | 'count';

/** Options of {@link resample}. */
export interface ResampleOptions {
  /** The length of a bin in milliseconds, or a calendar month or year. */
  readonly period: number | 'month' | 'year';
  /** How the values of a bin are combined. Default `mean`. */
  readonly how?: Aggregation;
  /** The same for single columns, by name. */
  readonly columns?: Readonly<Record<string, Aggregation>>;
}

const AGGREGATIONS: readonly Aggregation[] = ['mean', 'sum', 'min', 'max', 'first', 'last', 'count'];
const RESAMPLE_RULES: OptionRules<ResampleOptions> = {
  period: rule<ResampleOptions['period']>(checkPeriod),
  how: oneOf(AGGREGATIONS, 'mean'),
  columns: byName(oneOf(AGGREGATIONS), {}),
};
const DAY = 86_400_000;
/** Upper bound on the rows; more mean that the period was given in the wrong unit. */
const MOST_ROWS = 50_000_000;

/** Consecutive bins over time. */
interface Bins {
  readonly count: number;
  /** The bin of a time. */
  indexOf(time: number): number;
  /** The left edge of a bin. */
  startOf(index: number): number;
}

/**
 * Puts a table on a regular grid of times, regardless of the order and the distances of its rows. A bin holds the rows from
 * its left edge (inclusive) to the next one's (exclusive) and has the left edge as its time: pandas' `closed='left',
 * label='left'`. Bins are counted from midnight (UTC) of the first day. A bin without a value is missing (NaN), also
 * for `sum` (pandas' `min_count=1`); its `count` is 0. Texts stay where `columns` asks for their `first` or `last`.
 *
 * @throws RangeError when the period is not positive or makes more than 50 million rows; DatasetError when the table has
 * no times or a column does not exist.
 * Source: pandas, `DataFrame.resample`.
 * @example
 * resample(table, { period: 3_600_000, columns: { 'rain (mm)': 'sum' } }); // hours: means, but sums of rain
 */
export function resample(table: Table, options: ResampleOptions): Table {
  const owner = 'resample';
  const { period, how, columns } = resolveOptions(owner, options, RESAMPLE_RULES);
  for (const name of Object.keys(columns)) {
    if (!table.columns.has(name)) throw new DatasetError(table.name, `there is no column "${name}".`);
  }
  const { times } = table;
  if (!times) throw new DatasetError(table.name, 'the table has no times. Read it with the option time.');
  const bins = binsOf(times, period);
  const rowBins = Float64Array.from(times, (time) => bins.indexOf(time));
  const order = inTimeOrder(times);
  const resampled = new Map<string, NumberColumn | TextColumn>();
  const leftOut: string[] = [];
  for (const [name, column] of table.columns) {
    const asked = Object.hasOwn(columns, name) ? columns[name]! : how;
    if (column.kind === 'number') {
      resampled.set(name, {
        kind: 'number',
        values: aggregate(column.values, rowBins, order, bins.count, asked),
      });
    } else if (Object.hasOwn(columns, name) && (asked === 'first' || asked === 'last')) {
      resampled.set(name, pickTexts(column, rowBins, order, bins.count, asked));
    } else leftOut.push(name);
  }
  const { lines: _, ...rest } = table;
  return {
    ...rest,
    rows: bins.count,
    columns: resampled,
    times: Float64Array.from({ length: bins.count }, (_, index) => bins.startOf(index)),
    notices: [
      ...(table.notices ?? []),
      ...(leftOut.length > 0
        ? [`resampling leaves out columns of texts: ${leftOut.map((name) => `"${name}"`).join(', ')}`]
        : []),
    ],
  };
}

function checkPeriod(owner: string, option: string, value: unknown): void {
  if (value === 'month' || value === 'year') return;
  if (typeof value === 'number' && value > 0 && Number.isFinite(value)) return;
  throw new RangeError(
    `${owner}: ${option} must be a positive number of milliseconds, "month" or "year", got ${formatValue(value)}.`,
  );
}

function binsOf(times: Float64Array, period: ResampleOptions['period']): Bins {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const time of times) {
    first = Math.min(first, time);
    last = Math.max(last, time);
  }
  if (period === 'month' || period === 'year') {
    const months = period === 'month' ? 1 : 12;
    const placeOf = (time: number): number => {
      const date = new Date(time);
      return Math.floor((12 * date.getUTCFullYear() + date.getUTCMonth()) / months);
    };
    const begin = placeOf(first);
    return {
      count: placeOf(last) - begin + 1,
      indexOf: (time) => placeOf(time) - begin,
      startOf: (index) => new Date(0).setUTCFullYear(0, (begin + index) * months, 1),
    };
  }
  const midnight = Math.floor(first / DAY) * DAY;
  const origin = midnight + Math.floor((first - midnight) / period) * period;
  const count = Math.floor((last - origin) / period) + 1;
  if (count > MOST_ROWS) {
    throw new RangeError(
      `resample: period ${period} (milliseconds) makes ${count} rows, more than ${MOST_ROWS}. Give a longer one.`,
    );
  }
  return {
    count,
    indexOf: (time) => Math.floor((time - origin) / period),
    startOf: (index) => origin + index * period,
  };
}

/** The rows in the order of their times; rows of one time in the order of the table. */
function inTimeOrder(times: Float64Array): Uint32Array {
  const order = Uint32Array.from(times, (_, row) => row);
  const rises = times.every((time, row) => row === 0 || time >= times[row - 1]!);
  return rises ? order : order.sort((a, b) => times[a]! - times[b]! || a - b);
}

function aggregate(
  values: Float32Array | Float64Array,
  rowBins: Float64Array,
  order: Uint32Array,
  count: number,
  how: Aggregation,
): Float64Array {
  const out = new Float64Array(count).fill(how === 'count' ? 0 : Number.NaN);
  const counts = how === 'mean' ? new Uint32Array(count) : undefined;
  for (const row of order) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    const bin = rowBins[row]!;
    const before = out[bin]!;
    const empty = Number.isNaN(before);
    if (how === 'count') out[bin] = before + 1;
    else if (how === 'first') out[bin] = empty ? value : before;
    else if (how === 'last' || empty) out[bin] = value;
    else if (how === 'min') out[bin] = Math.min(before, value);
    else if (how === 'max') out[bin] = Math.max(before, value);
    else out[bin] = before + value;
    if (counts) counts[bin]!++;
  }
  if (counts) for (let bin = 0; bin < count; bin++) out[bin]! /= counts[bin]!;
  return out;
}

function pickTexts(
  { categories, codes }: TextColumn,
  rowBins: Float64Array,
  order: Uint32Array,
  count: number,
  how: 'first' | 'last',
): TextColumn {
  const missing = categories.indexOf('');
  const all = missing < 0 ? [...categories, ''] : categories;
  const none = missing < 0 ? categories.length : missing;
  const picked = new Int32Array(count).fill(none);
  for (const row of order) {
    const bin = rowBins[row]!;
    if (codes[row] !== none && (how === 'last' || picked[bin] === none)) picked[bin] = codes[row]!;
  }
  return { kind: 'text', categories: all, codes: picked };
}

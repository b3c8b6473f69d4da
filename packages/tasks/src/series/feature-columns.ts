import { numbersOf, numericNames, type RowRange, roundedBy32Bits, type Table } from '@seqloom/timeseries';

/** The columns a model is given, and those it is not. */
export interface FeatureColumns {
  readonly names: readonly string[];
  /** `"No" counts the rows`: what is left out, and why. */
  readonly leftOut: readonly string[];
}

/** Columns that only repeat the time; the calendar features say it better. */
const CALENDAR = new Set(['year', 'month', 'day', 'hour', 'minute', 'second']);

/** The share of the training rows that a column may cost because it begins later. */
const LATEST_BEGIN = 0.1;

/**
 * Chooses the columns that can tell something: numbers that vary in the training rows, begin with them or soon after, and
 * are neither a count of the rows nor a part of the time. Only the training rows are looked at.
 *
 * @param target the column that is forecast, which may begin at any row
 */
export function featureColumns(table: Table, train: RowRange, target: string): FeatureColumns {
  const names: string[] = [];
  const leftOut: string[] = [];
  for (const name of numericNames(table)) {
    const problem = CALENDAR.has(name.toLowerCase())
      ? 'is a part of the time'
      : uselessness(numbersOf(table, name).subarray(train.start, train.end), name === target);
    if (problem === undefined) names.push(name);
    else leftOut.push(`"${name}" ${problem}`);
  }
  return { names, leftOut };
}

function uselessness(values: Float32Array | Float64Array, isTarget: boolean): string | undefined {
  const begin = values.findIndex((value) => !Number.isNaN(value));
  const rounded = roundedBy32Bits(values);
  if (rounded !== undefined) return `has numbers such as ${rounded}, which 32 bits cannot hold`;
  let first = Number.NaN;
  let constant = true;
  let counting = true;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (row > 0 && value !== values[row - 1]! + 1) counting = false;
    if (Number.isNaN(value)) continue;
    if (Number.isNaN(first)) first = value;
    else if (value !== first) constant = false;
  }
  if (Number.isNaN(first)) return 'has no value in the training rows';
  if (constant) return 'is constant in the training rows';
  if (begin > LATEST_BEGIN * values.length && !isTarget) {
    return `has no value in the first ${begin} of ${values.length} training rows`;
  }
  if (counting) return 'counts the rows';
  return undefined;
}

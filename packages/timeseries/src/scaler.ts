import { type Matrix, notFinite } from './missing.ts';
import { checkSplit, LeakError, type RowRange, type TimeSplit } from './time-split.ts';

/**
 * Mean and spread of each column of a series, and the rows they come from:
 * `scaled = (value − mean) / std`, `value = scaled · std + mean`.
 */
export interface Scaler {
  readonly mean: Float64Array;
  /** The standard deviation (of the rows as a population); 1 where a column is constant. */
  readonly std: Float64Array;
  /** The columns that are constant in these rows: they become 0. */
  readonly constant: readonly number[];
  /** The rows they were computed from. */
  readonly rows: RowRange;
}

/**
 * Computes mean and spread of the columns of a series on its training rows.
 *
 * @param matrix `[rows, D]`.
 * @param rows The training rows.
 * @param names What the columns are called in messages.
 * @throws RangeError when the rows are not in the matrix, or a value in them is not finite.
 * Source: the book's section 6.3 (`mean = data[:200000].mean(axis=0)`, `std = data[:200000].std(axis=0)`).
 */
export function fitScaler(matrix: Matrix, rows: RowRange, names: readonly string[] = []): Scaler {
  const [count = 0, width = 0] = matrix.shape;
  if (!(rows.start >= 0 && rows.start < rows.end && rows.end <= count)) {
    throw new RangeError(
      `fitScaler: rows ${rows.start} … ${rows.end} are not within the ${count} rows there are.`,
    );
  }
  const { data } = matrix;
  const mean = new Float64Array(width);
  const std = new Float64Array(width);
  const constant: number[] = [];
  const size = rows.end - rows.start;
  for (let column = 0; column < width; column++) {
    let sum = 0;
    let largest = 0;
    for (let row = rows.start; row < rows.end; row++) {
      const value = data[row * width + column]!;
      if (!Number.isFinite(value)) throw notFinite('fitScaler', names, column, value, row);
      sum += value;
      largest = Math.max(largest, Math.abs(value));
    }
    mean[column] = sum / size;
    // a second pass: the mean of squares minus the square of the mean cancels for pressures around 1000
    let squares = 0;
    for (let row = rows.start; row < rows.end; row++)
      squares += (data[row * width + column]! - mean[column]!) ** 2;
    std[column] = Math.sqrt(squares / size);
    // equal values give a rounding error, not 0, in proportion to the values
    if (std[column]! <= 1e-7 * largest) {
      std[column] = 1;
      constant.push(column);
    }
  }
  return { mean, std, constant, rows };
}

/**
 * Scales every row of a series.
 *
 * Shapes: `[rows, D] → [rows, D]`.
 *
 * @param split The parts of the series, in the order of time. The scaler must be fitted on training rows only:
 * a forecast cannot know the mean of the future.
 * @throws LeakError when it was fitted on others, or when the parts overlap; RangeError when the columns differ in number.
 */
export function scaleSeries(matrix: Matrix, scaler: Scaler, split: TimeSplit): Matrix {
  const { rows, mean, std } = scaler;
  const { train } = split;
  checkSplit(split);
  if (rows.start < train.start || rows.end > train.end) {
    throw new LeakError(
      `scaleSeries: the scaler was fitted on rows ${rows.start} … ${rows.end - 1}, the training rows are ${train.start} … ${train.end - 1}. Fit it on training rows only.`,
    );
  }
  const width = matrix.shape[1] ?? 0;
  if (mean.length !== width) {
    throw new RangeError(`scaleSeries: the scaler has ${mean.length} columns, the series ${width}.`);
  }
  const data = new Float32Array(matrix.data.length);
  for (let at = 0, column = 0; at < data.length; at++) {
    data[at] = (matrix.data[at]! - mean[column]!) / std[column]!;
    if (++column === width) column = 0;
  }
  return { data, shape: matrix.shape };
}

/** Converts scaled values of one column back to its unit. */
export function unscale(values: ArrayLike<number>, scaler: Scaler, column: number): Float32Array {
  const [mean, std] = [scaler.mean[column], scaler.std[column]];
  if (mean === undefined || std === undefined) {
    throw new RangeError(`unscale: column ${column} is not one of the scaler's ${scaler.mean.length}.`);
  }
  return Float32Array.from(values, (value) => value * std + mean);
}

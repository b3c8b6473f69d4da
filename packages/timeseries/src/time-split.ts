import { numberIn, type OptionRules, resolveOptions } from '@seqloom/options';

/** Rows `start … end − 1`. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** The parts of a series, one after the other in time. */
export interface TimeSplit {
  readonly train: RowRange;
  readonly validation: RowRange;
  readonly test: RowRange;
}

/** A model or forecast would use data that are not known yet when the forecast is made. */
export class LeakError extends RangeError {
  override readonly name = 'LeakError';
}

/** How {@link timeSplit} divides rows. */
export interface TimeSplitOptions {
  /** The part that trains, from the beginning. Default 0.6. */
  readonly train?: number;
  /** The part after it that validates; the rest tests. Default 0.2. */
  readonly validation?: number;
}

const TIME_SPLIT_RULES: OptionRules<TimeSplitOptions> = {
  train: numberIn({}, 0.6),
  validation: numberIn({}, 0.2),
};

/**
 * Divides rows in the order of time: the past trains, the present validates, the future tests.
 *
 * @throws RangeError when a part would be empty.
 * @example
 * timeSplit(1000); // train 0 … 599, validation 600 … 799, test 800 … 999
 */
export function timeSplit(rows: number, options: TimeSplitOptions = {}): TimeSplit {
  const { train, validation } = resolveOptions('timeSplit', options, TIME_SPLIT_RULES);
  // 0.6 + 0.2 is slightly below 0.8 in float64
  const [first, second] = [Math.floor(rows * train + 1e-9), Math.floor(rows * (train + validation) + 1e-9)];
  if (!(0 < first && first < second && second < rows)) {
    throw new RangeError(
      `timeSplit: ${rows} rows with train ${train} and validation ${validation} leave a part empty. Give parts that add up to less than 1, and more rows.`,
    );
  }
  return {
    train: { start: 0, end: first },
    validation: { start: first, end: second },
    test: { start: second, end: rows },
  };
}

/**
 * Refuses parts that overlap or are not in the order of time.
 *
 * @throws LeakError naming the two parts.
 */
export function checkSplit({ train, validation, test }: TimeSplit): void {
  const parts = [
    ['train', train],
    ['validation', validation],
    ['test', test],
  ] as const;
  for (const [i, [name, part]] of parts.entries()) {
    const before = parts[i - 1];
    if (before && part.start < before[1].end) {
      throw new LeakError(
        `time split: ${name} begins at row ${part.start}, before ${before[0]} ends at ${before[1].end}. The past must train and the future test.`,
      );
    }
  }
}

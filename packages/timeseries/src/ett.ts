import { DatasetError } from '@seqloom/archives';
import { type OptionRules, positiveInteger, resolveOptions } from '@seqloom/options';
import type { ReadCsvOptions } from './csv/read-csv-options.ts';
import { forecastWindows } from './forecast-windows.ts';
import { fitScaler, type Scaler, scaleSeries } from './scaler.ts';
import { type Table, toMatrix } from './table.ts';
import { reportTimes } from './time-report.ts';
import type { TimeSplit } from './time-split.ts';
import type { Windows } from './windows.ts';

/** The columns of the ETT files: six loads of an electricity transformer, and the temperature of its oil. */
export const ETT_COLUMNS = ['HUFL', 'HULL', 'MUFL', 'MULL', 'LUFL', 'LULL', 'OT'] as const;

const HOUR = 3_600_000;
/** Twelve months of thirty days train, four validate, four test. */
const PART_HOURS = { train: 8640, validation: 2880, test: 2880 };

/**
 * How to read the files of ETDataset: `date,HUFL,…,OT`, hourly (ETTh1, ETTh2) or every 15 minutes (ETTm1, ETTm2).
 *
 * **Source**: Zhou et al. 2021, "Informer"; https://github.com/zhouhaoyi/ETDataset.
 *
 * @example
 * const table = await readCsvFile('ETTh1.csv', ettOptions());
 */
export function ettOptions(): Omit<ReadCsvOptions, 'name'> {
  return { time: { column: 'date', format: 'yyyy-MM-dd HH:mm:ss' } };
}

/**
 * The parts of the public benchmark: rows 0 … 8639 of an hourly file train, the next 2,880 validate, the next 2,880 test; four times as
 * many each of a file of 15 minutes. The rest of the file is not used.
 *
 * @throws DatasetError for other columns, other distances of rows, or too few rows
 */
export function ettSplit(table: Table): TimeSplit {
  const missing = ETT_COLUMNS.filter((name) => table.columns.get(name)?.kind !== 'number');
  if (missing.length > 0) {
    throw new DatasetError(
      table.name,
      `an ETT file has the columns of numbers ${ETT_COLUMNS.join(', ')}; here ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing. Give ETTh1, ETTh2, ETTm1 or ETTm2.`,
    );
  }
  const { period } = reportTimes(table.times ?? new Float64Array(0));
  const perHour = HOUR / period;
  if (perHour !== 1 && perHour !== 4) {
    throw new DatasetError(
      table.name,
      `rows of an ETT file are 60 or 15 minutes apart, here ${period / 60_000} minutes. Read the file with ettOptions().`,
    );
  }
  const train = PART_HOURS.train * perHour;
  const validation = train + PART_HOURS.validation * perHour;
  const test = validation + PART_HOURS.test * perHour;
  if (table.rows < test) {
    throw new DatasetError(
      table.name,
      `the parts of the benchmark take ${test} rows, here are ${table.rows}. Give the whole file.`,
    );
  }
  return {
    train: { start: 0, end: train },
    validation: { start: train, end: validation },
    test: { start: validation, end: test },
  };
}

/** Options of {@link ettWindows}. */
export interface EttWindowsOptions {
  /** Rows a window looks back. */
  readonly lookback: number;
  /** Rows that are forecast; 96, 192, 336 and 720 are those of the benchmark. Default 96. */
  readonly horizon?: number;
}

const ETT_WINDOWS_RULES: OptionRules<EttWindowsOptions> = {
  lookback: positiveInteger(),
  horizon: positiveInteger(96),
};

/** The windows of the benchmark, and what scales its values. */
export interface EttWindows {
  readonly train: Windows;
  readonly validation: Windows;
  readonly test: Windows;
  readonly scaler: Scaler;
}

/**
 * The windows of the public benchmark: all seven columns, standardised by the training part, forecast all seven for the rows after the
 * window. Every window of a part is there, none is left out for a full last batch. Windows of the validation and test parts look back into
 * the part before; what they forecast lies in their own.
 *
 * Shapes: windows `[lookback, 7]`, targets `[B, horizon, 7]`.
 *
 * @throws DatasetError as {@link ettSplit}; RangeError when no window fits into a part
 *
 * @example
 * const { train, test } = ettWindows(table, { lookback: 336, horizon: 96 });
 */
export function ettWindows(table: Table, options: EttWindowsOptions): EttWindows {
  const { lookback, horizon } = resolveOptions('ettWindows', options, ETT_WINDOWS_RULES);
  const split = ettSplit(table);
  const matrix = toMatrix(table, ETT_COLUMNS);
  const scaler = fitScaler(matrix, split.train, ETT_COLUMNS);
  const scaled = scaleSeries(matrix, scaler, split);
  const windows = ({ start, end }: TimeSplit[keyof TimeSplit]) =>
    forecastWindows(scaled, {
      lookback,
      horizon,
      anchor: 'last',
      target: ETT_COLUMNS,
      names: ETT_COLUMNS,
      within: { start: Math.max(0, start - lookback), end },
    });
  return {
    train: windows(split.train),
    validation: windows(split.validation),
    test: windows(split.test),
    scaler,
  };
}

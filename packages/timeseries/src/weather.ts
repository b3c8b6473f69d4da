import { DatasetError } from '@seqloom/archives';
import { boolean, type OptionRules, resolveOptions } from '@seqloom/options';
import type { ReadCsvOptions } from './csv/read-csv-options.ts';
import { numericNames, type Table } from './table.ts';
import type { Anchor } from './windows.ts';

/** The book's settings for the Jena weather: look back 10 days, forecast the temperature a day ahead. */
export interface WeatherTask {
  /** The column that is forecast. */
  readonly target: string;
  /** Rows a window looks back. */
  readonly lookback: number;
  /** Rows from one time step to the next. */
  readonly step: number;
  /** Rows from the row that `anchor` names to the target. */
  readonly delay: number;
  /** What `delay` and `step` count from; see {@link ForecastWindowsOptions}. */
  readonly anchor: Anchor;
}

/**
 * Section 6.3 of the book: rows are 10 minutes, so 1440 are 10 days, 6 an hour and 144 a day, counted from the row
 * after the window.
 */
export const JENA_TASK: WeatherTask = {
  target: 'T (degC)',
  lookback: 1440,
  step: 6,
  delay: 144,
  anchor: 'next',
};

/** The parts of section 6.3: rows 0 … 199999 train, 200001 … 300000 validate, the rest tests. */
export const JENA_SPLIT = {
  train: { start: 0, end: 200_000 },
  validation: { start: 200_001, end: 300_001 },
  test: { start: 300_001, end: 420_551 },
} as const;

/** Hourly values: look back three days, forecast the value a day after the last row. */
export const HOURLY_TASK: Omit<WeatherTask, 'target'> = { lookback: 72, step: 3, delay: 24, anchor: 'last' };

/** How {@link jenaOptions} treats the file. */
export interface JenaOptions {
  /** Whether −9999, which the station writes for "no value", becomes NaN. Default false: as in the file and the book. */
  readonly clean?: boolean;
}

const JENA_RULES: OptionRules<JenaOptions> = { clean: boolean(false) };

/**
 * How to read the station's files, the old ones and those of today: times as `01.01.2009 00:10:00`, names in
 * ISO-8859-1 (`SWDR (W/m²)`).
 */
export function jenaOptions(options: JenaOptions = {}): Omit<ReadCsvOptions, 'name'> {
  const { clean } = resolveOptions('jenaOptions', options, JENA_RULES);
  return {
    encoding: 'iso-8859-1',
    time: { column: 'Date Time', format: 'dd.MM.yyyy HH:mm:ss' },
    ...(clean && { sentinels: [-9999] }),
  };
}

/** A unit at the end of a column's name, in brackets: `T (degC)` → `°C`; empty when there is none. */
export function unitOf(name: string): string {
  const unit = /\(([^()]+)\)\s*$/.exec(name)?.[1] ?? '';
  return unit === 'degC' ? '°C' : unit;
}

/**
 * The index of a column among those of numbers.
 *
 * @throws DatasetError that lists the columns when there is none of this name.
 */
export function columnIndex(
  table: Table,
  name: string,
  names: readonly string[] = numericNames(table),
): number {
  const index = names.indexOf(name);
  if (index >= 0) return index;
  const known = names.map((each) => `"${each}"`).join(', ');
  throw new DatasetError(
    table.name,
    `${table.columns.get(name)?.kind === 'text' ? `column "${name}" holds texts, nothing` : `there is no column "${name}"`} to forecast. Columns of numbers: ${known || 'none'}.`,
  );
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { resolveDataset } from '@seqloom/datasets/node';
import {
  type ForecastWindowsOptions,
  fillForward,
  fitScaler,
  forecastWindows,
  HOURLY_TASK,
  JENA_SPLIT,
  JENA_TASK,
  jenaOptions,
  type Matrix,
  mae,
  numericNames,
  persistence,
  type ReadCsvOptions,
  type Scaler,
  scaleSeries,
  type Table,
  type TimeSplit,
  timeSplit,
  toMatrix,
  truthOf,
  type WeatherTask,
  type Windows,
} from '@seqloom/timeseries';
import { readCsvFile } from '@seqloom/timeseries/node';

/** A series in scaled columns, its parts, and the task that is learned on it. */
export interface Weather {
  readonly name: string;
  readonly unit: string;
  readonly table: Table;
  /** The columns of numbers. */
  readonly names: readonly string[];
  /** `[rows, D]`, scaled by the training rows. */
  readonly series: Matrix;
  readonly scaler: Scaler;
  readonly split: TimeSplit;
  readonly task: WeatherTask;
  /** The place of the column that is forecast. */
  readonly targetColumn: number;
  readonly training: { readonly epochs: number; readonly batchSize: number; readonly stepsPerEpoch?: number };
  /** The windows of a part. */
  windows(part: keyof TimeSplit, task?: Partial<ForecastWindowsOptions>): Windows;
}

/** Where a series is and what is forecast in it. */
interface WeatherSource extends Pick<Weather, 'name' | 'unit' | 'task' | 'training'> {
  readonly file: string;
  readonly reading: Omit<ReadCsvOptions, 'name'>;
  readonly split?: TimeSplit;
}

const BUNDLED = new URL('../../../weather/data/seattle-weather.csv', import.meta.url);

/** Hourly weather that is taken where the book's cannot be had. */
const BEIJING = 'beijing_PRSA_2010-2014.csv.gz';

/** Opens the bundled daily weather; or the book's station, and hourly weather of Beijing where that is not there. */
export async function openWeather(name: 'bundled' | 'hourly'): Promise<Weather> {
  return prepare(name === 'bundled' ? SEATTLE : await hourlySource());
}

const SEATTLE: WeatherSource = {
  name: 'seattle',
  unit: '°C',
  file: fileURLToPath(BUNDLED),
  reading: { time: 'auto' },
  task: { target: 'temp_max', lookback: 28, step: 1, delay: 3, anchor: 'last' },
  training: { epochs: 20, batchSize: 32 },
};

async function hourlySource(): Promise<WeatherSource> {
  const jena = await resolveDataset('jena', { offline: true }).catch(() => undefined);
  if (jena !== undefined) {
    return {
      name: 'jena',
      unit: '°C',
      file: jena,
      reading: jenaOptions(),
      task: JENA_TASK,
      split: JENA_SPLIT,
      training: { epochs: 20, batchSize: 128, stepsPerEpoch: 500 },
    };
  }
  const file = join(process.env.SEQLOOM_DATA ?? '', BEIJING);
  if (!existsSync(file)) {
    throw new RangeError(
      `weather: neither the book's file nor ${BEIJING} is in SEQLOOM_DATA. Run 'pnpm weather train --model persistence --data jena' once, which downloads the book's.`,
    );
  }
  return {
    name: 'beijing',
    unit: '°C',
    file,
    reading: { time: 'auto', columns: { No: 'skip', pm: 'skip' } },
    task: { target: 'TEMP', ...HOURLY_TASK },
    training: { epochs: 20, batchSize: 128 },
  };
}

/** Listings 6.28–6.29, 6.32 and 6.34: parses, divides by time, scales by the training rows, cuts windows. */
async function prepare({ file, reading, split: given, ...source }: WeatherSource): Promise<Weather> {
  const table = await readCsvFile(file, reading);
  const clock = ['year', 'month', 'day', 'hour'];
  const names = numericNames(table).filter((column) => !clock.includes(column));
  const { matrix } = fillForward(toMatrix(table, names), names);
  const split = given ?? timeSplit(table.rows);
  const scaler = fitScaler(matrix, split.train, names);
  const series = scaleSeries(matrix, scaler, split);
  const targetColumn = names.indexOf(source.task.target);
  return {
    ...source,
    table,
    names,
    series,
    scaler,
    split,
    targetColumn,
    windows: (part, task = {}) =>
      forecastWindows(series, { ...source.task, targetColumn, names, within: split[part], ...task }),
  };
}

/** The error of "the same as now" on a part, in standard deviations. */
export function naiveError(windows: Windows): number {
  return mae(persistence(windows), truthOf(windows));
}

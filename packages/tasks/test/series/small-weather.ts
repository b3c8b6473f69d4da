import { readCsv, type Table } from '@seqloom/timeseries';
import type { SeriesSource } from '../../src/series/series-source.ts';

const HOUR = 3_600_000;

/** What the made-up series looks like. */
export interface SmallWeather {
  readonly rows: number;
  /** Milliseconds between rows. Default an hour. */
  readonly period?: number;
  /** Rows that are left out. */
  readonly without?: (row: number) => boolean;
  /** The temperature of a row; NaN is written as a missing value. Default a day's wave on slower ones. */
  readonly temperature?: (row: number) => number;
}

/** CSV of two quantities at a distance of hours: a wave that a day repeats, and one that tells it in advance. */
export function smallCsv({
  rows,
  period = HOUR,
  without = () => false,
  temperature = wave,
}: SmallWeather): string {
  const lines = ['time,temp,pressure'];
  for (let row = 0; row < rows; row++) {
    if (without(row)) continue;
    const time = new Date(Date.UTC(2020, 0, 1) + row * period).toISOString().slice(0, 19);
    const value = temperature(row);
    lines.push(
      `${time}Z,${Number.isNaN(value) ? 'NA' : value.toFixed(4)},${(1000 + 5 * wave(row + 24)).toFixed(4)}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function wave(row: number): number {
  return 10 + 5 * Math.sin((2 * Math.PI * row) / 24) + 4 * Math.sin(row / 37) + 2 * Math.sin(row / 11);
}

/** A table from CSV text. */
export function tableOf(csv: string): Promise<Table> {
  return readCsv([new TextEncoder().encode(csv)], { name: 'small.csv', time: 'auto' });
}

export async function smallSource(options: SmallWeather): Promise<SeriesSource> {
  return { name: 'small', table: await tableOf(smallCsv(options)) };
}

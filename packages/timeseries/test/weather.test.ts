import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DatasetError } from '@seqloom/archives';
import { take } from '@seqloom/arrays';
import { zip } from '@seqloom/vitest/zip-archive';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { persistence } from '../src/baselines.ts';
import { readCsv } from '../src/csv/read-csv.ts';
import { forecastWindows } from '../src/forecast-windows.ts';
import { lookbackGenerator } from '../src/lookback-generator.ts';
import { fillForward } from '../src/missing.ts';
import { readCsvFile } from '../src/node/read-csv-file.ts';
import { fitScaler, scaleSeries } from '../src/scaler.ts';
import { mae, truthOf } from '../src/scores.ts';
import { syntheticWeather } from '../src/synthetic-weather.ts';
import { numbersOf, numericNames, toMatrix, whereText } from '../src/table.ts';
import { reportTimes, requireRising, stretches } from '../src/time-report.ts';
import { timeSplit } from '../src/time-split.ts';
import { columnIndex, HOURLY_TASK, JENA_SPLIT, JENA_TASK, jenaOptions, unitOf } from '../src/weather.ts';

const CSV =
  '"Date Time","T (degC)","wv (m/s)"\n01.01.2009 00:10:00,-8.02,1.03\n01.01.2009 00:20:00,-8.41,-9999.00\n';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seqloom-weather-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function stored(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('readCsvFile', () => {
  it('reads the same from a plain, a gzip and a zip file, no matter what they are called', async () => {
    const plain = await readCsvFile(await stored('a.csv', CSV), jenaOptions());
    expect([...numbersOf(plain, 'T (degC)')]).toEqual([Math.fround(-8.02), Math.fround(-8.41)]);
    for (const [name, bytes] of [
      ['b.csv', gzipSync(CSV)],
      ['c.csv', zip('x/jena.csv', CSV)],
      ['d.csv', zip('jena.CSV', CSV, { stored: true })],
    ] as const) {
      const path = await stored(name, bytes);
      expect({ ...(await readCsvFile(path, jenaOptions())), name: plain.name }).toEqual(plain);
    }
  });

  it('cleans the sentinel of the station on request', async () => {
    const path = await stored('e.csv', CSV);
    expect(numbersOf(await readCsvFile(path, jenaOptions()), 'wv (m/s)')[1]).toBe(-9999);
    expect(numbersOf(await readCsvFile(path, jenaOptions({ clean: true })), 'wv (m/s)')[1]).toBeNaN();
  });

  it('names a file that is missing, a folder, or truncated', async () => {
    await expect(readCsvFile(join(folder, 'none.csv'))).rejects.toThrow('none.csv: no such file');
    await expect(readCsvFile(folder)).rejects.toThrow('this is a folder');
    await expect(readCsvFile('/dev/null')).rejects.toThrow('/dev/null: this is a pipe or a device');
    const path = await stored('cut.csv.gz', gzipSync(CSV).subarray(0, 40));
    await expect(readCsvFile(path)).rejects.toThrow(/cut.csv.gz: unexpected end of file. Correct the file/);
    await expect(readCsvFile(await stored('zero.csv', ''))).rejects.toThrow('zero.csv: the file is empty');
  });
});

describe('syntheticWeather', () => {
  const text = (options: { rows: number; seed?: number }): string => [...syntheticWeather(options)].join('');

  it('has the form of the Jena file', async () => {
    const table = await readCsv([Buffer.from(text({ rows: 5000 }))], { name: 'synthetic', ...jenaOptions() });
    expect(table.rows).toBe(5000);
    expect(numericNames(table)).toHaveLength(14);
    expect(numericNames(table)[1]).toBe(JENA_TASK.target);
    expect(reportTimes(table.times!)).toMatchObject({ period: 600_000, gaps: [], duplicates: [] });
    expect(new Date(table.times![0]!).toISOString()).toBe('2009-01-01T00:10:00.000Z');
    expect(text({ rows: 1 })).toMatch(
      /^"Date Time","p \(mbar\)".*\n01\.01\.2009 00:10:00(,-?\d+\.\d\d){14}\n$/,
    );
  });

  it('is possible weather: humid at most 100 %, dew point below temperature', async () => {
    const table = await readCsv([Buffer.from(text({ rows: 20_000 }))], {
      name: 'synthetic',
      ...jenaOptions(),
    });
    const [t, dew, rh, p] = ['T (degC)', 'Tdew (degC)', 'rh (%)', 'p (mbar)'].map((name) =>
      numbersOf(table, name),
    );
    const impossible = Array.from({ length: table.rows }, (_, row) => row).filter((row) => {
      const humid = dew![row]! < t![row]! && rh![row]! > 0 && rh![row]! <= 100;
      return !(humid && p![row]! > 900 && p![row]! < 1080 && Math.abs(t![row]!) < 60);
    });
    expect(impossible).toEqual([]);
  });

  it('is the same for the same seed', () => {
    expect(text({ rows: 100, seed: 2 })).toBe(text({ rows: 100, seed: 2 }));
    expect(text({ rows: 100 })).toBe(text({ rows: 100, seed: 0 }));
    expect(text({ rows: 100, seed: 2 })).not.toBe(text({ rows: 100 }));
  });
});

describe('columns of weather', () => {
  it('carry their unit in brackets', () => {
    expect(unitOf('T (degC)')).toBe('°C');
    expect(unitOf('rho (g/m**3)')).toBe('g/m**3');
    expect(unitOf('TEMP')).toBe('');
  });

  it('are found by name, or listed', async () => {
    const table = await readCsv([Buffer.from(CSV)], { name: 'f.csv', ...jenaOptions() });
    expect(columnIndex(table, 'wv (m/s)')).toBe(1);
    expect(columnIndex(table, 'wv (m/s)', ['wv (m/s)'])).toBe(0);
    expect(() => columnIndex(table, 'T')).toThrow(
      'f.csv: there is no column "T" to forecast. Columns of numbers: "T (degC)", "wv (m/s)".',
    );
  });
});

const data = process.env.SEQLOOM_DATA;
describe(`real files (${data ? 'skipped where SEQLOOM_DATA has not the file' : 'skipped: SEQLOOM_DATA is not set'})`, () => {
  const file = (name: string): string => join(data ?? '', name);
  const itWith = (name: string) => it.skipIf(!data || !existsSync(file(name)));

  itWith('SYNTHETIC_jena_climate_format_420551.csv.gz')(
    'the full-size synthetic Jena file: every row, the one gap, the naive error of the book',
    async () => {
      const table = await readCsvFile(file('SYNTHETIC_jena_climate_format_420551.csv.gz'), jenaOptions());
      expect([table.rows, table.columns.size]).toEqual([420_551, 14]);
      expect(reportTimes(table.times!)).toMatchObject({
        period: 600_000,
        gaps: [{ missing: 217 }],
        duplicates: [],
      });
      expect(numbersOf(table, 'wv (m/s)').filter((value) => value === -9999)).toHaveLength(18);

      const series = toMatrix(table);
      const scaler = fitScaler(series, { start: 0, end: 200_000 });
      const { naive } = JSON.parse(
        readFileSync(join(import.meta.dirname, '../../../tooling/oracles/recorded/time_series.json'), 'utf8'),
      );
      // NumPy keeps the values in float64, we in float32: 7 digits
      for (const [i, mean] of scaler.mean.entries()) expect(mean).toBeCloseTo(naive.mean[i], 3);
      const scaled = scaleSeries(series, scaler, JENA_SPLIT);
      const options = { lookback: 1440, delay: 144, minIndex: 200_001, maxIndex: 300_000, step: 6 };
      let sum = 0;
      let batches = 0;
      for (const { inputs, targets } of take(lookbackGenerator(scaled, options), 769)) {
        const last = Float32Array.from(
          targets.data,
          (_, i) => (inputs as { data: Float32Array }).data[(i * 240 + 239) * 14 + 1]!,
        );
        sum += mae(last, targets.data);
        batches++;
      }
      expect(sum / batches).toBeCloseTo(0.27571, 5);
      expect(sum / batches).toBeCloseTo(naive.mae, 6);
      expect((sum / batches) * scaler.std[1]!).toBeCloseTo(2.4343, 4);
    },
  );

  itWith('jena_climate_2009_first4000x12.csv.gz')('the first 4,000 real Jena rows', async () => {
    const table = await readCsvFile(file('jena_climate_2009_first4000x12.csv.gz'), jenaOptions());
    expect(table.rows).toBe(4000);
    expect([...toMatrix(table, ['p (mbar)', 'T (degC)']).data.slice(0, 2)]).toEqual(
      [996.52, -8.02].map(Math.fround),
    );
  });

  itWith('jena_mpi_roof_2024-06-09_2024-10-20.csv.gz')(
    "the station's files of today: ISO-8859-1, 22 columns, 18 missing values",
    async () => {
      const table = await readCsvFile(
        file('jena_mpi_roof_2024-06-09_2024-10-20.csv.gz'),
        jenaOptions({ clean: true }),
      );
      expect([table.rows, table.columns.size]).toEqual([19_132, 21]);
      expect(numbersOf(table, 'max. PAR (µmol/m²/s)').filter(Number.isNaN)).toHaveLength(18);
      expect(reportTimes(table.times!).gaps).toEqual([]);
    },
  );

  itWith('beijing_PRSA_2010-2014.csv.gz')(
    'hourly Beijing: time from four columns, missing values, a forecast task',
    async () => {
      const table = await readCsvFile(file('beijing_PRSA_2010-2014.csv.gz'), { time: 'auto' });
      expect(table.rows).toBe(43_824);
      expect(numericNames(table)).toEqual(['No', 'pm', 'DEWP', 'TEMP', 'PRES', 'Iws', 'Is', 'Ir']);
      expect(reportTimes(table.times!)).toEqual({
        period: 3_600_000,
        rhythm: 'fixed',
        gaps: [],
        duplicates: [],
        backwards: [],
        irregular: [],
      });
      const { matrix, filled, start } = fillForward(toMatrix(table, ['TEMP', 'pm']));
      // 2,067 values are missing; the first day of them has nothing to be filled with
      expect([filled, start]).toEqual([[0, 2043], 24]);
      const { test } = timeSplit(table.rows);
      const windows = forecastWindows(matrix, { ...HOURLY_TASK, targetColumn: 0, within: test });
      expect(mae(persistence(windows), truthOf(windows))).toBeGreaterThan(1);
    },
  );

  itWith('nycflights13_weather.csv.gz')(
    'hourly New York: three stations in a file, of which one is a series with gaps',
    async () => {
      const table = await readCsvFile(file('nycflights13_weather.csv.gz'), { time: 'auto' });
      expect(table.rows).toBe(26_115);
      expect(() => requireRising(table.times!, table.name)).toThrow(DatasetError); // the second station begins again
      const jfk = whereText(table, 'origin', 'JFK');
      expect(jfk.rows).toBe(8706);
      requireRising(jfk.times!, jfk.name);
      const parts = stretches(jfk.times!);
      expect(parts.length).toBe(reportTimes(jfk.times!).gaps.length + 1);
      const { matrix } = fillForward(toMatrix(jfk, ['temp']));
      const windows = forecastWindows(matrix, { ...HOURLY_TASK, targetColumn: 0, series: parts });
      expect(windows.starts.length).toBeLessThan(8706 - 96);
    },
  );
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../src/csv/read-csv.ts';
import type { ReadCsvOptions } from '../../src/csv/read-csv-options.ts';
import { numbersOf } from '../../src/table.ts';

// Small files made by hand in the habits of spreadsheets, weather services, meters and other programs: the folder series.

const read = (file: string, options: Partial<ReadCsvOptions> = {}) =>
  readCsv([readFileSync(join(import.meta.dirname, 'series', file))], {
    name: file,
    time: 'auto',
    ...options,
  });
const NaN_ = Number.NaN;

const VALUES = [5, 5.1, 5.2, 5.3, 5.4, 5.5];
const ENERGY = [1234.5, 1235.5, 1236.5, 1237.5, 1238.5, 1239.5];
const hoursFrom = (begin: string) => VALUES.map((_, i) => Date.parse(`${begin}Z`) + i * 3_600_000);
const HOURS = hoursFrom('2021-01-01T21:00');
const DAYS = VALUES.map((_, i) => Date.UTC(2021, 0, 1 + i));
const MONTHS = VALUES.map((_, i) => Date.UTC(2021, i, 1));

interface Expected {
  readonly file: string;
  readonly options?: Partial<ReadCsvOptions>;
  readonly times?: readonly number[];
  readonly columns: Readonly<Record<string, readonly number[]>>;
  readonly notices?: readonly string[];
  readonly marks?: readonly string[];
}

const FILES: readonly Expected[] = [
  {
    file: 'excel-de.csv',
    options: { encoding: 'windows-1252' },
    columns: { 'Temperatur [°C]': VALUES, 'Verbrauch [Wh]': ENERGY },
  },
  {
    file: 'excel-fr.csv',
    times: hoursFrom('2021-01-13T21:00'),
    columns: { Température: VALUES, 'Énergie (Wh)': ENERGY },
  },
  { file: 'excel-us.csv', columns: { Temp: VALUES, 'Energy (Wh)': ENERGY } },
  { file: 'excel-ch.csv', columns: { Temperatur: VALUES, 'Verbrauch (Wh)': ENERGY } },
  { file: 'excel-unicode.txt', columns: { Temp: VALUES } },
  { file: 'utf16-no-mark.csv', columns: { temp: VALUES } },
  {
    file: 'dwd-air.txt',
    columns: { TT_TU: [5, 5.1, -999, 5.3, 5.4, 5.5], RF_TU: [90, 91, 92, 93, 94, 95] },
    marks: ['TT_TU: -999 × 1'],
  },
  {
    file: 'dwd-air.txt',
    options: { missing: [-999] },
    columns: { TT_TU: [5, 5.1, NaN_, 5.3, 5.4, 5.5] },
  },
  {
    file: 'noaa-isd-lite.txt',
    options: { names: ['year', 'month', 'day', 'hour', 'temp', 'dew', 'pressure', 'wind'] },
    columns: { temp: [50, 51, 52, 53, 54, 55], wind: [-9999, -9999, -9999, 250, 250, 250] },
    marks: ['wind: -9999 × 3'],
  },
  {
    file: 'noaa-gsod.csv',
    times: DAYS,
    columns: { TEMP: VALUES },
    marks: ['PRCP: 99.99 × 1', 'SNDP: 999.9 × 6'],
    notices: [
      'leading zeros are not kept in "STATION" (01001099999 is read as 1001099999); as texts they are',
    ],
  },
  {
    file: 'met-office.txt',
    times: MONTHS,
    columns: { tmax: VALUES, af: [NaN_, 1, 2, 3, 4, 5] },
    marks: ['af: --- × 1 (missing)'],
    notices: [
      'lines 1–3 before the names are not read',
      'line 5 (degC, degC, days, mm, …) has no values and is not read',
    ],
  },
  {
    file: 'meteoswiss.csv',
    columns: { tre200h0: VALUES, rre150h0: [NaN_, 0.1, 0.1, 0.1, 0.1, 0.1] },
    marks: ['rre150h0: - × 1 (missing)'],
  },
  {
    file: 'open-meteo.csv',
    columns: { 'temperature_2m (°C)': VALUES },
    notices: ['lines 1–2 before the names are not read'],
  },
  {
    file: 'nasa-power.csv',
    columns: { T2M: [5, 5.1, 5.2, -999, 5.4, 5.5] },
    marks: ['T2M: -999 × 1'],
    notices: ['lines 1–6 before the names are not read'],
  },
  {
    file: 'ndbc-buoy.txt',
    columns: { WTMP: VALUES },
    marks: ['GST: 99 × 1'],
    notices: ['line 2 (#yr, mo, dy, hr, …) has no values and is not read'],
  },
  {
    file: 'energy-meter-newest-first.csv',
    options: { time: { column: 'Start', zone: 'Europe/Berlin' } },
    times: hoursFrom('2023-10-28T23:00'), // 01:00 summer time; 02:00 comes twice
    columns: { kWh: [1.1, 1.2, 1.3, 1.4, 1.5, 1.6] },
    notices: [
      'the rows run from new to old and were reversed',
      '"End" looks like a time and is not used as one',
    ],
  },
  {
    file: 'entso-e.csv',
    columns: { 'Actual Total Load [MW] - Germany (DE)': [46000, 46001, 46002, 46003, 46004, 46005] },
  },
  {
    file: 'smart-meter-24.csv',
    columns: {
      'reading (Wh)': [123456789, 123457790, 123458791, 123459792, 123460793, 123461794], // no float32 has them
    },
    notices: ['leading zeros are not kept in "meter" (00044 is read as 44); as texts they are'],
  },
  { file: 'pandas-index.csv', columns: { load: VALUES, outside: [-2.5, NaN_, -2.5, -2.5, -2.5, -2.5] } },
  {
    file: 'r-write-table.txt',
    columns: { temp: [5, 5.1, NaN_, 5.3, 5.4, 5.5] },
    notices: [
      'the names in line 1 are one fewer than the fields of a row; the first column is taken for one without a name',
    ],
  },
  {
    file: 'campbell-toa5.dat',
    columns: { AirT_C_Avg: [5, 5.1, 5.2, 5.3, 5.4, NaN_], RECORD: [100, 101, 102, 103, 104, 105] },
    notices: [
      'line 1 before the names is not read',
      'line 3 (TS, RN, Deg C, Volts) has no values and is not read',
      'line 4 (, , Avg, Min) has no values and is not read',
    ],
  },
  { file: 'statistics-monthly.csv', times: MONTHS, columns: { sales: VALUES } },
  {
    file: 'logger-no-names.csv',
    options: { names: ['time', 'x'], time: { zone: 'Europe/Berlin', skippedHour: 'forward' } },
    // half past midnight to 03:00, when 02:00 did not exist: moved to 03:00, which is there as well
    times: [
      '2023-03-25T23:30',
      '2023-03-26T00:00',
      '2023-03-26T00:30',
      '2023-03-26T01:00',
      '2023-03-26T01:00',
    ].map((text) => Date.parse(`${text}Z`)),
    columns: { x: [1.5, 1.6, 1.7, 1.8, 1.9] },
  },
  {
    file: 'ambiguous-days.csv',
    options: { time: { format: 'dd/MM/yyyy' } },
    times: VALUES.map((_, i) => Date.UTC(2021, 1, 1 + i)),
    columns: { temp: VALUES },
  },
  {
    file: 'ambiguous-days.csv',
    options: { time: { format: 'MM/dd/yyyy' } },
    times: VALUES.map((_, i) => Date.UTC(2021, i, 2)),
    columns: { temp: VALUES },
  },
  {
    file: 'ambiguous-comma.csv',
    options: { decimal: ',' },
    times: DAYS,
    columns: { load: [1.25, 2.251, 3.252, 4.253, 5.254, 6.255] },
  },
  {
    file: 'ambiguous-comma.csv',
    options: { thousands: ',' },
    times: DAYS,
    columns: { load: [1250, 2251, 3252, 4253, 5254, 6255] },
  },
];

describe('a series file of another house', () => {
  it.each(
    FILES.map((expected) => [expected.file, JSON.stringify(expected.options ?? {}), expected] as const),
  )('is read: %s, options %s', async (file, _, { options, times = HOURS, columns, notices = [], marks }) => {
    const table = await read(file, options);
    const utc = (values: Iterable<number>) => Array.from(values, (time) => new Date(time).toISOString());
    expect(utc(table.times!)).toEqual(utc(times));
    for (const [name, values] of Object.entries(columns)) {
      const found = numbersOf(table, name);
      const stored = found instanceof Float32Array ? Float32Array.from(values) : Float64Array.from(values);
      expect([name, found]).toEqual([name, stored]);
    }
    expect(table.notices).toEqual(notices);
    const texts = table.marks!.map(
      ({ column, value, count, missing }) => `${column}: ${value} × ${count}${missing ? ' (missing)' : ''}`,
    );
    if (marks) expect(texts).toEqual(marks);
  });

  it.each([
    ['excel-de.csv', 'line 1 is not utf-8. Give the option encoding, for example "iso-8859-1".'],
    [
      'noaa-isd-lite.txt',
      'line 1 has values where the names of the columns should be. Give the names with the option names.',
    ],
    [
      'ambiguous-days.csv',
      'the times in column "date" may be MM/dd/yyyy or dd/MM/yyyy. Name the one that is meant, for instance time: { format: "MM/dd/yyyy HH:mm" }',
    ],
    [
      'ambiguous-comma.csv',
      'line 2: "1,250" in column "load" may be 1.250 or 1250. Say which with decimal: "," or with thousands: ",".',
    ],
  ])('is refused with an advice that the test above follows: %s', async (file, message) => {
    await expect(read(file)).rejects.toThrow(`${file}: ${message}`);
  });

  it('is refused where local times do not exist, with the ways out', async () => {
    const names = ['time', 'x'];
    await expect(read('logger-no-names.csv', { names, time: { zone: 'Europe/Berlin' } })).rejects.toThrow(
      'line 4: "2023-03-26 02:00": 2023-03-26 02:00 does not exist in Europe/Berlin: clocks go forward. Say what is meant with time: { repeatedHour, skippedHour }, or leave such rows out with badRows: "skip".',
    );
    const skipped = await read('logger-no-names.csv', {
      names,
      time: { zone: 'Europe/Berlin' },
      badRows: 'skip',
    });
    expect(skipped.rows).toBe(4);
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFormatted } from '../../src/csv/number-format.ts';
import { readCsv } from '../../src/csv/read-csv.ts';
import type { ReadCsvOptions } from '../../src/csv/read-csv-options.ts';
import { readCsvFile } from '../../src/node/read-csv-file.ts';
import { numbersOf } from '../../src/table.ts';

const encoder = new TextEncoder();
const read = (text: string, options: Partial<ReadCsvOptions> = {}) =>
  readCsv([encoder.encode(text)], { name: 'x.csv', time: 'auto', ...options });
const minutes = (times: Iterable<number>) =>
  Array.from(times, (time) => new Date(time).toISOString().slice(0, 16));

describe('numbers as they are written elsewhere', () => {
  it.each([
    ['1.234,5', { decimal: ',', thousands: '.' }, 1234.5],
    ['-1 234 567,25', { decimal: ',', thousands: ' ' }, -1234567.25],
    ['1\u202f234', { decimal: ',', thousands: ' ' }, 1234],
    ["1'234.5", { decimal: '.', thousands: "'" }, 1234.5],
    ['\u22125,5', { decimal: ',' }, -5.5],
    ['12,34,567', { decimal: '.', thousands: ',' }, Number.NaN],
    ['1234,567', { decimal: '.', thousands: ',' }, Number.NaN],
    ['1.5', { decimal: ',' }, 1.5],
    ['abc', { decimal: '.' }, Number.NaN],
  ] as const)('%s with %j', (text, format, expected) => {
    if (text === '1.5') expect(parseFormatted(text, { decimal: '.' })).toBe(expected);
    else expect(parseFormatted(text, format)).toBe(expected);
  });

  it('are seen for the whole file: other cells tell what 2,249 is', async () => {
    const comma = await read('date;load;out\n2023-01-01;2,249;-2,7\n2023-01-02;2,224;-3,3\n');
    expect(comma.dialect).toMatchObject({ decimal: ',' });
    expect([...numbersOf(comma, 'load')]).toEqual([2.249, 2.224].map(Math.fround));
    const point = await read('date;load;out\n2023-01-01;2,249;-2.7\n2023-01-02;2,224;-3.3\n');
    expect(point.dialect).toMatchObject({ decimal: '.', thousands: ',' });
    expect([...numbersOf(point, 'load')]).toEqual([2249, 2224]);
  });

  it('are not looked for in columns of texts', async () => {
    const text = 'date;note;load\n2021-01-01;2,249;1.5\n2021-01-02;about 3;2\n2021-01-03;none at all;3\n';
    const { dialect, columns } = await read(text);
    expect(dialect).toMatchObject({ decimal: '.' });
    expect(columns.get('note')).toMatchObject({ categories: ['2,249', 'about 3', 'none at all'] });
    const words = await read('date;note\n2021-01-01;2,249\n2021-01-02;about 3\n2021-01-03;none at all\n');
    expect(words.columns.get('note')!.kind).toBe('text');
  });

  it('of another decimal mark below the first rows are refused with the option', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `${i};1`).join('\n');
    await expect(read(`n;x\n${rows}\n1;5,5\n`, { time: undefined as never })).rejects.toThrow(
      'line 20002: "5,5" in column "x" is not a number. Give the options decimal and thousands.',
    );
  });

  it('in one column below a name need no delimiter', async () => {
    const { columns } = await readCsv([encoder.encode('Last\n5,0\n6,1\n7,25\n')], { name: 'x' });
    expect(columns.get('Last')).toEqual({ kind: 'number', values: Float32Array.of(5, 6.1, 7.25) });
  });
});

describe('rows', () => {
  it('from new to old are reversed with everything that belongs to them', async () => {
    const table = await read('date,x,s\n2021-01-03,3,c\n2021-01-02,2,b\n2021-01-01,1,a\n');
    expect(minutes(table.times!)[0]).toBe('2021-01-01T00:00');
    expect([...numbersOf(table, 'x')]).toEqual([1, 2, 3]);
    expect([...table.lines!]).toEqual([4, 3, 2]);
    expect(table.columns.get('s')).toEqual({
      kind: 'text',
      categories: ['c', 'b', 'a'],
      codes: Int32Array.of(2, 1, 0),
    });
    expect(table.notices).toEqual(['the rows run from new to old and were reversed']);
  });

  it('may begin anywhere that is told', async () => {
    const text = 'about,this\nfile,x\ndate,T\n2021-01-01,5\n2021-01-02,6\n';
    const table = await read(text, { headerLine: 3 });
    expect([...numbersOf(table, 'T')]).toEqual([5, 6]);
    expect(table.notices).toEqual(['lines 1–2 before the names are not read']);
  });

  it('may be commented out between others', async () => {
    const table = await read('date,T\n2021-01-01,5\n# moved\n2021-01-02,6\n');
    expect(table.notices).toEqual(['1 remarks (#) between the rows are not read']);
  });

  it('that are longer than the names are errors, also at their beginning', async () => {
    await expect(read('time,temp\n2021-01-01,5,ok\n2021-01-02,6,ok\n')).rejects.toThrow(
      'line 2: 3 fields, expected 2',
    );
  });

  it('of text say why a column of numbers became one of texts', async () => {
    const rows = ['A12', '44', '73', '12', '9'].map((id, i) => `2021-01-0${i + 1},${id}`).join('\n');
    expect((await read(`date,id\n${rows}\n`)).notices).toEqual([
      'column "id" holds texts, because "A12" is no number',
    ]);
  });
});

describe('the habits of programs', () => {
  const ROWS = ['2021-01-01 23:00', '2021-01-02 00:00', '2021-01-02 01:00'];
  const expectRows = async (text: string, notices: readonly string[] = []) => {
    const table = await read(text);
    expect(minutes(table.times!)).toEqual(ROWS.map((time) => time.replace(' ', 'T')));
    expect([...numbersOf(table, 'temp')]).toEqual([5, 6, 7]);
    expect(table.notices).toEqual(notices);
  };
  const rows = (write: (time: string, value: number) => string) =>
    ROWS.map((time, i) => write(time, 5 + i)).join('\n');

  it.each([
    ["Excel's first line", `sep=;\ntime;temp\n${rows((time, x) => `${time};${x}`)}`, []],
    [
      "R's midnight",
      `"","time","temp"\n${rows((time, x) => `"${x}",${time.replace(' 00:00', '')},${x}`)}`,
      [],
    ],
    ['lines that end with CR', `time,temp\r${rows((time, x) => `${time},${x}`).replaceAll('\n', '\r')}`, []],
    [
      'remarks as wide as the rows',
      `Station,44\nHeight,12 m\nDate,temp\n${rows((time, x) => `${time},${x}`)}`,
      ['lines 1–2 before the names are not read'],
    ],
    [
      'units without one for the time',
      `time,temp,rh\n,degC,%\n${rows((time, x) => `${time},${x},50`)}`,
      ['line 2 (, degC, %) has no values and is not read'],
    ],
    ['delimiters after rows only', `time;temp\n${rows((time, x) => `${time};${x};`)}`, []],
    [
      'AM and PM without a space',
      `time,temp\n2021-01-01 11:00PM,5\n2021-01-02 12:00AM,6\n2021-01-02 1:00am,7`,
      [],
    ],
    ['a zone in brackets', `time,temp\n${rows((time, x) => `${time} (GMT),${x}`)}`, []],
    ['seconds since 1970', 'timestamp,temp\n1609542000,5\n1609545600,6\n1609549200,7', []],
    ['basic ISO 8601', 'time,temp\n20210101T230000Z,5\n20210102T000000Z,6\n20210102T010000Z,7', []],
  ] as const)('%s', async (_, text, notices) => {
    await expectRows(text, notices);
  });

  it('remarks that are filled up with delimiters are not the names, no matter what words they hold', async () => {
    const remarks = 'Meter;44;;;\nZeitraum;01.01.2021 - 02.01.2021;;;\n';
    const body = rows((time, x) => `${time.replace(' ', ';')};${x};W;`);
    await expectRows(`${remarks}Datum;Uhrzeit;temp;Status;\n${body}\n`, [
      'lines 1–2 before the names are not read',
    ]);
  });

  it('a decimal comma between commas does not move the names', async () => {
    const text = 'datum,uhrzeit,temp\n03.05.2023,00:00,12,5\n03.05.2023,01:00,13,1\n';
    await expect(read(text)).rejects.toThrow('line 2: 4 fields, expected 3.');
  });

  it('a first row that cannot be read is no line of units', async () => {
    await expect(read('time,temp\nsoon,4\n2021-01-01,5\n2021-01-02,6\n')).rejects.toThrow(
      'line 2: "soon" is not a time as yyyy-MM-dd.',
    );
  });

  it('numbers with their unit are texts, and the table says so', async () => {
    const { notices } = await read('time,temp\n2021-01-01,5.0 °C\n2021-01-02,5.1 °C\n');
    expect(notices).toEqual([
      'column "temp" holds texts such as "5.0 °C": numbers must stand alone, without a unit',
    ]);
  });
});

describe('UTF-16', () => {
  it('is read regardless of the borders of the chunks, with and without a mark', async () => {
    const text = 'time,tä\n2021-01-01 21:00,5.0\n2021-01-01 22:00,5.1\n';
    for (const [encoding, mark] of [
      ['utf-16le', true],
      ['utf-16le', false],
      ['utf-16be', true],
      ['utf-16be', false],
    ] as const) {
      const little = Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le');
      const bytes = new Uint8Array(encoding === 'utf-16le' ? little : little.swap16());
      const whole = await readCsv([bytes], { name: 'x', time: 'auto' });
      expect(whole.dialect!.encoding).toBe(encoding);
      expect([...numbersOf(whole, 'tä')]).toEqual([5, Math.fround(5.1)]);
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: bytes.length - 1 }), async (place) => {
          const chunks = [bytes.subarray(0, place), bytes.subarray(place)];
          expect(await readCsv(chunks, { name: 'x', time: 'auto' })).toEqual(whole);
        }),
        { numRuns: 30 },
      );
    }
  });
});

describe('the size of a file', () => {
  it('is limited in all, with an option to raise the limit', async () => {
    const text = `n\n${'1\n'.repeat(1000)}`;
    await expect(read(text, { time: undefined as never, maxBytes: 100 })).rejects.toThrow(
      'x.csv: the file unpacks to more than 100 bytes. If it is meant to be that large, raise maxBytes.',
    );
    const folder = await mkdtemp(join(tmpdir(), 'seqloom-bomb-'));
    try {
      const path = join(folder, 'bomb.csv.gz');
      await writeFile(path, gzipSync(`a,b\n${'1,2\n'.repeat(10_000_000)}`));
      await expect(readCsvFile(path)).rejects.toThrow(
        `${path}: the file unpacks to more than 33554432 bytes. If it is meant to be that large, raise maxBytes.`,
      );
      await writeFile(path, gzipSync(text));
      expect((await readCsvFile(path)).rows).toBe(1000);
      await expect(readCsvFile(path, { maxBytes: 100 })).rejects.toThrow('more than 100 bytes');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('costs time and memory in proportion also in 150,000 columns', async () => {
    const names = Array.from({ length: 150_000 }, (_, i) => `c${i}`);
    const bytes = encoder.encode(`${names.join(',')}\n${names.map(() => '1').join(',')}\n`);
    const begin = performance.now();
    const table = await readCsv([bytes], { name: 'wide.csv' });
    // measured 0.5 s; it was not done after 20 s when names were searched one by one
    expect(performance.now() - begin).toBeLessThan(10_000);
    expect(table.columns.size).toBe(150_000);
    await expect(readCsv([bytes], { name: 'wide.csv', time: 'auto' })).rejects.toThrow(/and 149980 more\./);
  });
});

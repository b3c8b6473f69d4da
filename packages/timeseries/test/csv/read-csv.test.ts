import { DatasetError } from '@seqloom/archives';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNumber } from '../../src/csv/parse-number.ts';
import { readCsv } from '../../src/csv/read-csv.ts';
import type { ReadCsvOptions } from '../../src/csv/read-csv-options.ts';
import { numbersOf, numericNames, toMatrix, whereText } from '../../src/table.ts';
import { requireRising } from '../../src/time-report.ts';

const encoder = new TextEncoder();
const read = (text: string | Uint8Array, options: Partial<ReadCsvOptions> = {}) =>
  readCsv([typeof text === 'string' ? encoder.encode(text) : text], { name: 'test.csv', ...options });
const numbers = async (text: string, name: string, options: Partial<ReadCsvOptions> = {}) => [
  ...numbersOf(await read(text, options), name),
];

/** Cuts bytes at the given places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const borders = [
    0,
    ...places.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b),
    bytes.length,
  ];
  return borders.slice(1).map((border, i) => bytes.subarray(borders[i], border));
}

describe('parseNumber', () => {
  const parse = (text: string): number => {
    const bytes = encoder.encode(`x${text}y`);
    return parseNumber(bytes, 1, bytes.length - 1);
  };

  it('gives the bits that Number gives', () => {
    const decimal = fc
      .tuple(fc.constantFrom('', '-', '+'), fc.stringMatching(/^\d{0,12}$/), fc.stringMatching(/^\d{0,12}$/))
      .map(([sign, whole, part]) => `${sign}${whole}.${part}`)
      .filter((text) => /\d/.test(text));
    fc.assert(
      fc.property(
        fc.oneof(decimal, fc.double({ noNaN: true, noDefaultInfinity: true }).map(String)),
        (text) => {
          expect(parse(text)).toBe(Number(text));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('keeps the sign of zero, allows spaces, exponents and long numbers', () => {
    expect(parse('-0.00')).toBe(-0);
    expect(parse('  12.5 ')).toBe(12.5);
    expect(parse('10.357019999999999')).toBe(10.357019999999999);
    expect(parse('1e-3')).toBe(0.001);
    expect(parse(`0.${'0'.repeat(20)}1`)).toBe(1e-21);
  });

  it.each([
    '',
    ' ',
    '.',
    '-',
    'NA',
    '1,5',
    '1.2.3',
    '0x10',
    '1 2',
    '--1',
    'Infinity',
    '1e',
    `${'1'.repeat(70)}`,
  ])('refuses %j', (text) => {
    expect(parse(text)).toBeNaN();
  });
});

describe('readCsv', () => {
  it('makes columns of numbers and texts, by their first value', async () => {
    const table = await read('"p (mbar)",dir,T\n996.5,NW,-8.02\n,SE,NA\n996.57,NW,3\n');
    expect(table.rows).toBe(3);
    expect([...numbersOf(table, 'p (mbar)')]).toEqual([996.5, Number.NaN, Math.fround(996.57)]);
    expect([...numbersOf(table, 'T')]).toEqual([Math.fround(-8.02), Number.NaN, 3]);
    expect(table.columns.get('dir')).toEqual({
      kind: 'text',
      categories: ['NW', 'SE'],
      codes: Int32Array.of(0, 1, 0),
    });
    expect(table.times).toBeUndefined();
  });

  it('settles on texts also when the first rows have no value', async () => {
    const table = await read('a\nNA\n\nnull\nx\n7\n');
    expect(table.columns.get('a')).toEqual({
      kind: 'text',
      categories: ['', 'x', '7'],
      codes: Int32Array.of(0, 0, 1, 2),
    });
  });

  it('keeps columns as asked', async () => {
    const columns = { a: 'float64', b: 'text', c: 'skip' } as const;
    const table = await read('a,b,c\n0.1,1,x\n', { columns });
    expect(numbersOf(table, 'a')).toEqual(Float64Array.of(0.1));
    expect(table.columns.get('b')).toMatchObject({ categories: ['1'] });
    expect([...table.columns.keys()]).toEqual(['a', 'b']);
  });

  it('gives the same regardless of the borders of the chunks, also inside a character or a quote', async () => {
    const text = '\ufeffDatum,"Wert ""x"" (µm)",Ort\r\n2020-01-01,"1.5","Köln, ""alt"""\r\n2020-01-02,2,\r\n';
    const bytes = encoder.encode(text);
    const options = { name: 'test.csv', time: { column: 'Datum' } };
    const whole = await readCsv([bytes], options);
    expect([...numbersOf(whole, 'Wert "x" (µm)')]).toEqual([1.5, 2]);
    expect(whole.columns.get('Ort')).toMatchObject({ categories: ['Köln, "alt"', ''] });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { maxLength: 10 }), async (places) => {
        expect(await readCsv(cut(bytes, places), options)).toEqual(whole);
      }),
      { numRuns: 100 },
    );
  });

  it('reads web streams and asynchronous sources', async () => {
    const bytes = encoder.encode('a\n1\n2\n');
    const stream = new Blob([bytes]).stream();
    expect((await readCsv(stream, { name: 'blob' })).rows).toBe(2);
    async function* later() {
      yield bytes;
    }
    expect((await readCsv(later(), { name: 'later' })).rows).toBe(2);
  });

  it('reads one-byte encodings on request and names the line that is not UTF-8', async () => {
    const latin = Uint8Array.from('W/m²\n5\n', (character) => character.charCodeAt(0));
    expect(numericNames(await read(latin, { encoding: 'iso-8859-1' }))).toEqual(['W/m²']);
    const program = Uint8Array.from({ length: 4000 }, (_, i) => (i * 89) & 127);
    await expect(read(program)).rejects.toThrow(
      'test.csv: its first line has control characters, so this is not a',
    );
    await expect(read(latin)).rejects.toThrow('test.csv: line 1 is not utf-8. Give the option encoding');
  });

  it('cleans sentinels and missing values on request', async () => {
    expect(await numbers('wv\n-9999.00\n2\n-9999\n', 'wv')).toEqual([-9999, 2, -9999]);
    expect(await numbers('wv\n-9999.00\n2\n-9999\n', 'wv', { sentinels: [-9999] })).toEqual([
      Number.NaN,
      2,
      Number.NaN,
    ]);
    expect(await numbers('wv\n-\n2\n', 'wv', { missing: ['-'] })).toEqual([Number.NaN, 2]);
  });

  it('takes names and another delimiter', async () => {
    const table = await read('1;2\n3;4\n', { delimiter: ';', names: ['a', 'b'] });
    expect([...numbersOf(table, 'b')]).toEqual([2, 4]);
  });

  it('stops at a row that cannot be read and names line, value and column', async () => {
    const text = 'a,b\n1,2\n3,x\n';
    await expect(read(text)).rejects.toThrow(
      'test.csv: line 3: "x" in column "b" is not a number. Correct the line, say that it means "no value" with the option missing, or leave such rows out with badRows: "skip".',
    );
    await expect(read('a,b\n1,2,3\n')).rejects.toThrow('line 2: 3 fields, expected 2');
    await expect(read('a,b\n"1"x,2\n')).rejects.toThrow('line 2: text after the closing quote of field 1');
    await expect(read('a,b\n1,"2\n')).rejects.toThrow('test.csv: line 2: a quote is not closed');
  });

  it('skips such rows on request, and says which', async () => {
    const table = await read('a,b\n1,2\n3,x\n5\n7,8\n', { badRows: 'skip' });
    expect([...numbersOf(table, 'a')]).toEqual([1, 7]);
    expect(table.skippedRows).toBe(2);
    expect(table.skipped).toEqual([
      { line: 3, reason: '"x" in column "b" is not a number' },
      { line: 4, reason: '1 fields, expected 2' },
    ]);
    const many = await read(`a\n1\n${'x\n'.repeat(150)}`, { badRows: 'skip' });
    expect([many.skippedRows, many.skipped.length]).toEqual([150, 100]);
  });

  it('refuses a file without a row, names given twice and options about columns that are not there', async () => {
    await expect(read('')).rejects.toThrow('test.csv: the file is empty');
    await expect(read('a,b\n')).rejects.toThrow('no row can be read');
    await expect(read('a\nx\n', { badRows: 'skip', columns: { a: 'float32' } })).rejects.toThrow(
      'no row can be read (line 2: "x" in column "a" is not a number)',
    );
    await expect(read('a,a\n1,2\n')).rejects.toThrow('two columns are called "a"');
    await expect(read('a,b\n1,2\n', { columns: { c: 'text' } })).rejects.toThrow(
      'there is no column "c". Columns: "a", "b".',
    );
    await expect(read('a\n1\n', { time: { column: 'when' } })).rejects.toThrow('there is no column "when"');
  });

  it('refuses options that do not exist, and words that no option knows', async () => {
    const wrong = (options: object) => read('a\n1\n', options);
    await expect(wrong({ sentinel: -9999 })).rejects.toThrow('readCsv: has no setting "sentinel".');
    await expect(wrong({ badRows: 'Skip' })).rejects.toThrow(
      'readCsv: badRows must be one of stop, skip, got "Skip".',
    );
    await expect(wrong({ columns: { a: 'int' } })).rejects.toThrow('columns["a"] must be one of float32, ');
    await expect(wrong({ time: { name: 'a' } })).rejects.toThrow('readCsv: time: has no setting "name".');
    await expect(wrong({ time: 'a' })).rejects.toThrow('time must be "auto" or an object, got "a"');
    for (const delimiter of [';;', '"', '\n', '', 'é', '1'])
      await expect(wrong({ delimiter })).rejects.toThrow('delimiter must be one ASCII character');
    await expect(wrong({ encoding: 'utf-99' })).rejects.toThrow(RangeError);
    await expect(wrong({ decimal: ';' })).rejects.toThrow('decimal must be one of ., ,, got ";"');
    await expect(wrong({ decimal: ',', thousands: ',' })).rejects.toThrow(
      'thousands and decimal must differ, got "," for both.',
    );
    await expect(wrong({ missing: -999 })).rejects.toThrow(
      'missing must be a list of texts, numbers and { column, value }, got -999.',
    );
    await expect(wrong({ maxBytes: 0 })).rejects.toThrow('maxBytes must be a positive number, got 0.');
    await expect(wrong({ headerLine: 0 })).rejects.toThrow('headerLine must be a positive integer, got 0.');
    await expect(wrong({ time: { zone: 'Berlin' } })).rejects.toThrow(
      'readCsv: time: zone must be a name such as "Europe/Berlin", "UTC" or an offset such as "+01:00", got "Berlin".',
    );
    await expect(wrong({ time: { skippedHour: 'later' } })).rejects.toThrow(
      'skippedHour must be one of stop,',
    );
  });

  it('refuses numbers that its columns cannot hold', async () => {
    await expect(read('a\n1e39\n')).rejects.toThrow('line 2: "1e39" in column "a" is too large for float32.');
    expect(await numbers('a\n1e39\n', 'a', { columns: { a: 'float64' } })).toEqual([1e39]);
    await expect(read('a\n1e400\n', { columns: { a: 'float64' } })).rejects.toThrow(
      'is too large for float64',
    );
  });

  it('sees the delimiter that cuts most lines evenly', async () => {
    for (const delimiter of [';', '\t', '|', ',']) {
      const table = await read(`date${delimiter}T\n2020-01-01${delimiter}1\n`, { time: 'auto' });
      expect(table.dialect).toMatchObject({ delimiter, timeFormat: 'yyyy-MM-dd' });
    }
    expect((await read('date, note; x\n2020-01-01, a; b\n')).dialect!.delimiter).toBe(';');
  });

  it('takes columns called like parts of an object', async () => {
    const table = await read('__proto__,constructor\n1,2\n');
    expect([...numbersOf(table, '__proto__')]).toEqual([1]);
    expect(({} as Record<string, unknown>)['0']).toBeUndefined();
  });

  it('ends in a table or in its own error on damaged files', async () => {
    const good = encoder.encode('t,"x ""y""",z\n2020-01-01,1.5,a\n2020-01-02,2,"b\nc"\n');
    await fc.assert(
      fc.asyncProperty(
        fc.nat(good.length),
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 4 }),
        async (length, flips) => {
          const bytes = good.slice(0, length);
          for (const [place, value] of flips) if (place < length) bytes[place] = value;
          const result = await readCsv([bytes], { name: 'f', time: { column: 't' } }).catch(
            (error: unknown) => error,
          );
          if (result instanceof Error) expect(result).toBeInstanceOf(DatasetError);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('times of rows', () => {
  const at = (text: string): number => Date.parse(`${text}Z`);

  it.each([
    ['2014-03-01 05:06:07', '2014-03-01T05:06:07'],
    ['2014-03-01T05:06:07Z', '2014-03-01T05:06:07'],
    ['2014-03-01 05:06', '2014-03-01T05:06'],
    ['2014-03-01', '2014-03-01T00:00'],
    ['01.03.2014 05:06:07', '2014-03-01T05:06:07'],
    ['01.03.2014', '2014-03-01T00:00'],
    ['2014/03/01 05:06', '2014-03-01T05:06'],
    ['2014-03-01T05:06:07.089Z', '2014-03-01T05:06:07.089'], // toISOString
    ['2014-03-01T05:06:07.5', '2014-03-01T05:06:07.500'],
    ['2014-03-01 05:06:07.123456', '2014-03-01T05:06:07.123'], // pandas
    ['2014-03-01T05:06:07+00:00', '2014-03-01T05:06:07'],
    ['2014-03-01 00:06:07+01:30', '2014-02-28T22:36:07'],
    ['2014-02-28 23:06:07.250-0500', '2014-03-01T04:06:07.250'],
    ['2014-03-01 05:06:07 +02', '2014-03-01T03:06:07'],
    ['2014-03-01T05:06Z', '2014-03-01T05:06'],
  ])('reads %s', async (text, iso) => {
    const { times, columns } = await read(`when,x\n${text},1\n`, { time: { column: 'when' } });
    expect([...times!]).toEqual([at(iso)]);
    expect([...columns.keys()]).toEqual(['x']); // the time is no quantity
  });

  it('reads a format that is given', async () => {
    const options = { time: { column: 'd', format: 'MM/dd/yyyy HH' } };
    expect([...(await read('d\n12/31/1999 23\n', options)).times!]).toEqual([at('1999-12-31T23:00')]);
    const named = { time: { format: 'MM/dd/yyyy' } };
    expect([...(await read('x,date\n1,12/31/1999\n', named)).times!]).toEqual([at('1999-12-31T00:00')]);
    for (const format of ['HH:mm', 'YYYY-MM-DD']) {
      await expect(read('d\n1\n', { time: { column: 'd', format } })).rejects.toThrow(
        new RangeError(
          `time format "${format}": yyyy is missing. Write it with yyyy, MM, dd, HH, mm and ss as in "dd.MM.yyyy HH:mm:ss", with hh and a for AM and PM, or give "unix" for seconds since 1970, "unix-ms" for milliseconds.`,
        ),
      );
    }
  });

  it('reads seconds and milliseconds since 1970', async () => {
    const seconds = await read('t\n1393650367\n1393650367.5\n', { time: { column: 't', format: 'unix' } });
    expect([...seconds.times!]).toEqual([at('2014-03-01T05:06:07'), at('2014-03-01T05:06:07.500')]);
    const unixMs = { time: { column: 't', format: 'unix-ms' } };
    expect([...(await read('t\n1393650367089\n', unixMs)).times!]).toEqual([at('2014-03-01T05:06:07.089')]);
    await expect(read('t\n1e20\n', unixMs)).rejects.toThrow('"1e20" is not a time as unix-ms');
  });

  it('says which formats are known and how to name another', async () => {
    const unusual = read('when,x\n13h 2020-01-13,1\n', { time: { column: 'when' } });
    await expect(unusual).rejects.toThrow(
      'line 2: "13h 2020-01-13" is a time in none of the known formats (yyyy-MM-dd, dd.MM.yyyy, ',
    );
    await expect(unusual).rejects.toThrow(
      'Name its own, for instance time: { format: "MM/dd/yyyy HH:mm" }, "unix" or "unix-ms".',
    );
    await expect(unusual).rejects.toMatchObject({ file: 'test.csv', wayOut: { option: 'format' } });
  });

  it('puts year, month, day and hour together', async () => {
    const time = { year: 'y', month: 'm', day: 'd', hour: 'h' };
    const { times, columns } = await read('y,m,d,h,T\n2010,1,2,3,5\n', { time });
    expect([...times!]).toEqual([at('2010-01-02T03:00')]);
    expect([...columns.keys()]).toEqual(['T']);
    const daily = await read('y,m,d,T\n2010,1,2,5\n', { time: { year: 'y', month: 'm', day: 'd' } });
    expect([...daily.times!]).toEqual([at('2010-01-02T00:00')]);
  });

  it('finds them by their usual names', async () => {
    expect((await read('Date Time,x\n2010-01-01,1\n', { time: 'auto' })).times).toHaveLength(1);
    expect((await read('Year,Month,Day,Hour,x\n2010,1,1,5,1\n', { time: 'auto' })).times![0]).toBe(
      at('2010-01-01T05:00'),
    );
    await expect(read('a,b\n1,2\n', { time: 'auto' })).rejects.toThrow(
      'no column looks like a time; columns: "a", "b"',
    );
  });

  it.each([
    '30.02.2014 00:00:00',
    '01.13.2014 00:00:00',
    '01.01.2014 24:00:01',
    '01.01.2014 25:00:00',
    '29.02.1900 00:00:00',
    '01.01.2014 00:00:00.',
    '01.01.2014 00:00:00.5x',
    '01.01.2014 00:00:00+1',
    '01.01.2014 00:00:00+25:00',
    '01.01.2014 00:00:00+01:0',
    '01.01.2014 00:00:00ZZ',
    'x',
    '',
  ])('refuses %j with its line', async (text) => {
    const file = `when,x\n01.01.2014 00:00:00,1\n${text},2\n`;
    await expect(read(file, { time: { column: 'when' } })).rejects.toThrow(
      `line 3: "${text}" is not a time as dd.MM.yyyy HH:mm:ss. Correct the line`,
    );
  });

  it('knows leap years', async () => {
    const table = await read('t,x\n29.02.2000 00:00:00,1\n29.02.2012 00:00:00,1\n', {
      time: { column: 't' },
    });
    expect([...table.times!]).toEqual([at('2000-02-29T00:00'), at('2012-02-29T00:00')]);
  });
});

describe('tables', () => {
  const text = 'city,year,month,day,T,P\nA,2010,1,1,1,10\nB,2010,1,1,2,20\nA,2010,1,2,3,30\n';

  it('put columns side by side', async () => {
    const table = await read(text, { time: 'auto' });
    expect(toMatrix(table)).toEqual({ data: Float32Array.of(1, 10, 2, 20, 3, 30), shape: [3, 2] });
    expect(toMatrix(table, ['P'])).toEqual({ data: Float32Array.of(10, 20, 30), shape: [3, 1] });
  });

  it('give the rows of one series', async () => {
    const table = whereText(await read(text, { time: 'auto' }), 'city', 'A');
    expect(table.rows).toBe(2);
    expect([...numbersOf(table, 'T')]).toEqual([1, 3]);
    expect([...table.times!]).toEqual([Date.UTC(2010, 0, 1), Date.UTC(2010, 0, 2)]);
    expect([...table.lines!]).toEqual([2, 4]);
  });

  it('know the lines of their rows, no matter what was left out', async () => {
    const table = await read('date,T\n2010-01-01,1\n\nx,2\n2010-01-02,"3"\n2010-01-02,4\n', {
      time: 'auto',
      badRows: 'skip',
    });
    expect([...table.lines!]).toEqual([2, 5, 6]);
    expect(() => requireRising(table.times!, table.name, table.lines)).toThrow(
      'test.csv: line 6 (2010-01-02T00:00:00.000Z) has the same time as the row before',
    );
  });

  it('list what there is when something is not', async () => {
    const table = await read(text);
    expect(() => numbersOf(table, 'temp')).toThrow(
      'test.csv: there is no column "temp". Columns of numbers: "year", "month", "day", "T", "P".',
    );
    expect(() => numbersOf(table, 'city')).toThrow('column "city" holds texts');
    expect(() => whereText(table, 'T', 'x')).toThrow('column "T" has no value "x". It has 1, 2, 3.');
    expect(() => whereText(table, 'town', 'x')).toThrow(
      'there is no column "town". Columns: "city", "year", "month", "day", "T", "P".',
    );
    expect(() => whereText(table, 'city', 'C')).toThrow('column "city" has no value "C". It has "A", "B".');
  });
});

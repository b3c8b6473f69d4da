import { describe, expect, it } from 'vitest';
import { readCsv } from '../../src/csv/read-csv.ts';
import type { ReadCsvOptions } from '../../src/csv/read-csv-options.ts';
import { findMarks } from '../../src/csv/value-marks.ts';
import { numbersOf, toMatrix, whereText } from '../../src/table.ts';

const read = (text: string, options: Partial<ReadCsvOptions> = {}) =>
  readCsv([new TextEncoder().encode(text)], { name: 'test.csv', ...options });
const wave = Array.from({ length: 50 }, (_, i) => 10 + 6 * Math.sin(i));
const withMark = (mark: number) => [...wave.slice(0, 20), mark, ...wave.slice(20), mark];

describe('marks for "no value" that are numbers', () => {
  it.each([-99.9, -999, -999.9, -9999, 999.9, 9999, 99999, -99.99, 99.9, 9999.9, -32768, -6999])(
    'are found with their count, and kept: %s',
    async (mark) => {
      const table = await read(`x\n${withMark(mark).join('\n')}\n`);
      expect(table.marks).toEqual([{ column: 'x', value: mark, count: 2, missing: false }]);
      expect(numbersOf(table, 'x')[20]).toBeCloseTo(mark, 3);
      const clean = await read(`x\n${withMark(mark).join('\n')}\n`, { missing: [mark] });
      expect(clean.marks).toEqual([]);
      expect([...numbersOf(clean, 'x')].filter(Number.isNaN)).toHaveLength(2);
    },
  );

  it('are no values within or near the others', () => {
    const pressures = Float32Array.from({ length: 60 }, (_, i) => 990 + i / 2);
    expect(findMarks(Float32Array.of(...pressures, 999.9, 1019.9))).toEqual([]);
    expect(findMarks(Float64Array.of(20, 50, 98.7, 99.9))).toEqual([]); // a humidity
    expect(findMarks(Float64Array.of(0, 4000, 9200, 9999))).toEqual([]); // a distance of 799 beside a range of 9200
    expect(findMarks(Float64Array.of(Number.NaN, 1, 2))).toEqual([]);
    expect(findMarks(new Float32Array(0))).toEqual([]);
  });

  it('are found at both ends, several at one, and where there is nothing else', () => {
    expect(findMarks(Float64Array.of(-9999, -999, 5, 6, 7, 9999, 9999))).toEqual([
      { value: -999, count: 1 },
      { value: 9999, count: 2 },
      { value: -9999, count: 1 },
    ]);
    expect(findMarks(Float32Array.of(-999.9, -999.9))).toEqual([{ value: -999.9, count: 2 }]);
  });

  it('do not make a column one of texts when they come first', async () => {
    const table = await read('a,b,c\n-999,---,-\n1,2,3\n4,n/a,M\n');
    expect([...table.columns.values()].map(({ kind }) => kind)).toEqual(['number', 'number', 'number']);
    expect([...numbersOf(table, 'b')]).toEqual([Number.NaN, 2, Number.NaN]);
    expect(table.marks).toEqual([
      { column: 'a', value: -999, count: 1, missing: false },
      { column: 'b', value: '---', count: 1, missing: true },
      { column: 'c', value: '-', count: 1, missing: true },
      { column: 'c', value: 'M', count: 1, missing: true },
    ]);
  });

  it('stay texts in a column of texts', async () => {
    const table = await read('sign\n-\n+\nx\n');
    expect(table.columns.get('sign')).toEqual({
      kind: 'text',
      categories: ['-', '+', 'x'],
      codes: Int32Array.of(0, 1, 2),
    });
    expect(table.marks).toEqual([]);
  });

  it('may be those of one column, where another has the number as a value', async () => {
    const text = 'wind,pressure\n3,1001.5\n999.9,999.9\n4,998\n';
    const table = await read(text, { missing: [{ column: 'wind', value: 999.9 }] });
    expect([...numbersOf(table, 'wind')]).toEqual([3, Number.NaN, 4]);
    expect([...numbersOf(table, 'pressure')]).toEqual([1001.5, Math.fround(999.9), 998]);
    const both = await read(text, { missing: [998, { column: 'wind', value: '999.90' }] });
    expect([...numbersOf(both, 'wind')]).toEqual([3, Number.NaN, 4]);
    expect(numbersOf(both, 'pressure')[2]).toBeNaN();
    await expect(read(text, { missing: [{ column: 'gust', value: 1 }] })).rejects.toThrow(
      'there is no column "gust"',
    );
  });

  it('may be given as texts, and as numbers in any spelling', async () => {
    const text = 'x,y\n-999.0,bad\n1,2\n-999,3\n2,4\n3,5\n4,6\n5,7\n6,8\n7,9\n8,10\n9,11\n10,12\n';
    for (const missing of [
      ['-999', 'bad'],
      [-999, 'bad'],
    ]) {
      const table = await read(text, { missing });
      expect([...numbersOf(table, 'x').slice(0, 4)]).toEqual([Number.NaN, 1, Number.NaN, 2]);
      expect(numbersOf(table, 'y')[0]).toBeNaN();
    }
    await expect(read(text)).rejects.toThrow('line 2: "bad" in column "y" is not a number');
  });
});

describe('whole numbers', () => {
  const text =
    'station,day,hour\n00044,20191127,2007040100\n00044,20191128,2007040101\n00044,20191129,2007040102\n';

  it('stay exact where float32 would round them', async () => {
    const table = await read(text);
    expect(numbersOf(table, 'day')).toEqual(Float64Array.of(20191127, 20191128, 20191129));
    expect(numbersOf(table, 'hour')).toEqual(Float64Array.of(2007040100, 2007040101, 2007040102));
    expect(numbersOf(table, 'station')).toEqual(Float32Array.of(44, 44, 44));
    expect(table.notices).toEqual([
      'leading zeros are not kept in "station" (00044 is read as 44); as texts they are',
    ]);
  });

  it('stay exact also when the large ones come late', async () => {
    const numbers = Array.from({ length: 3000 }, (_, i) => (i < 2500 ? i : 16_777_216 + i));
    const table = await read(`n\n${numbers.join('\n')}\n`);
    expect([...numbersOf(table, 'n')]).toEqual(numbers);
  });

  it('are refused by name where the asked kind does not hold them', async () => {
    await expect(read(text, { columns: { day: 'float32' } })).rejects.toThrow(
      'line 2: "20191127" in column "day" is an integer that float32 cannot hold. Keep the column as text: columns: { NAME: "text" }.',
    );
    await expect(read('id\n123456789012345678\n')).rejects.toThrow(
      'line 2: "123456789012345678" in column "id" has more digits than a number can hold.',
    );
    const asText = await read('id\n123456789012345678\n', { columns: { id: 'text' } });
    expect(asText.columns.get('id')).toMatchObject({ categories: ['123456789012345678'] });
  });

  it('are not rounded into a matrix either', async () => {
    const table = await read(text);
    expect(() => toMatrix(table, ['day'])).toThrow(
      'test.csv: column "day" has 20191127, a whole number that float32 would round to 20191128. Leave the column out, or subtract or divide first.',
    );
    expect(toMatrix(table, ['station']).data).toEqual(Float32Array.of(44, 44, 44));
  });

  it('keep leading zeros as texts when asked', async () => {
    const table = await read(text, { columns: { station: 'text' } });
    expect(table.columns.get('station')).toMatchObject({ categories: ['00044'] });
    expect(table.notices).toEqual([]);
  });

  it('choose the rows of a series', async () => {
    const table = await read('station,T\n44,1\n73,2\n44,3\n0.1,4\n');
    expect([...numbersOf(whereText(table, 'station', '44'), 'T')]).toEqual([1, 3]);
    expect([...numbersOf(whereText(table, 'station', '00044'), 'T')]).toEqual([1, 3]);
    expect([...numbersOf(whereText(table, 'station', '0.1'), 'T')]).toEqual([4]);
    expect(() => whereText(table, 'station', '45')).toThrow('has no value "45". It has 44, 73, ');
  });
});

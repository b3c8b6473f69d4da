import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { SEATTLE } from '../../src/pages/series/bundled-series.ts';
import { pageWords } from '../../src/pages/series/page-words.ts';
import { readSeries } from '../../src/pages/series/read-series.ts';
import { measureBaselines, tableFacts } from '../../src/pages/series/series-table.ts';

const seattle = readFileSync(SEATTLE.url);
const fileOf = (content: string | Uint8Array<ArrayBuffer>, name = 'rows.csv') => new File([content], name);

describe('a file', () => {
  const rows = Array.from({ length: 300 }, (_, i) => `2024-01-${String((i % 28) + 1).padStart(2, '0')},${i}`);

  test('is read as it is or packed, as UTF-8 or windows-1252', async () => {
    const plain = await readSeries(fileOf(seattle), '');
    const packed = await readSeries(fileOf(new Uint8Array(gzipSync(seattle)), 'rows.csv.gz'), 'date');
    expect(packed.rows).toBe(1461);
    expect([...packed.columns.keys()]).toEqual([...plain.columns.keys()]);
    const latin = Uint8Array.from('date,T (°C)\n2024-01-01,1\n2024-01-02,2\n', (letter) =>
      letter.charCodeAt(0),
    );
    const read = await readSeries(fileOf(latin), '');
    expect(read.columns.has('T (°C)')).toBe(true);
    expect(read.dialect!.encoding).toBe('windows-1252');
  });

  test.each([
    ['empty', fileOf(''), 'the file is empty'],
    ['a picture', fileOf(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13, 10)), 'this is not a text file'],
    ['a zip archive', fileOf(Uint8Array.of(0x50, 0x4b, 3, 4, 0)), 'Unpack it and drop the CSV file in it'],
    ['cut gzip', fileOf(new Uint8Array(gzipSync(seattle).subarray(0, 900)), 'a.gz'), 'a.gz:'],
    ['without times', fileOf('a,b\n1,2\n3,4\n'), 'no column looks like a time'],
    ['with the same name twice', fileOf('date,a,a\n2024-01-01,1,2\n'), '"a"'],
    ['of a name alone', fileOf('date\n'), 'no row can be read'],
    [
      'ambiguous dates',
      fileOf(`date,x\n${Array.from({ length: 9 }, (_, i) => `0${i + 1}/02/2024,1`).join('\n')}\n`),
      'in one way only',
    ],
  ])('%s is refused with what to do', async (_, file, message) => {
    await expect(readSeries(file, '')).rejects.toThrow(message);
  });

  test('too large a file is refused before it is read', async () => {
    const file = {
      name: 'big.csv',
      size: 2 ** 31,
      stream: () => {
        throw new Error('read');
      },
      slice: () => new Blob(),
    };
    await expect(readSeries(file, '')).rejects.toThrow('the file has 2048 MB, the page reads at most 512');
  });

  test.each([
    ['rows that go back', rows, 'is earlier than the row before', 'remove doubles, and open the file again.'],
    [
      'two series below each other',
      ['north', 'south'].flatMap((place) => rows.slice(0, 28).map((row) => `${row},${place}`)),
      'is earlier than the row before',
      'The file holds several series: keep the rows of one of them in the file, and open it again.',
    ],
    [
      'a target that stays',
      rows.slice(0, 28).map((row) => row.replace(/,.*/, ',1')),
      '"x" is constant',
      'Choose another target.',
    ],
  ])('%s are refused in words of the page', async (_, lines, problem, advice) => {
    const table = await readSeries(
      fileOf(`date,x${lines[0]!.split(',').length > 2 ? ',place' : ''}\n${lines.join('\n')}\n`),
      '',
    );
    const choice = { target: 'x', delay: 1, lookback: 2, step: 1 };
    const refused = measureBaselines({ name: 'rows', table }, choice, 10);
    const message = await refused.then(
      () => 'measured',
      (error: Error) => pageWords(error.message),
    );
    expect(message).toContain(problem);
    expect(message).toContain(advice);
    expect(message).not.toContain('--');
  });

  test('of two rows is refused in words of the page', async () => {
    const table = await readSeries(fileOf('date,x\n2024-01-01,1\n2024-01-02,2\n'), '');
    let message = '';
    try {
      tableFacts({ name: 'rows', table });
    } catch (error) {
      message = pageWords((error as Error).message);
    }
    expect(message).toMatch(/^2 rows are too few: a model learns from one part/);
  });

  test('names of columns are data, also those of properties of objects', async () => {
    const names = ['<img src=x onerror=alert(1)>', '__proto__', '=cmd()', "'; drop"];
    const lines = Array.from({ length: 60 }, (_, i) => {
      const date = new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
      return [date, ...names.map((_, k) => Math.sin(i * (k + 1)).toFixed(3))].join();
    });
    const table = await readSeries(fileOf(`${['date', ...names].join()}\n${lines.join('\n')}\n`), '');
    const facts = tableFacts({ name: 'rows', table });
    expect(facts.usable.names).toEqual(names);
    expect(facts.suggested.target).toBe(names[0]);
  });
});

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from './series-cli.ts';
import { smallCsv } from './small-weather.ts';

// Files as people have them: read, or refused with an advice that works when it is followed.

let folder: string;
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seqloom-files-'));
});
afterAll(() => rm(folder, { recursive: true }));

const WINDOW = ['--lookback', '24', '--step', '2', '--delay', '6', '--threads', '1'];

async function stored(content: string | Uint8Array): Promise<string> {
  const file = join(folder, `file-${files++}.csv`);
  await writeFile(file, content);
  return file;
}

const train = (data: string, ...more: string[]) =>
  run('train', '--model', 'persistence', '--data', data, ...WINDOW, ...more);
const usual = () => smallCsv({ rows: 600 }).trimEnd().split('\n');
const rowsOf = (
  change: (time: string, temp: string, pressure: string, row: number) => string,
  header: string,
) =>
  [
    header,
    ...usual()
      .slice(1)
      .map((line, row) => change(...(line.split(',') as [string, string, string]), row)),
  ].join('\n');

/** The error of persistence, which is the same however the same rows are written. */
async function errorOf(data: string, ...more: string[]): Promise<number> {
  const { code, out, err } = await train(data, ...more, '--json');
  expect([code, err]).toEqual([0, '']);
  return (JSON.parse(out.trimEnd().split('\n').at(-1)!) as { testMae: number }).testMae;
}

describe('weather train reads', () => {
  let expected: number;
  beforeAll(async () => {
    expected = await errorOf(await stored(smallCsv({ rows: 600 })));
  });

  it('a German spreadsheet, which is not UTF-8 either', async () => {
    const german = (time: string, value: string, pressure: string) =>
      `${time.slice(8, 10)}.${time.slice(5, 7)}.${time.slice(0, 4)} ${time.slice(11, 16)};${value.replace('.', ',')};${pressure.replace('.', ',')};`;
    const file = await stored(Buffer.from(rowsOf(german, 'Zeit;Temp [°C];Druck;'), 'latin1'));
    expect(await errorOf(file)).toBeCloseTo(expected, 5);
    expect((await train(file)).err).toContain('read as windows-1252, because it is not UTF-8');
  });

  it('rows from new to old, and says so', async () => {
    const [header, ...rows] = usual();
    const file = await stored([header, ...rows.reverse()].join('\n'));
    expect(await errorOf(file)).toBe(expected);
    expect((await train(file)).err).toContain('the rows run from new to old and were reversed');
  });

  it('a file whose only quantity is no temperature, without --target', async () => {
    const file = await stored(rowsOf((time, temp) => `${time},${temp}`, 'time,load'));
    const { code, err } = await train(file);
    expect([code, err]).toEqual([0, expect.stringContaining('"load" 6 rows ahead')]);
  });

  it('no numbers with units, and says why', async () => {
    const file = await stored(rowsOf((time, temp) => `${time},${temp} °C`, 'time,temp'));
    expect((await train(file)).err).toContain(
      'there is no column of numbers to forecast. column "temp" holds texts such as',
    );
    expect((await train(file, '--target', 'temp')).err).toContain(
      'column "temp" holds texts, nothing to forecast. Columns of numbers: none.',
    );
  });

  it('a time in several columns, named with --time', async () => {
    const file = await stored(
      rowsOf((time, temp) => `${time.slice(0, 10)},${time.slice(11, 16)},${temp},${time}`, 'a,b,temp,seen'),
    );
    const { err } = await train(file, '--time', 'a+b');
    expect(err).toContain('"seen" looks like a time and is not used as one');
    expect((await train(file, '--time', 'a+c')).err).toContain('there is no column "c"');
    expect((await train(file, '--time', 'a')).err).toContain('has the same time as the row before');
  });

  it('local times with the hours that clocks repeat and skip', async () => {
    const shown = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Europe/Berlin',
      dateStyle: 'short',
      timeStyle: 'short',
    });
    const begin = Date.UTC(2023, 9, 20);
    const file = await stored(
      rowsOf(
        (_, temp, pressure, row) => `${shown.format(begin + row * 3_600_000)},${temp},${pressure}`,
        'time,temp,pressure',
      ),
    );
    // UTC: 02:00 comes twice
    expect((await train(file)).err).toContain(
      'If these are local times, clocks went back here: give their zone, for instance --time-zone Europe/Berlin.',
    );
    expect(await errorOf(file, '--time-zone', 'Europe/Berlin')).toBeCloseTo(expected, 5);
    expect((await train(file, '--time-zone', 'Berlin')).err).toContain('--time-zone: must be a name such as');
    const gone = await stored(`${await readFile(file, 'utf8')}\n2024-03-31 02:30,5,1000\n`);
    const refused = await train(gone, '--time-zone', 'Europe/Berlin');
    expect(refused.err).toContain(
      'does not exist in Europe/Berlin: clocks go forward. Say what is meant with',
    );
    const forward = ['--time-zone', 'Europe/Berlin', '--skipped-hour', 'forward', '--skip-bad-rows'];
    expect((await train(gone, ...forward)).code).toBe(0);
  });

  it('files without names once they are given', async () => {
    const file = await stored(
      rowsOf((time, temp, pressure) => `${time},${temp},${pressure}`, '').trimStart(),
    );
    const refused = await train(file);
    expect(refused.err).toContain('Give the names of the columns with --names NAME,NAME.');
    expect(await errorOf(file, '--names', 'time,temp,pressure')).toBe(expected);
  });

  it('days and months that cannot be told apart once a format is given', async () => {
    // the first twelve days of February, or the second day of each month
    const rows = Array.from(
      { length: 12 },
      (_, i) => `${String(i + 1).padStart(2, '0')}/02/2021,${(i * 7) % 5}`,
    );
    const file = await stored(['date,temp', ...rows].join('\n'));
    const refused = await train(file);
    expect(refused.err).toContain(
      'may be MM/dd/yyyy or dd/MM/yyyy. Name the one that is meant with --time-format',
    );
    const window = ['--lookback', '1', '--step', '1', '--delay', '1'];
    for (const format of ['MM/dd/yyyy', 'dd/MM/yyyy']) {
      expect((await train(file, ...window, '--time-format', format)).code).toBe(0);
    }
  });

  it('one series of a file with several, told apart by a number', async () => {
    const [header, ...rows] = usual();
    const file = await stored(
      [`station,${header}`, ...rows.map((row) => `44,${row}`), ...rows.map((row) => `73,${row}`)].join('\n'),
    );
    const refused = await train(file);
    expect(refused.err).toContain('The file holds several series: take one with --where station=44.');
    for (const station of ['44', '00073']) {
      expect(await errorOf(file, '--where', `station=${station}`)).toBe(expected);
    }
  });

  it('rows out of order are not taken for several series, though a column repeats its values', async () => {
    const [header, ...rows] = usual();
    const named = rows.map((row, i) => `${['low', 'middle', 'high'][i % 3]},${row}`);
    [named[4], named[5]] = [named[5]!, named[4]!];
    const refused = await train(await stored([`wind,${header}`, ...named].join('\n')));
    expect(refused.err).toContain('Sort the rows and remove doubles');
    expect(refused.err).not.toContain('--where');
  });
});

describe('marks for "no value"', () => {
  const marked = (mark: string) =>
    stored(
      rowsOf(
        (time, temp, pressure, row) => `${time},${row % 33 === 32 ? mark : temp},${pressure}`,
        'time,temp,pressure',
      ),
    );

  it.each(['-999', '-9999', '-99.9'])(
    'are reported with column, value and count, and left out when told: %s',
    async (mark) => {
      const file = await marked(mark);
      const { code, err } = await train(file);
      expect(code).toBe(0);
      expect(err).toContain(`"temp" has ${mark} in 18 rows, far outside its other values\n`);
      expect(err).toContain(
        `if that means no value, say so with --missing temp=${mark}; now it is learned and scored as measured`,
      );
      const cleaned = await train(file, '--missing', mark);
      expect(cleaned.err).not.toContain('far outside');
      expect(await errorOf(file)).toBeGreaterThan(10);
      for (const missing of [mark, `temp=${mark}`]) {
        expect(await errorOf(file, '--missing', missing)).toBeLessThan(8);
      }
    },
  );

  it('are offered for a cell that is no number, and only for that', async () => {
    const [header, first, ...rest] = usual();
    const withLine = (line: string) =>
      stored([header, first, ...rest.slice(0, 40), line, ...rest.slice(41)].join('\n'));
    const cells = rest[40]!.split(',');
    const word = await train(await withLine([cells[0], 'broken', ...cells.slice(2)].join(',')));
    expect(word.err).toContain(
      '"broken" in column "temp" is not a number. Correct the line, or leave such rows out',
    );
    expect(word.err).toContain('say so with --missing.');
    const wide = await train(await withLine(`${rest[40]},7,7`));
    expect(wide.err).toContain('fields, expected');
    expect(wide.err).not.toContain('--missing');
  });

  it('that a model was trained without stay marks in later commands, and on the page', async () => {
    const file = await marked('-999');
    const out = join(folder, 'cleaned');
    await train(file, '--missing', '-999', '--out', out);
    expect(await readFile(join(out, 'index.html'), 'utf8')).toContain('--missing -999 --target');
    const model = join(out, 'model.safetensors');
    const measured = await run('evaluate', '--model-file', model, '--data', file, '--json');
    expect((JSON.parse(measured.out) as { testMae: number }).testMae).toBeLessThan(8);
    // another mark than the one that training was told
    const told = await run('forecast', '--model-file', model, '--data', await marked('-9999'), '--json');
    expect(JSON.parse(told.out)).toMatchObject({
      notices: expect.arrayContaining(['"temp" has -9999 in 18 rows, far outside its other values']),
    });
  });
});

describe('rows that are off the grid', () => {
  const jitter = (seconds: number) =>
    stored(
      rowsOf((time, temp, pressure, row) => {
        const off = Date.parse(time) + ((row * 7) % 11) * seconds * 100;
        return `${new Date(off).toISOString()},${temp},${pressure}`;
      }, 'time,temp,pressure'),
    );

  it('are said to cut windows, with options that help', async () => {
    const file = await jitter(1);
    const refused = await train(file);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain(
      'no window crosses one. --tolerance SECONDS takes the jitter of a clock for regular',
    );
    expect((await train(file, '--tolerance', '2')).code).toBe(0);
    expect((await train(file, '--resample', '1h')).code).toBe(0);
    expect((await train(file, '--tolerance', 'x')).err).toContain(
      "--tolerance: expected a number of seconds, got 'x'.",
    );
    expect((await train(file, '--resample', '2 weeks')).err).toContain(
      '--resample: expected a period such as 15min',
    );
  });

  it('do not let a window cross them', async () => {
    const lines = usual();
    lines.splice(101, 0, lines[100]!.replace(/T(\d\d):00:00/, 'T$1:20:00'));
    const { err } = await train(await stored(lines.join('\n')));
    expect(err).toContain(
      '2 rows that are not 1 hour or a multiple after the one before; no window crosses one.',
    );
    // 360 training rows in pieces of 100, 1 and 259; a window and its target span 30
    expect(err).toContain(`${100 - 29 + 259 + 0 - 29} windows train`);
  });
});

it('weather train keeps months, and forecasts the next ones on the calendar', async () => {
  const rows = Array.from({ length: 200 }, (_, month) => {
    const time = new Date(Date.UTC(2000, month, 1)).toISOString().slice(0, 7);
    return `${time},${(10 + 8 * Math.sin((month / 6) * Math.PI) + (month % 5)).toFixed(2)}`;
  });
  const file = await stored(['month,temp', ...rows].join('\n'));
  const out = join(folder, 'months');
  const { code, err } = await run(
    'train',
    '--model',
    'persistence',
    '--data',
    file,
    '--out',
    out,
    '--threads',
    '1',
  );
  expect([code, err]).toEqual([0, expect.not.stringContaining('no window crosses')]);
  const told = await run('forecast', '--model-file', join(out, 'model.safetensors'), '--data', file);
  expect(told.out).toContain('"temp" on 2016-11-01:'); // August 2016 is the last month known
});

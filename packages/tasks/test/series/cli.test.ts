import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from './series-cli.ts';
import { smallCsv } from './small-weather.ts';

let folder: string;
let data: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seqloom-weather-'));
  data = join(folder, 'small.csv');
  await writeFile(data, smallCsv({ rows: 600 }));
});
afterAll(() => rm(folder, { recursive: true }));

const jsonLines = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const lastLine = (text: string): Record<string, unknown> => jsonLines(text).at(-1)!;
const quick = (model: string, ...more: string[]) => [
  ...`train --model ${model} --unit °C --lookback 24 --step 2 --delay 6 --epochs 2 --batch 64 --threads 1`.split(
    ' ',
  ),
  '--data',
  data,
  ...more,
];

describe('a command on series', () => {
  it('stops at a row that cannot be read, with its line, or leaves it out when asked', async () => {
    const broken = join(folder, 'broken.csv');
    const lines = smallCsv({ rows: 600 }).split('\n');
    lines[100] = '2020-01-05T03:00:00Z,warm,1000';
    await writeFile(broken, lines.join('\n'));
    const argv = [...quick('persistence'), '--data', broken];
    expect(await run(...argv)).toMatchObject({
      code: 1,
      err: expect.stringContaining('leave such rows out with --skip-bad-rows.'),
    });
    const skipped = await run(...argv, '--skip-bad-rows');
    expect(skipped.code).toBe(0);
    expect(skipped.err).toContain('1 rows cannot be read and are left out');
  });

  it('reads files that are not UTF-8 as Latin-1', async () => {
    const latin = join(folder, 'latin.csv');
    const csv = smallCsv({ rows: 600 }).replace('temp', 'T (°C)');
    await writeFile(latin, Buffer.from(csv, 'latin1'));
    const { out } = await run('train', '--model', 'persistence', '--data', latin, '--json');
    expect(lastLine(out)).toMatchObject({ target: 'T (°C)', unit: '°C' });
  });
});

describe('train', () => {
  it('writes JSON lines and nothing else with --json; the last one is the result', async () => {
    const { code, out, err } = await run(...quick('gru', '--seed', '7', '--json'));
    expect([code, err]).toEqual([0, '']);
    const lines = jsonLines(out);
    expect(lines.map(({ event }) => event)).toEqual(['start', 'epoch', 'epoch', 'result']);
    const result = lines[3] as { testMae: number; baselineMae: number };
    expect(result).toMatchObject({
      event: 'result',
      model: 'gru',
      dataset: 'small.csv',
      target: 'temp',
      unit: '°C',
      epochs: 2,
      seed: 7,
      threads: 1,
      task: { lookback: 24, step: 2, delay: 6, calendar: true },
      settings: { batchSize: 64 },
      seconds: expect.any(Number),
      valMae: expect.any(Number),
      skill: 1 - result.testMae / result.baselineMae,
    });
  });

  it('takes batches an epoch, patience and a calendar from the options', async () => {
    const { out } = await run(
      ...quick('dense', '--steps-per-epoch', '3', '--patience', '1', '--no-calendar', '--json'),
    );
    const [start] = jsonLines(out);
    expect(start).toMatchObject({ steps: 3 });
    expect(lastLine(out)).toMatchObject({
      inputs: 2,
      settings: { stepsPerEpoch: 3, patience: 1 },
      task: { calendar: false },
    });
  });

  it('shows a person the curve and every baseline', async () => {
    const { out } = await run(...quick('dense'));
    for (const text of ['validation', 'ridge', 'same hour', 'mean of a day', 'persistence', 'skill']) {
      expect(out).toContain(text);
    }
  });
});

describe('a folder that train --out wrote', () => {
  it('holds model, history, charts and a page, and the file is all that evaluate and forecast need', async () => {
    const out = join(folder, 'out');
    const trained = lastLine((await run(...quick('gru', '--json', '--out', out))).out);
    expect((await readdir(out)).sort()).toEqual([
      'curves.svg',
      'error-by-hour.svg',
      'error-by-season.svg',
      'forecast.svg',
      'history.csv',
      'history.json',
      'index.html',
      'model.safetensors',
      'network.svg',
    ]);
    const page = await readFile(join(out, 'index.html'), 'utf8');
    for (const text of ['history', 'truth', 'forecast', 'persistence', 'hour of the file', 'Dec–Feb']) {
      expect(page).toContain(text);
    }
    expect(page).not.toMatch(/<script|<link rel="stylesheet"|src="http/);

    const history = (await readFile(join(out, 'history.csv'), 'utf8')).trimEnd().split('\n');
    expect(history[0]).toBe('epoch,mae,valMae');
    expect(history).toHaveLength(1 + Number(trained.epochs));
    for (const text of ['Settings', '90 % interval', 'learned from', 'Made with', 'multiply-adds a sample']) {
      expect(page).toContain(text);
    }

    const file = join(out, 'model.safetensors');
    const measured = lastLine((await run('evaluate', '--model-file', file, '--data', data, '--json')).out);
    // the test part of train, in the same batches: the same bits
    expect(measured).toMatchObject({
      testMae: trained.testMae,
      baselineMae: trained.baselineMae,
      skill: trained.skill,
      testSamples: trained.testSamples,
    });
    const told = lastLine((await run('forecast', '--model-file', file, '--data', data, '--json')).out);
    // hour 599 is the last one known; 6 rows after it is hour 605
    expect(told).toMatchObject({
      now: '2020-01-25T23:00:00.000Z',
      time: '2020-01-26T05:00:00.000Z',
      unit: '°C',
      value: expect.any(Number),
    });
    expect((await run('forecast', '--model-file', file, '--data', data)).out).toMatch(
      /^"temp" on 2020-01-26 05:00 UTC: -?\d+\.\d °C {2}\(gru, from the 24 rows/,
    );
  });

  it('forecasts with persistence the last value that a window shows', async () => {
    const out = join(folder, 'persistence');
    await run(...quick('persistence', '--out', out));
    const file = join(out, 'model.safetensors');
    const told = lastLine((await run('forecast', '--model-file', file, '--data', data, '--json')).out);
    // of every second row the last one is shown, row 599
    const row = (await readFile(data, 'utf8')).split('\n')[600]!.split(',');
    expect(told.value).toBeCloseTo(Number(row[1]), 3);
    expect(told.persistence).toBeCloseTo(Number(row[1]), 3);
  });

  it('is not measured on rows that it was chosen on, nor on rows of another period', async () => {
    const out = join(folder, 'persistence');
    await run(...quick('persistence', '--out', out));
    const file = join(out, 'model.safetensors');
    const old = join(folder, 'old.csv');
    await writeFile(old, smallCsv({ rows: 400 }));
    expect((await run('evaluate', '--model-file', file, '--data', old)).err).toContain(
      'every row lies in the time that the model was trained and chosen on, until 2020-01-20 23:00 UTC.',
    );
    const slow = join(folder, 'slow.csv');
    await writeFile(slow, smallCsv({ rows: 600, period: 7_200_000 }));
    expect((await run('forecast', '--model-file', file, '--data', slow)).err).toContain(
      'rows are 2 hours apart, but the model was trained on rows 1 hour apart.',
    );
    const short = join(folder, 'short.csv');
    await writeFile(short, smallCsv({ rows: 10 }));
    expect((await run('forecast', '--model-file', file, '--data', short)).err).toContain(
      'the model looks back 24 rows, but the last 10 are all there are without a gap. Give a longer series.',
    );
    const torn = join(folder, 'torn.csv');
    await writeFile(torn, smallCsv({ rows: 600 }).split('\n').toSpliced(590, 1).join('\n'));
    expect((await run('forecast', '--model-file', file, '--data', torn)).err).toContain(
      'are all there are without a gap. Give more rows after the gap, fill it, or train with a smaller --lookback.',
    );
  });

  it('forecasts all rows with their quantiles as a table, and refuses quantiles out of order', async () => {
    const thin = quick('dense', '--multi-step', '--quantiles', '0.1, 0.5, 0.9', '--known', 'pressure');
    expect((await run(...thin)).err).toContain(
      '--step: a step of 2 rows shows what is known in advance at one of 2 rows to forecast. Give 1, or leave it out.',
    );
    const wide = thin.with(thin.indexOf('--step') + 1, '1');
    expect((await run(...wide.with(wide.indexOf('--quantiles') + 1, '0.9,0.5,0.1'))).err).toContain(
      '--quantiles must rise, got 0.5 after 0.9. Give them in order.',
    );
    const out = join(folder, 'wide');
    const trained = await run(...wide, '--out', out);
    expect(trained.out).toMatch(
      /on the test part, mean of 6 rows\nthe 80 % interval held [\d.]+ % of the test part/,
    );
    expect(await readFile(join(out, 'index.html'), 'utf8')).toContain('--multi-step --quantiles 0.1,0.5,0.9');
    const file = join(out, 'model.safetensors');
    const rows = smallCsv({ rows: 606, temperature: (row) => (row < 600 ? 10 + (row % 5) : Number.NaN) });
    const [later, target] = [join(folder, 'later.csv'), join(folder, 'wide.csv')];
    await writeFile(later, rows);
    const told = await run('forecast', '--model-file', file, '--data', later, '--out', target);
    expect(told.out).toMatch(/"temp" on 2020-01-26 05:00 UTC: .*, 80 % interval .* to /);
    const lines = (await readFile(target, 'utf8')).trimEnd().split('\r\n');
    expect(lines[0]).toBe('time,forecast,q0.1,q0.5,q0.9,persistence,known_until');
    expect(lines).toHaveLength(7);
    for (const line of lines.slice(1)) {
      const [, forecast, low, median, high] = line.split(',').map(Number);
      expect([median, low! <= median!, median! <= high!]).toEqual([forecast, true, true]);
    }
  });

  it('forecasts every step until the last one it can know, as a table', async () => {
    const out = join(folder, 'steps');
    await run(...quick('persistence', '--out', out));
    const file = join(out, 'model.safetensors');
    const target = join(folder, 'steps.csv');
    const told = lastLine(
      (await run('forecast', '--model-file', file, '--data', data, '--out', target, '--json')).out,
    );
    const lines = (await readFile(target, 'utf8')).trimEnd().split('\r\n');
    expect(lines[0]).toBe('time,forecast,persistence,known_until');
    // six rows ahead: six steps after the last row, each known from the row six before it
    expect(lines).toHaveLength(7);
    const rows = (await readFile(data, 'utf8')).split('\n');
    for (const [i, line] of lines.slice(1).entries()) {
      const [time, forecast, , known] = line.split(',');
      expect(time).toBe(new Date(Date.UTC(2020, 0, 26, i)).toISOString());
      expect(known).toBe(new Date(Date.UTC(2020, 0, 25, 18 + i)).toISOString());
      expect(Number(forecast)).toBeCloseTo(Number(rows[595 + i]!.split(',')[1]), 3);
    }
    expect(Number(lines[6]!.split(',')[1])).toBe(told.value);
    const refused = await run(
      'forecast',
      '--model-file',
      file,
      '--data',
      data,
      '--out',
      join(folder, 'steps.txt'),
    );
    expect(refused.err).toContain('steps.txt must end in .csv, .tsv, .jsonl, which says the form.');
  });

  it('sweeps over models and numbers of the network, with fewer validation batches where it is told so', async () => {
    const { out, err, code } = await run(
      ...'sweep --models dense,lstm --units 4,8 --layers 1,2 --lookback 24 --step 2 --delay 6 --epochs 1 --steps-per-epoch 2 --validation-steps 1 --seeds 1 --threads 1 --json'.split(
        ' ',
      ),
      '--data',
      data,
    );
    expect([code, err]).toEqual([0, '']);
    const { groups } = lastLine(out) as { groups: { series: string; testMae: number }[] };
    expect(groups.map(({ series: name }) => name)).toEqual([
      'dense, 4 units',
      'dense, 8 units',
      'lstm, 4 units, 1 layers',
      'lstm, 4 units, 2 layers',
      'lstm, 8 units, 1 layers',
      'lstm, 8 units, 2 layers',
    ]);
    expect(jsonLines(out)[0]).toMatchObject({ event: 'run', settings: { validationSteps: 1, units: 4 } });
  });
});

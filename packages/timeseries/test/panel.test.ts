import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPanelFile } from '../src/node/index.ts';
import { m4Data, m4Frequency } from '../src/panel/m4.ts';
import { continuationOf, panelOf, splitPanel } from '../src/panel/panel.ts';
import { panelBatches, panelForecasts, panelSeasonalNaive, panelTruth } from '../src/panel/panel-batches.ts';
import { lastPanelWindows, latestPanelWindows, panelWindows } from '../src/panel/panel-windows.ts';
import { readPanel } from '../src/panel/read-panel.ts';
import { mase, smape } from '../src/panel/scaled-scores.ts';

const read = (text: string, options = {}) =>
  readPanel([new TextEncoder().encode(text)], { name: 'wide.csv', ...options });
const rows = (panel: { readonly series: readonly Float64Array[] }) =>
  panel.series.map((values) => [...values]);

describe('readPanel', () => {
  it('reads a series a line, with empty cells after the last value', async () => {
    const panel = await read('"V1","V2","V3","V4"\n"H1","605","586.5",""\n"H2","1","2","3"\n');
    expect(panel.ids).toEqual(['H1', 'H2']);
    expect(rows(panel)).toEqual([
      [605, 586.5],
      [1, 2, 3],
    ]);
  });

  it('takes lines of different lengths, NA, other delimiters, and a file without names', async () => {
    const panel = await read('north;1;2;3\nsouth;4\neast;5;NA;NA', { delimiter: ';' });
    expect(rows(panel)).toEqual([[1, 2, 3], [4], [5]]);
  });

  it.each([
    [
      'a value after an empty cell',
      'id,a,b,c\nx,1,,3\n',
      'wide.csv: line 2, series "x": value 2 is missing and value 3 is not. Series have no gaps: fill it, or leave the series out.',
    ],
    [
      'a text',
      'id,a\nx,1\ny,many\n',
      'wide.csv: line 3, series "y": value 1 is "many", expected a number. Correct it.',
    ],
    [
      'one cell',
      'id;a\nx;1\n',
      'wide.csv: line 1 has one cell, expected an id and values. If columns are divided by another character, give the option delimiter.',
    ],
    ['two series of one id', 'x,1\nx,2\n', 'wide.csv: there are two series "x". Give each an id of its own.'],
    ['a series without values', 'id,a\nx,\n', 'wide.csv: there is no series. Give one or more.'],
    ['an empty series below others', 'y,1\nx,\n', 'wide.csv: series "x" has no value. Leave it out.'],
    ['an empty file', '', 'wide.csv: there is no series. Give one or more.'],
    ['a series without an id', 'y,1\n,2\n', 'wide.csv: series 2 has no id. Give each series one.'],
  ])('refuses %s', async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(expect.objectContaining({ message }));
  });

  it('refuses a file that unpacks to more than maxBytes, and delimiters that numbers hold', async () => {
    await expect(read('x,1\n', { maxBytes: 2 })).rejects.toThrow('raise maxBytes');
    await expect(read('x,1\n', { delimiter: '.' })).rejects.toThrow(
      'readPanel: delimiter must be a character such as "," or ";", got ".".',
    );
  });
});

describe('the files of M4', () => {
  const train = panelOf('train.csv', [
    ['H1', Array(60).fill(1)],
    ['H2', Array(50).fill(2)],
  ]);
  const after = (ids: readonly string[], length = 48) =>
    panelOf(
      'test.csv',
      ids.map((id) => [id, Array(length).fill(3)]),
    );

  it('are put together in the order of the training file, with what the competition asks', () => {
    const data = m4Data(train, after(['H2', 'H1']));
    expect([data.frequency, data.horizon, data.season, data.test.ids]).toEqual([
      'hourly',
      48,
      24,
      ['H1', 'H2'],
    ]);
  });

  it('say their frequency by their ids', () => {
    expect(
      m4Frequency(
        panelOf('x', [
          ['W1', [1]],
          ['W20', [1]],
        ]),
      ),
    ).toBe('weekly');
    expect(
      m4Frequency(
        panelOf('x', [
          ['W1', [1]],
          ['D20', [1]],
        ]),
      ),
    ).toBeUndefined();
    expect(m4Frequency(panelOf('x', [['Willow', [1]]]))).toBeUndefined();
  });

  it.each([
    [
      'a series that the test file lacks',
      () => m4Data(train, after(['H1'])),
      'test.csv: there is no series "H2" of train.csv. Give files with the same series.',
    ],
    [
      'a series that the training file lacks',
      () => m4Data(train, after(['H1', 'H2', 'H3', 'H4'])),
      'train.csv: there is no series "H3" and 1 more of test.csv. Give files with the same series.',
    ],
    [
      'a test file of another frequency',
      () => m4Data(train, after(['D1', 'D2'])),
      'test.csv: series "D1" is not hourly, expected an id such as "H1". Give the files of one frequency.',
    ],
    [
      'files of another frequency than wanted',
      () => m4Data(train, after(['H1', 'H2']), { frequency: 'daily' }),
      'train.csv: series "H1" is not daily, expected an id such as "D1". Give the files of one frequency.',
    ],
    [
      'a test file that is too short',
      () => m4Data(train, after(['H1', 'H2'], 14)),
      'test.csv: series "H1" has 14 values, expected the 48 of the horizon. Give a smaller horizon.',
    ],
    [
      'ids of no frequency',
      () => m4Data(panelOf('shops.csv', [['north', [1]]]), after(['north'])),
      'shops.csv: the ids (north, …) do not say a frequency of M4, expected all of them to be H1, H2, … or with another letter of Y, Q, M, W, D, H. Give a file of one frequency.',
    ],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(expect.objectContaining({ message }));
  });
});

describe('windows of a panel', () => {
  const panel = panelOf('two', [
    ['a', [1, 2, 3, 5, 7, 9, 11, 13]],
    ['b', [100, 300, 200, 400, 300]],
  ]);
  const lengths = { lookback: 4, horizon: 1, season: 2 };

  it('stay in their series, and the last values are targets regardless of the stride', () => {
    const { seriesOf, starts } = panelWindows(panel, { ...lengths, stride: 2 });
    expect([...seriesOf]).toEqual([0, 0, 1]);
    expect([...starts]).toEqual([1, 3, 0]);
  });

  it('are in the scale of their own values, season by season', () => {
    const [batch] = panelBatches(lastPanelWindows(panel, lengths));
    expect(batch!.inputs.shape).toEqual([2, 2, 2]);
    // a: 5 7 9 11 before 13; level (9 + 11) / 2, spread (4 + 4) / 2 and a thousandth of the mean size 8
    const a = [5, 7, 9, 11].map((value) => (value - 10) / 4.008);
    // b: 100 300 200 400 before 300; level 300, spread 100.25
    const b = [100, 300, 200, 400].map((value) => (value - 300) / 100.25);
    for (const [i, value] of [...a, ...b].entries()) expect(batch!.inputs.data[i]).toBeCloseTo(value, 6);
    expect(batch!.targets.data[0]).toBeCloseTo((13 - 9) / 4.008, 6);
    expect(batch!.targets.data[1]).toBeCloseTo((300 - 200) / 100.25, 6);
  });

  it('have forecasts in the unit of each series: the last season again, and what the network adds', () => {
    const windows = latestPanelWindows(panel, { lookback: 4, horizon: 3, season: 2 });
    expect(panelSeasonalNaive(windows).map((values) => [...values])).toEqual([
      [11, 13, 11],
      [400, 300, 400],
    ]);
    const [batch] = panelBatches(lastPanelWindows(panel, lengths));
    const before = lastPanelWindows(panel, lengths);
    const truth = panelForecasts(before, batch!.targets);
    for (const [i, values] of panelTruth(before).entries()) expect(truth[i]![0]).toBeCloseTo(values[0]!, 4);
  });

  it('do not depend on other values than their own', () => {
    const changed = panelOf('two', [
      ['a', [-50, 80, 3, 5, 7, 9, 11, 13]],
      ['b', [1, 300, 200, 400, 300]],
    ]);
    const of = (data: typeof panel) =>
      [...panelBatches(lastPanelWindows(data, lengths))][0]!.inputs.data.subarray(0, 4);
    expect(of(changed)).toEqual(of(panel));
  });

  it('of values that do not change are all zero', () => {
    const flat = panelOf('flat', [['a', Array(6).fill(0)]]);
    const [batch] = panelBatches(lastPanelWindows(flat, lengths));
    expect([...batch!.inputs.data, ...batch!.targets.data]).toEqual([0, 0, 0, 0, 0]);
  });

  it('come in an order of each epoch that the seed decides', () => {
    const batches = panelBatches(panelWindows(panel, lengths), { batchSize: 2, shuffle: true, seed: 3 });
    const [first, second] = [[...batches.epoch(0)], [...batches.epoch(1)]];
    expect(first.map(({ targets }) => targets.shape[0])).toEqual([2, 2, 1]);
    expect([...batches.epoch(0)]).toEqual(first);
    expect(second).not.toEqual(first);
  });

  it.each([
    [
      'a horizon longer than the shortest series',
      { ...lengths, horizon: 4 },
      'panelWindows: series "b" of two has 5 values, a window and its horizon take 4 + 4. Give a smaller lookback or horizon, or leave short series out.',
    ],
    [
      'a lookback of one season',
      { ...lengths, lookback: 2 },
      'panelWindows: lookback must be a multiple of the season 2, two seasons at least, got 2. Give 4.',
    ],
    [
      'a lookback that cuts a season',
      { ...lengths, lookback: 5 },
      'panelWindows: lookback must be a multiple of the season 2, two seasons at least, got 5. Give 6.',
    ],
  ])('refuse %s', (_, options, message) => {
    expect(() => panelWindows(panel, options)).toThrow(new RangeError(message));
  });

  it('refuse answers of other windows', () => {
    expect(() =>
      panelForecasts(lastPanelWindows(panel, lengths), { data: new Float32Array(3), shape: [3, 1] }),
    ).toThrow(
      'panelForecasts: got 3 answers, expected 2 windows of 1. Give what predict returned for the same windows.',
    );
  });
});

describe('panels', () => {
  const panel = panelOf('two', [
    ['a', [1, 2, 3]],
    ['b', [4, 5]],
  ]);

  it('are divided at the end of each series', () => {
    const [before, last] = splitPanel(panel, 1);
    expect([rows(before), rows(last)]).toEqual([
      [[1, 2], [4]],
      [[3], [5]],
    ]);
  });

  it('refuse to be divided where nothing would be left', () => {
    expect(() => splitPanel(panel, 2)).toThrow(
      'two: series "b" has 2 values, expected more than the 2 that are held out. Give a smaller horizon, or leave the series out.',
    );
  });

  it('hold finite values', () => {
    expect(() => panelOf('bad', [['a', [1, Number.NaN]]])).toThrow(
      'bad: value 2 of series "a" is NaN, expected a finite number. Fill missing values (fillForward), or leave the series out.',
    );
  });

  it('continue one another by their ids', () => {
    const after = panelOf('after', [
      ['b', [6, 7]],
      ['a', [4, 5]],
    ]);
    expect(rows(continuationOf(panel, after, 1))).toEqual([[4], [6]]);
  });
});

const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../tooling/oracles/recorded/forecast_scores.json'), 'utf8'),
) as {
  readonly cases: {
    history: number[];
    truth: number[];
    forecast: number[];
    season: number;
    mase: number;
    smape: number;
  }[];
  readonly m4Hourly: Record<'seasonalNaive' | 'naive', { mase: number; smape: number }>;
};

describe('mase and smape', () => {
  it.each(recorded.cases)(
    'are scikit-learn’s with a season of $season',
    ({ history, truth, forecast, season, ...expected }) => {
      expect(mase(forecast, truth, history, season)).toBeCloseTo(expected.mase, 12);
      expect(smape(forecast, truth)).toBeCloseTo(expected.smape, 11);
    },
  );

  it('count a forecast of 0 for 0 as right', () => {
    expect(smape([0, 90], [0, 110])).toBe(10);
  });

  it.each([
    [() => mase([1], [1, 2], [1, 2, 3]), 'mase: 1 forecasts for 2 values. Give one each, and at least one.'],
    [
      () => mase([1], [1], [1, 2], 2),
      'mase: the history has 2 values, expected more than a season of 2. Give a longer history.',
    ],
    [
      () => mase([1], [1], [1, 2, 1, 2], 2),
      'mase: the 4 values of the history repeat every 2, so that the naive forecast makes no error. Use mae, or leave the series out.',
    ],
    [() => smape([], []), 'smape: 0 forecasts for 0 values. Give one each, and at least one.'],
  ])('refuse what they cannot measure', (make, message) => {
    expect(make).toThrow(new RangeError(message));
  });
});

const folder = process.env.SEQLOOM_DATA;
const train = join(folder ?? '', 'M4_hourly_train.csv.gz');
describe(`the hourly series of M4 (${folder ? 'skipped where SEQLOOM_DATA has not the files' : 'skipped: SEQLOOM_DATA is not set'})`, () => {
  it.skipIf(!folder || !existsSync(train))('give NumPy’s errors of the seasonal naive forecast', async () => {
    const data = m4Data(await readPanelFile(train), await readPanelFile(train.replace('train', 'test')));
    expect([data.train.ids.length, data.horizon, data.season]).toEqual([414, 48, 24]);
    const windows = latestPanelWindows(data.train, { lookback: 48, horizon: 48, season: 24 });
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const forecasts = panelSeasonalNaive(windows);
    const errors = forecasts.map((forecast, i) =>
      mase(forecast, data.test.series[i]!, data.train.series[i]!, 24),
    );
    const { mase: expected, smape: percents } = recorded.m4Hourly.seasonalNaive; // 1.1932 and 13.9123
    expect(mean(errors)).toBeCloseTo(expected, 9);
    expect(mean(forecasts.map((forecast, i) => smape(forecast, data.test.series[i]!)))).toBeCloseTo(
      percents,
      8,
    );
  });
});
